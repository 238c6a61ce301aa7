"""One case: a scenario in which one wait times out, what came of it, and whether the next apply converges."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

import pytest

from partition_simulator import Fault, Simulator
from tests.provider.walk import Said
from tests.reliability.faults.case import Problems, worked
from tests.reliability.faults.judge import next_steps
from tests.reliability.faults.stage import Stage, stage
from tests.reliability.waits.census import Site
from tests.reliability.waits.hourglass import Hourglass
from tests.reliability.waits.weather import WEATHERS

#: An account, an invitation, a creation request, an organization, a place, or the email of what has no id yet.
_OBJECT = re.compile(
    r"\b\d{12}\b|\bh-\w+|\bcar-\w+|\bo-\w{10}|\b(?:r|ou)-\w{4}|\S+@\S+|\bcredential set \w+|\bthe account pairs\b"
)
_SEEN = re.compile(r"(?:Last seen: |in the queue: )\S+ \S+")
_INSIDE = ("traceback", "internal error", "this is a defect")
SETTINGS = {"creation_seconds": 10.0, "role_delay_seconds": 60.0, "alias_delay_seconds": 30.0}


@dataclass(frozen=True)
class Case:
    """Which wait of which run times out."""

    site: Site
    nth: int
    scenario: str
    weather: str

    def __str__(self) -> str:
        return f"{self.site} (wait {self.nth}) in {self.scenario}, {self.weather}"


@dataclass(frozen=True)
class Verdict:
    """What came of a case: "explained", "got over", "not met" or "failed", and why it failed, or what was said."""

    became: str
    why: str = ""


@contextmanager
def waiting_stage() -> Iterator[Stage]:
    """A stage on which everything takes its time."""
    with stage(**SETTINGS) as made:
        yield made


def recorded(there: Stage, scenario: str, weather: str) -> dict[Site, int]:
    """The places that a run meets, and how often."""
    return dict(_run(there, scenario, weather, None, 1).glass.met)


def run(there: Stage, case: Case) -> Verdict:
    """Run it."""
    try:
        ran = _run(there, case.scenario, case.weather, case.site, case.nth)
    except Exception as error:  # whatever leaves the provider is a finding
        return Verdict("failed", f"{type(error).__name__}: {error}")
    wrong = [f"{why}: {what}" for why, what in ran.problems.items() if what]
    if ran.glass.raised is None:
        return Verdict("failed" if wrong else "not met", "; ".join(wrong))
    wrong = [*(lack for error in ran.errors for lack in lacks(error)), *wrong]
    said = " | ".join(f"{error.summary}: {error.detail}" for error in ran.errors)
    if wrong:
        return Verdict("failed", "; ".join(wrong))
    return Verdict("explained" if ran.errors else "got over", said)


def lacks(said: Said) -> list[str]:
    """What a diagnostic of a time-out doesn't tell: that the time is used up, of what, what was seen, what to do."""
    text = f"{said.summary}. {said.detail}"
    found = {
        "that it gave up": "Gave up after" in text,
        "the object": _OBJECT.search(text),
        "what was seen": _SEEN.search(text),
        "a next step": next_steps(text, {}) or "running again" in text,
        "discretion": not any(word in text.lower() for word in _INSIDE),
    }
    return [f"{text!r} lacks {what}" for what, there in found.items() if not there]


def _begin(simulator: Simulator, fault: Fault, faults: list[str]) -> None:
    faults.append(simulator.inject(fault))


@dataclass(frozen=True)
class Ran:
    """What was met, the errors of the first apply, and what isn't as it should be."""

    glass: Hourglass
    errors: list[Said]
    problems: Problems


def _run(there: Stage, scenario_name: str, weather_name: str, site: Site | None, nth: int) -> Ran:
    scenario, host = there.begin(scenario_name)
    weather, simulator = WEATHERS[weather_name], there.ground.simulator
    weather.before(there.ground)
    faults = [simulator.inject(fault) for fault in weather.faults]
    hooks = {place: partial(hook, there.ground) for place, hook in weather.hooks.items()}
    hooks |= {place: partial(_begin, simulator, fault, faults) for place, fault in weather.late.items()}
    glass = Hourglass(simulator, site, nth, hooks)

    def over() -> None:
        glass.over = True
        for fault in faults:
            simulator.remove_fault(fault)
        weather.after(there.ground)

    with pytest.MonkeyPatch.context() as patch:
        glass.stand(patch)
        errors, problems = worked(there, scenario, host, over)
    if weather.old_news:
        problems.pop("untrue right after it", None)
    return Ran(glass, errors, problems)
