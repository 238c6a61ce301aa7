"""The call being served: how code that moto calls finds its world and its caller."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from partition_simulator.faults import Fault
from partition_simulator.partitions import Partition
from partition_simulator.world.account import Account
from partition_simulator.world.keys import Principal
from partition_simulator.world.world import World


@dataclass(frozen=True)
class Call:
    """One authenticated request. ``now`` is the virtual time it is served at; ``fault`` one that lets it go on."""

    world: World
    partition: Partition
    principal: Principal
    service: str
    operation: str
    now: float
    fault: Fault | None = None

    @property
    def account(self) -> Account:
        """The caller's account."""
        return self.world.accounts[self.principal.account_id]

    @property
    def management_account_id(self) -> str | None:
        """The management account of the caller's organization; None for a standalone account."""
        return self.world.memberships.get(self.principal.account_id)


_CURRENT: ContextVar[Call] = ContextVar("partition_simulator_call")


def current_call() -> Call:
    """The call being served; LookupError outside of one."""
    return _CURRENT.get()


@contextmanager
def serving(call: Call) -> Iterator[None]:
    """Make ``call`` the current one."""
    token = _CURRENT.set(call)
    try:
        yield
    finally:
        _CURRENT.reset(token)
