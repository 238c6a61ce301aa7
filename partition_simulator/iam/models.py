"""Account aliases: one in each account, unique in the partition, shown with IAM's delay.

"Account aliases must be unique across all Amazon Web Services products within a given network partition", and "if you
create a new alias for your AWS account, the new alias overwrites the previous alias" (IAM User Guide, "Use an alias for
your AWS account ID"). moto 5.2.5 gives any account any alias, and deletes whatever an account has.
"""

from __future__ import annotations

from typing import Any, cast

from moto.iam.models import IAMBackend

from partition_simulator import moto_bridge
from partition_simulator.context import Call
from partition_simulator.iam.exceptions import EntityAlreadyExists, NoSuchEntity
from partition_simulator.world.account import Account


class SimulatedIamBackend(IAMBackend):
    """moto's backend of one account, which remembers when its alias changed."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.alias_history: list[tuple[float, list[str]]] = []


def create_alias(call: Call, alias: str) -> None:
    """CreateAccountAlias.

    That the caller's own alias is refused like any other's is unverified (claim: alias-own-again).
    """
    if any(alias in aliases(account) for account in call.world.accounts.values() if _in_partition(call, account)):
        raise EntityAlreadyExists(alias)
    _change(call, [alias])


def delete_alias(call: Call, alias: str) -> None:
    """DeleteAccountAlias."""
    if alias not in aliases(call.account):
        raise NoSuchEntity(alias)
    _change(call, [])


def listed_aliases(call: Call) -> list[str]:
    """ListAccountAliases: what the account had ``alias_delay_seconds`` ago (claim: alias-shown-late)."""
    seen: list[str] = []
    for changed, after in _backend(call.account).alias_history:
        if changed <= call.now - call.world.settings.alias_delay_seconds:
            seen = after
    return seen


def aliases(account: Account) -> list[str]:
    """The account's alias, if it has one."""
    return list(moto_bridge.iam_of(account).account_aliases) if moto_bridge.has_iam(account) else []


def _in_partition(call: Call, account: Account) -> bool:
    return account.partition == call.partition


def _change(call: Call, after: list[str]) -> None:
    backend = _backend(call.account)
    backend.account_aliases = after
    backend.alias_history.append((call.now, after))


def _backend(account: Account) -> SimulatedIamBackend:
    return cast("SimulatedIamBackend", moto_bridge.iam_of(account))
