"""What goes wrong, and with which calls."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal

from partition_simulator.operations import SIMULATED
from partition_simulator.partitions import PARTITIONS, Side

CREATIONS = ("CreateGovCloudAccount", "CreateAccount")
_READS = ("Describe", "Get", "List")


def is_read(service: str, operation: str) -> bool:
    """Whether an operation only tells what there is. STS's tell who asks, which is never stale."""
    return service != "sts" and operation.startswith(_READS)


@dataclass(frozen=True)
class Fault:
    """What goes wrong with the matching calls.

    Which calls:

    service, operation: AWS names, for example "organizations", "DescribeAccount"; "*" matches any.
    partition, account: the side, and the caller's account id; None matches any.
    skip: how many matching calls pass first; the n-th call is ``skip=n - 1``.
    times: how many calls it strikes. None: one, or with ``for_seconds`` as many as there are in that time.
    for_seconds: for how much virtual time it is there, from its injection; None for ever.
    probability, seed: each matching call is struck by this chance; the same seed strikes the same ones.

    What happens, in this order:

    delay_seconds, virtual_delay_seconds: wait so many real seconds, or until the virtual clock has moved on so far.
    drop: close the connection without an answer, "before" or "after" the operation took effect.
    code, message, status: answer this AWS error instead of doing anything. Without a code (and with a ``reason``) the
        call goes on; see ``reason``.
    reason: with a code: the error's ``Reason`` member. Without one, for CreateGovCloudAccount and CreateAccount: the
        request is accepted, and ends FAILED with this ``FailureReason``.
    stale_seconds: a read is answered from the world as it was so many virtual seconds ago, though not from before the
        fault was injected. Calls that aren't reads don't match.
    """

    service: str
    operation: str
    partition: Side | None = None
    account: str | None = None
    code: str | None = None
    message: str = "Injected by the simulator."
    status: int = 400
    times: int | None = None
    skip: int = 0
    delay_seconds: float = 0.0
    drop: Literal["before", "after"] | None = None
    reason: str | None = None
    virtual_delay_seconds: float = 0.0
    stale_seconds: float | None = None
    for_seconds: float | None = None
    probability: float = 1.0
    seed: int = 1

    def __post_init__(self) -> None:
        self._check_kinds()
        if self.code is None and self.reason is not None and self.operation not in CREATIONS:
            raise ValueError(f"a fault with a reason needs a code, except for {' and '.join(CREATIONS)}")
        does = (self.code, self.reason, self.drop, self.stale_seconds)
        if does == (None, None, None, None) and self.delay_seconds == self.virtual_delay_seconds == 0:
            raise ValueError("a fault needs a code, a reason, a drop, a delay or stale reads, or it does nothing")
        if self.stale_seconds is not None and (self.code, self.reason, self.drop) != (None, None, None):
            raise ValueError("a stale read is an answer: it goes with no code, reason or drop")
        if self.drop not in (None, "before", "after"):
            raise ValueError(f"drop is 'before' or 'after', not {self.drop!r}")

    def _check_kinds(self) -> None:
        """A fault comes over HTTP too, and a wrong one would strike as a defect of the simulator, or not at all."""
        for name in ("service", "operation", "message"):
            if not isinstance(getattr(self, name), str):
                raise ValueError(f"{name} is text, not {getattr(self, name)!r}")
        services = SIMULATED if self.service == "*" else {self.service: SIMULATED.get(self.service, frozenset())}
        if self.service not in ("*", *SIMULATED):
            raise ValueError(f"service is * or one of {', '.join(SIMULATED)}, not {self.service!r}")
        if self.operation != "*" and not any(self.operation in operations for operations in services.values()):
            raise ValueError(f"no simulated operation of {self.service} is called {self.operation!r}")
        for name in ("account", "code", "reason"):
            if not isinstance(getattr(self, name), str | None):
                raise ValueError(f"{name} is text, not {getattr(self, name)!r}")
        for name in ("times", "skip", "status", "seed"):
            value = getattr(self, name)
            if not (name == "times" and value is None) and (type(value) is not int or value < 0):
                raise ValueError(f"{name} is a whole number, not {value!r}")
        if not 400 <= self.status <= 599:
            raise ValueError(f"status is that of an error, 400 to 599, not {self.status}")
        for name in ("delay_seconds", "virtual_delay_seconds", "stale_seconds", "for_seconds"):
            value = getattr(self, name)
            may_lack = name in ("stale_seconds", "for_seconds")
            if not (may_lack and value is None) and (type(value) not in (int, float) or not 0 <= value < math.inf):
                raise ValueError(f"{name} is a number from 0, not {value!r}")
        if type(self.probability) not in (int, float) or not 0 < self.probability <= 1:
            raise ValueError(f"probability is a number above 0, at most 1, not {self.probability!r}")
        if self.partition not in (None, *PARTITIONS):
            raise ValueError(f"partition is {' or '.join(PARTITIONS)}, not {self.partition!r}")

    @property
    def most(self) -> float:
        """How many calls it strikes at most."""
        if self.times is not None:
            return self.times
        return 1 if self.for_seconds is None else math.inf

    def matches(self, side: Side, service: str, operation: str, account: str) -> bool:
        """Whether a call is one of those meant."""
        return (
            self.service in ("*", service)
            and self.operation in ("*", operation)
            and self.partition in (None, side)
            and self.account in (None, account)
            and (self.stale_seconds is None or is_read(service, operation))
        )

    def describe(self) -> dict[str, Any]:
        """What differs from a fault's defaults, JSON-able; :func:`read_fault` makes the same fault of it."""
        return {f.name: getattr(self, f.name) for f in fields(self) if getattr(self, f.name) != f.default}


def read_fault(described: Any) -> Fault:
    """The fault that a JSON object describes by the names of its members; ValueError when it makes no sense."""
    if not isinstance(described, Mapping):
        raise ValueError(f"a fault is a JSON object, not {described!r}")
    unknown = set(described) - {field.name for field in fields(Fault)}
    if unknown:
        raise ValueError(f"a fault has no {', '.join(sorted(unknown))}")
    missing = {"service", "operation"} - set(described)
    if missing:
        raise ValueError(f"a fault needs {' and '.join(sorted(missing))}")
    return Fault(**described)
