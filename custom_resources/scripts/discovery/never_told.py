"""What AWS never tells of a pair, from who knows it: the state that made the account, else the command line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from custom_resources.engine import rules
from custom_resources.engine.model import DEFAULT_ROLE_NAME
from custom_resources.scripts.discovery.model import Discovery, FoundPair
from custom_resources.scripts.discovery.terraform_state import ACCOUNT, StateInstance


def with_never_told(found: Discovery, state: Sequence[StateInstance], role_name: str) -> Discovery:
    """Fill in role names and billing access. role_name: of the pairs whose state doesn't say one."""
    by_id = {each.id: each for each in state if each.type == ACCOUNT}

    def filled(pair: FoundPair) -> FoundPair:
        said = by_id[pair.commercial_account_id].attributes if pair.commercial_account_id in by_id else {}
        role = said.get("role_name") or role_name
        denied = said.get("iam_user_access_to_billing") == "DENY"
        return replace(
            pair,
            role_name=role if role != DEFAULT_ROLE_NAME and rules.role_name(role) is None else None,
            iam_user_access_to_billing="DENY" if denied else None,
        )

    return replace(found, pairs=tuple(map(filled, found.pairs)), outside=tuple(map(filled, found.outside)))
