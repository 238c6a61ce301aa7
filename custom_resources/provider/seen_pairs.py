"""The pairs that this provider process has read or made: they tell a wrong account id without a call."""

from __future__ import annotations

from typing import Any

from custom_resources.engine.model import CLOSED_STATES
from custom_resources.plugin import ProviderError, Values


class SeenPairs:
    """Pairs by both ids. Terraform plans in many threads: each change is one assignment."""

    def __init__(self) -> None:
        self._by_id: dict[str, Values] = {}

    def add(self, pair: Values) -> None:
        """Remember a pair as it is in the state."""
        for name in ("commercial_account_id", "govcloud_account_id"):
            self._by_id[pair[name]] = pair

    def refuse_as_member(self, account_id: Any) -> None:
        """Check an account that is to join a GovCloud organization.

        Raises:
            ProviderError: for a commercial account, or the half of a closed pair. What wasn't seen, AWS tells later.
        """
        pair = self._by_id.get(account_id) if isinstance(account_id, str) else None
        if pair is None:
            return
        title = f"Account {account_id} can't join a GovCloud organization"
        if account_id == pair["commercial_account_id"]:
            raise ProviderError(
                title,
                f'It is the commercial account of the pair "{pair["name"]}", and an account joins an organization of '
                f"its own partition only. Give its GovCloud account: govcloud_account_id, "
                f"{pair['govcloud_account_id']}.",
                ("account_id",),
            )
        if pair["commercial_state"] in CLOSED_STATES:
            raise ProviderError(
                title,
                f'It belongs to the pair "{pair["name"]}", which is closed ({pair["commercial_state"]}); a closed '
                "account joins nothing. Leave it out as long as the pair is closed.",
                ("account_id",),
            )
