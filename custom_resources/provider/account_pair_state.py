"""Between `govpair_account_pair`'s values and the engine's model of a pair."""

from __future__ import annotations

from typing import Any

from custom_resources.engine import rules
from custom_resources.engine.arns import role_arn
from custom_resources.engine.model import CLOSED_STATES, AccountPair, PairRequest
from custom_resources.plugin import UNKNOWN, Values
from custom_resources.provider.account_pair_schema import SCHEMA
from custom_resources.provider.default_tags import split_tags
from custom_resources.provider.state_values import known, timestamp


def pair_request(planned: Values) -> PairRequest:
    """What the engine is asked to create for a plan."""
    return PairRequest(
        email=planned["email"],
        name=planned["name"],
        role_name=planned["role_name"],
        iam_user_access_to_billing=planned["iam_user_access_to_billing"],
        parent_id=known(planned["parent_id"]),
        tags=planned["tags_all"],
    )


def pair_state(pair: AccountPair, declared: Values, default_tags: Any = None) -> Values:
    """The state of a pair as AWS has it now.

    Args:
        pair: the pair, as the engine read it.
        declared: planned values or earlier state: what AWS never gives back is kept from there, and so is the spelling
            of what AWS has under another but equal one.
        default_tags: the provider's.
    """
    state: Values = {name: known(declared.get(name)) for name in SCHEMA.attributes}
    state.update(
        email=_as_declared(pair.email, state["email"]),
        name=pair.name,
        **_place(pair, state),
        **split_tags(pair.tags, state, default_tags),
        id=pair.commercial_account_id,
        commercial_account_id=pair.commercial_account_id,
        govcloud_account_id=pair.govcloud_account_id,
        commercial_arn=pair.commercial_arn,
        govcloud_arn=pair.govcloud_arn,
        commercial_state=pair.commercial_state,
        govcloud_state=pair.govcloud_state,
        joined_timestamp=timestamp(pair.joined_timestamp),
        joined_method=pair.joined_method or None,
        **role_arns(state["role_name"], pair.commercial_account_id, pair.govcloud_account_id),
    )
    return state


def applied_state(pair: AccountPair, planned: Values) -> Values:
    """The state after an apply: what was planned as it was planned (Terraform insists), the rest from AWS."""
    return pair_state(pair, planned) | {name: value for name, value in planned.items() if value is not UNKNOWN}


def _place(pair: AccountPair, state: Values) -> Values:
    """Where the account is: a closed one in `closed_accounts_parent_id`, if given, whatever `parent_id` is declared."""
    if state["closed"] and pair.commercial_state in CLOSED_STATES and state["closed_accounts_parent_id"]:
        return {
            "closed_accounts_parent_id": pair.parent_id or state["closed_accounts_parent_id"],
            "parent_id": state["parent_id"] or pair.parent_id or None,
        }
    return {"parent_id": pair.parent_id or state["parent_id"]}


def role_arns(role_name: str, commercial_account_id: str, govcloud_account_id: str) -> Values:
    """The ARNs of the role in both accounts, each in its own partition."""
    return {
        "commercial_role_arn": role_arn("aws", commercial_account_id, role_name),
        "govcloud_role_arn": role_arn("aws-us-gov", govcloud_account_id, role_name),
    }


def _as_declared(actual: str, declared: object) -> str:
    return declared if isinstance(declared, str) and rules.same_email(declared, actual) else actual
