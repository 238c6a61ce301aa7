"""Errors, delays and dropped connections on request."""

from __future__ import annotations

import math
import threading
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

from partition_simulator.http.errors import AwsError, Refused
from partition_simulator.http.message import ConnectionDropped
from partition_simulator.partitions import PARTITIONS, Side

if TYPE_CHECKING:
    from partition_simulator.context import Call

CREATIONS = ("CreateGovCloudAccount", "CreateAccount")


@dataclass
class Fault:
    """What goes wrong with the next matching calls.

    service, operation: AWS names, for example "organizations", "DescribeAccount"; "*" matches any.
    partition, account: the side, and the caller's account id; None matches any.
    code, message, status: answer this AWS error instead of doing anything. Without a code (and with a ``reason``) the
        call goes on; see ``reason``.
    reason: with a code: the error's ``Reason`` member. Without one, for CreateGovCloudAccount and CreateAccount: the
        request is accepted, and ends FAILED with this ``FailureReason``.
    times, skip: how many matching calls it strikes, after letting ``skip`` of them pass.
    delay_seconds: real seconds to wait before anything else happens.
    drop: close the connection without an answer, "before" or "after" the operation took effect.
    """

    service: str
    operation: str
    partition: Side | None = None
    account: str | None = None
    code: str | None = None
    message: str = "Injected by the simulator."
    status: int = 400
    times: int = 1
    skip: int = 0
    delay_seconds: float = 0.0
    drop: Literal["before", "after"] | None = None
    reason: str | None = None

    def __post_init__(self) -> None:
        self._check_kinds()
        if self.code is None and self.reason is not None and self.operation not in CREATIONS:
            raise ValueError(f"a fault with a reason needs a code, except for {' and '.join(CREATIONS)}")
        if (self.code, self.reason, self.drop, self.delay_seconds) == (None, None, None, 0):
            raise ValueError("a fault needs a code, a reason, a drop or a delay, or it does nothing")
        if self.drop not in (None, "before", "after"):
            raise ValueError(f"drop is 'before' or 'after', not {self.drop!r}")

    def _check_kinds(self) -> None:
        """A fault comes over HTTP too, and a wrong one would strike as a defect of the simulator, or not at all."""
        for name in ("service", "operation", "message"):
            if not isinstance(getattr(self, name), str):
                raise ValueError(f"{name} is text, not {getattr(self, name)!r}")
        for name in ("account", "code", "reason"):
            if not isinstance(getattr(self, name), str | None):
                raise ValueError(f"{name} is text, not {getattr(self, name)!r}")
        for name in ("times", "skip", "status"):
            if type(getattr(self, name)) is not int or getattr(self, name) < 0:
                raise ValueError(f"{name} is a whole number, not {getattr(self, name)!r}")
        if not 400 <= self.status <= 599:
            raise ValueError(f"status is that of an error, 400 to 599, not {self.status}")
        if type(self.delay_seconds) not in (int, float) or not 0 <= self.delay_seconds < math.inf:
            raise ValueError(f"delay_seconds is a number from 0, not {self.delay_seconds!r}")
        if self.partition not in (None, *PARTITIONS):
            raise ValueError(f"partition is {' or '.join(PARTITIONS)}, not {self.partition!r}")

    def matches(self, side: Side, service: str, operation: str, account: str) -> bool:
        """Whether a call is one of those meant."""
        return (
            self.service in ("*", service)
            and self.operation in ("*", operation)
            and self.partition in (None, side)
            and self.account in (None, account)
        )

    def describe(self) -> dict[str, Any]:
        """JSON-able."""
        return asdict(self)


class FaultPlan:
    """The faults still to strike, in the order in which they were injected."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Inject one."""
        self.faults.append(fault)

    def clear(self) -> None:
        """Forget all of them."""
        self.faults.clear()

    def take(self, side: Side, service: str, operation: str, account: str) -> Fault | None:
        """The fault that strikes this call, if any; counts it."""
        for fault in self.faults:
            if fault.times <= 0 or not fault.matches(side, service, operation, account):
                continue
            if fault.skip > 0:
                fault.skip -= 1
                continue
            fault.times -= 1
            return fault
        return None


def draw(call: Call) -> Fault | None:
    """The fault that is to strike a call, if any; counts it."""
    return call.world.faults.take(call.partition.side, call.service, call.operation, call.principal.account_id)


def strike(fault: Fault, stopping: threading.Event) -> None:
    """Let a fault happen, without the world's lock: Refused or ConnectionDropped, or return where the call goes on."""
    if fault.delay_seconds > 0:
        stopping.wait(fault.delay_seconds)
    if fault.drop == "before":
        raise ConnectionDropped
    if fault.code is not None:
        members = {"Reason": fault.reason} if fault.reason else {}
        raise Refused(AwsError(fault.code, fault.message, fault.status, members))
