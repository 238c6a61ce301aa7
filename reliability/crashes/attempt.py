"""One crash, `apply` again, and the verdict."""

from __future__ import annotations

import time
from dataclasses import dataclass

from reliability.crashes.census import wrong_at_aws, wrong_in_state
from reliability.crashes.ground import Ground
from reliability.crashes.points import Point
from reliability.crashes.recording import Recorded
from reliability.crashes.running import Running


@dataclass(frozen=True)
class Outcome:
    """What became of one point.

    call: the call that was struck; "" when the run ended before there was so many.
    code: the exit code of the run that was struck; negative for a signal.
    wrong: everything that isn't as it should be, in sentences; empty when it survived.
    """

    operation: str
    point: Point
    call: str
    code: int
    wrong: tuple[str, ...]
    seconds: float

    @property
    def survived(self) -> bool:
        """Whether all is as declared."""
        return not self.wrong


def attempt(ground: Ground, recorded: Recorded, point: Point) -> Outcome:
    """Go back to where the operation begins, strike at the point, apply again, and look at everything."""
    began = time.monotonic()
    ground.begin(recorded.begins, recorded.operation)
    code, wrong = -1, []
    struck = ground.apply()

    def strike() -> None:
        if point.victim != "answer":
            struck.kill(point.victim)

    ground.simulator.watch(point, strike)
    try:
        code, call = _struck(ground, struck, point)
        wrong = [] if call else [f"the run ended before call {point.number}"]
        # At once: a provider that outlived its Terraform may still be at work for a second.
        wrong += _again(ground, struck, code)
        wrong += _verdict(ground, recorded)
        wrong += [f"provider process {pid} is still there" for pid in struck.outlived()]
    except TimeoutError as hung:
        call, wrong = "", [*wrong, str(hung)]
    return Outcome(recorded.operation.name, point, call, code, tuple(wrong), time.monotonic() - began)


def _struck(ground: Ground, running: Running, point: Point) -> tuple[int, str]:
    code = running.run()
    received = ground.simulator.received
    return code, received[point.number - 1] if len(received) >= point.number else ""


def _again(ground: Ground, struck: Running, code: int) -> list[str]:
    if code == 0:  # it got over the loss by itself
        return []
    first = struck.output()
    again = ground.apply()
    if again.run() == 0:
        return []
    return [f"the next apply failed: {again.output()}", f"the struck one had said: {first}"]


def _verdict(ground: Ground, recorded: Recorded) -> list[str]:
    wrong = wrong_at_aws(ground.simulator, ground.units, recorded.operation)
    wrong += wrong_in_state(ground.terraform_state(), recorded.operation)
    plan = ground.plan()
    return [*wrong, *([f"the plan after that is not empty: {plan.output()}"] if plan.run() else [])]
