"""Importing an account pair by its commercial account id or its email address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from custom_resources.engine import rules
from custom_resources.engine.model import DEFAULT_ROLE_NAME, BillingAccess
from custom_resources.plugin import ProviderError, ResourceContext, Values
from custom_resources.provider.account_pair_schema import DEFAULT_BILLING, SCHEMA
from custom_resources.provider.errors import engine_errors
from custom_resources.provider.settings import estate_for_pairs

IMPORTED = "imported"
"""Private state: set by an import. While it is there, the configuration says what AWS never gives back.

It holds how many reads are still to come that may leave it there: the import's own, and the first plan's. An update
takes it away; so does any later read, because by then a plan without changes has agreed with the state.
"""

READS_TO_COME = 2


def read_once_more(ctx: ResourceContext) -> None:
    """Count a read since the import; the mark goes when the configuration must have been agreed with."""
    left = ctx.private.get(IMPORTED)
    if left is None:
        return
    if left is True or left <= 0:  # True: written before reads were counted
        del ctx.private[IMPORTED]
    else:
        ctx.private[IMPORTED] = left - 1


def import_pair(import_id: str, ctx: ResourceContext) -> Values:
    """The least that the read which Terraform does next needs, and defaults for what AWS never gives back.

    A configuration that has the defaults too plans no change. For one that has others, the import id may say them, as
    in `111122223333,iam_user_access_to_billing=DENY,role_name=Ops`; else it plans an update that makes no call.

    `COMMERCIAL_ID/GOVCLOUD_ID` gives the second id by hand, for where AWS doesn't tell it (rule 6).

    Raises:
        ProviderError: when the id is neither, or no account has the email.
    """
    ctx.private[IMPORTED] = READS_TO_COME
    which, _, said = import_id.partition(",")
    never_given_back = _said(said)
    account_id, _, govcloud_id = (_account_with_email(which, ctx) if "@" in which else which).partition("/")
    _refuse(rules.account_id(account_id))
    if govcloud_id:
        _refuse(rules.account_id(govcloud_id))
    state: Values = dict.fromkeys(SCHEMA.attributes)
    return state | {
        "id": account_id,
        "commercial_account_id": account_id,
        "govcloud_account_id": govcloud_id or None,
        "role_name": DEFAULT_ROLE_NAME,
        "iam_user_access_to_billing": DEFAULT_BILLING,
        "adopt_existing": False,
        **never_given_back,
    }


def _said(text: str) -> Values:
    """What an import id says after its first comma: NAME=VALUE,… with role_name last, which may hold commas itself."""
    found: Values = {}
    while text:
        name, equals, rest = text.partition("=")
        value, _, text = (rest, "", "") if name == "role_name" else rest.partition(",")
        if not equals or name in found or name not in _NEVER_GIVEN_BACK:
            _refuse(f"{name!r} is none of {', '.join(_NEVER_GIVEN_BACK)}, each once, as NAME=VALUE.")
        _refuse(_NEVER_GIVEN_BACK[name](value))
        found[name] = value == "true" if name == "adopt_existing" else value
    return found


def _billing_rule(value: object) -> str | None:
    allowed = get_args(BillingAccess)
    return None if value in allowed else f"iam_user_access_to_billing is {' or '.join(allowed)}, not {value!r}."


def _adoption_rule(value: object) -> str | None:
    return None if value in ("true", "false") else f"adopt_existing is true or false, not {value!r}."


_NEVER_GIVEN_BACK: Mapping[str, rules.Rule] = {
    "adopt_existing": _adoption_rule,
    "iam_user_access_to_billing": _billing_rule,
    "role_name": rules.role_name,
}
"""What an import id may say, because AWS never does: by attribute, its rule."""


def _account_with_email(email: str, ctx: ResourceContext) -> str:
    from custom_resources.engine.account_pairs import find_pair

    _refuse(rules.email(email))
    with engine_errors({}):
        pair = find_pair(estate_for_pairs(ctx), email=email)
    if pair is None:
        raise ProviderError(
            f"No account pair has the email address {email}",
            "The commercial organization has no member account with it. Check the address, and that the credential "
            "set `commercial` belongs to that organization's management account.",
        )
    return pair.commercial_account_id


def _refuse(problem: str | None) -> None:
    if problem:
        raise ProviderError(
            "Invalid import id for an account pair",
            f"{problem} A govpair_account_pair is imported by its commercial account id or its email address; where "
            "AWS doesn't tell the GovCloud account's id, by COMMERCIAL_ID/GOVCLOUD_ID. What isn't the default may "
            "follow: ,adopt_existing=true, ,iam_user_access_to_billing=DENY and ,role_name=NAME.",
        )
