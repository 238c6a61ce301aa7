"""One case: the clock jumps after one of a run's calls, and is put right before the next apply."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from tests.reliability.clocks.wall_clock import WallClock
from tests.reliability.faults.case import worked
from tests.reliability.faults.judge import next_steps
from tests.reliability.faults.stage import Stage
from tests.reliability.waits.case import Verdict

#: AWS takes requests that are signed within five minutes of its time (IAM User Guide, "Create a signed AWS API
#: request"); the simulator within fifteen.
JUMPS = {
    "4 minutes forward": timedelta(minutes=4),
    "4 minutes back": timedelta(minutes=-4),
    "an hour forward": timedelta(hours=1),
    "an hour back": timedelta(hours=-1),
    "a day forward": timedelta(days=1),
    "a day back": timedelta(days=-1),
}
SCENARIOS = ("pair and membership: create", "pair and membership: update", "membership: delete", "pair: close")


@dataclass(frozen=True)
class Case:
    """Which jump, in which run, after how many of its calls."""

    scenario: str
    jump: str
    after: int

    def __str__(self) -> str:
        return f"{self.scenario}: {self.jump} after call {self.after}"


def listing(there: Stage, scenarios: Sequence[str] = SCENARIOS) -> Iterator[Case]:
    """Every jump before the first call and after each one of a clean run."""
    for scenario in scenarios:
        sent, _, _ = _run(there, Case(scenario, "4 minutes forward", 10**6))
        for jump in JUMPS:
            yield from (Case(scenario, jump, after) for after in range(sent))


def sampled(cases: Sequence[Case], each: int, seed: int) -> list[Case]:
    """So many of each scenario and jump."""
    chance, groups = random.Random(seed), dict[tuple[str, str], list[Case]]()
    for case in cases:
        groups.setdefault((case.scenario, case.jump), []).append(case)
    return [case for group in groups.values() for case in chance.sample(group, min(each, len(group)))]


def run(there: Stage, case: Case) -> Verdict:
    """Run it: what AWS takes must go on undisturbed, what it refuses must be said to be the clock's."""
    try:
        _, errors, problems = _run(there, case)
    except Exception as error:  # whatever leaves the provider is a finding
        return Verdict("failed", f"{type(error).__name__}: {error}")
    if abs(JUMPS[case.jump]) > timedelta(minutes=5):
        # No call got through any more, so the state says what was read last; the next apply reads it anew.
        problems.pop("untrue right after it", None)
    wrong = [f"{why}: {what}" for why, what in problems.items() if what]
    texts = [f"{error.summary}. {error.detail}" for error in errors]
    if abs(JUMPS[case.jump]) < timedelta(minutes=5):
        wrong += [f"failed although AWS takes it: {text}" for text in texts]
    wrong += [f"{text!r} does not say that it is the clock" for text in texts if "This machine's clock" not in text]
    wrong += [f"{text!r} lacks a next step" for text in texts if not next_steps(text, {})]
    if wrong:
        return Verdict("failed", "; ".join(wrong))
    return Verdict("explained" if errors else "converged", " | ".join(texts))


def _run(there: Stage, case: Case) -> tuple[int, list[Any], dict[str, Any]]:
    scenario, host = there.begin(case.scenario)
    with pytest.MonkeyPatch.context() as patch:
        clock, send, sent, over = WallClock(patch), there.wire._send, 0, False

        def sending(request: Any) -> Any:
            nonlocal sent
            answer = send(request)
            if not over:
                sent += 1
                jump(sent)
            return answer

        def jump(after: int) -> None:
            if after == case.after:
                clock.jump(JUMPS[case.jump])

        def put_right() -> None:
            nonlocal over
            over = True
            clock.put_right()

        patch.setattr(there.wire, "_send", sending)
        jump(0)
        errors, problems = worked(there, scenario, host, put_right)
        assert clock.read, "nobody has read the clock"
    return sent, errors, problems
