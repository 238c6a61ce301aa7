"""The call being served: how code that moto calls finds its world and its caller."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from partition_simulator.faults import Fault
from partition_simulator.http.message import HttpRequest
from partition_simulator.http.services import Route
from partition_simulator.partitions import Partition
from partition_simulator.world.account import Account
from partition_simulator.world.keys import Principal
from partition_simulator.world.world import World


@dataclass
class Call:
    """One authenticated request, which the stages of the front fill in.

    service: the SigV4 name. operation: AWS's name; "" where the request names none.
    now: the virtual time it is served at.
    request: as it came; None for a call that the simulator makes on its own.
    route: what the request asks for, of which ``operation`` is a part.
    region: the one it was signed for.
    fault: one that lets the call go on.
    parameters: the input, by the model's member names, once it was validated.
    """

    world: World
    partition: Partition
    principal: Principal
    service: str
    operation: str
    now: float
    fault: Fault | None = None
    request: HttpRequest | None = None
    route: Route = field(default_factory=Route)
    region: str = ""
    parameters: dict[str, Any] = field(default_factory=dict)

    @property
    def is_stale(self) -> bool:
        """Whether it is a read that a fault answers from the past."""
        return self.fault is not None and self.fault.stale_seconds is not None

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
