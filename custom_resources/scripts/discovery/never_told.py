"""What AWS never tells of a pair, from who knows it: the state that made the account, else the command line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from custom_resources.engine import rules
from custom_resources.engine.model import DEFAULT_ROLE_NAME
from custom_resources.scripts.discovery.model import Discovery, FoundPair
from custom_resources.scripts.discovery.terraform_state import ACCOUNT, StateInstance


def with_never_told(found: Discovery, state: Sequence[StateInstance], role_name: str) -> Discovery:
    """Fill in role names and billing access. role_name: of the pairs whose state doesn't say one.

    The role through which a customer's organization was reached is that of its management pair.
    """
    by_id = {each.id: each for each in state if each.type == ACCOUNT}
    entered: dict[str, str] = {}
    for each in found.organizations:
        if each.customer and each.customer.credentials.assume_role:
            role_arn = each.customer.credentials.assume_role[-1].role_arn
            entered[each.govcloud.management_account_id] = role_arn.rpartition("/")[2]

    def filled(pair: FoundPair) -> FoundPair:
        said = by_id[pair.commercial_account_id].attributes if pair.commercial_account_id in by_id else {}
        role = entered.get(pair.govcloud_account_id) or said.get("role_name") or role_name
        denied = said.get("iam_user_access_to_billing") == "DENY"
        return replace(
            pair,
            role_name=role if role != DEFAULT_ROLE_NAME and rules.role_name(role) is None else None,
            iam_user_access_to_billing="DENY" if denied else None,
        )

    return replace(
        found,
        organizations=tuple(replace(each, pairs=tuple(map(filled, each.pairs))) for each in found.organizations),
        outside=tuple(map(filled, found.outside)),
    )
