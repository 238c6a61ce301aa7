"""A clean run of each operation: which calls it makes, which are then struck one by one."""

from __future__ import annotations

import time
from dataclasses import dataclass

from reliability.crashes.census import wrong_at_aws, wrong_in_state
from reliability.crashes.ground import Ground, Moment
from reliability.crashes.operations import OPERATIONS, Operation


@dataclass(frozen=True)
class Recorded:
    """An operation, what it begins with, and the calls of a run that nothing disturbed.

    seconds: how long that run took.
    """

    operation: Operation
    begins: Moment
    calls: tuple[str, ...]
    seconds: float


def record(ground: Ground, names: tuple[str, ...] = tuple(OPERATIONS)) -> list[Recorded]:
    """Record these operations, and run those that they come after. RuntimeError when a clean run goes wrong."""
    wanted = [each for each in OPERATIONS.values() if each.name in _with_earlier(names)]
    after: dict[str | None, Moment] = {None: ground.moment()}
    recorded = []
    for operation in wanted:
        begins = after[operation.after]
        ground.begin(begins, operation)
        began, running = time.monotonic(), ground.apply()
        code, seconds = running.run(), time.monotonic() - began
        problems = [
            *([running.output()] if code else []),
            *wrong_at_aws(ground.simulator, ground.units, operation),
            *wrong_in_state(ground.terraform_state(), operation),
        ]
        if problems:
            raise RuntimeError(f"{operation.name}, undisturbed: " + "\n".join(problems))
        after[operation.name] = ground.moment()
        if operation.name in names:
            recorded.append(Recorded(operation, begins, tuple(ground.simulator.received), seconds))
    return recorded


def _with_earlier(names: tuple[str, ...]) -> set[str]:
    found: set[str] = set()
    for name in names:
        each: str | None = name
        while each is not None:
            found.add(each)
            each = OPERATIONS[each].after
    return found
