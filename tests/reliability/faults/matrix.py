"""All cases there are, tried in worker processes, each with a stage of its own."""

from __future__ import annotations

import multiprocessing
import multiprocessing.pool
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field

from tests.reliability.faults.case import Case, Verdict, recorded, run
from tests.reliability.faults.commands import COMMANDS
from tests.reliability.faults.listed import faults
from tests.reliability.faults.scenarios import SCENARIOS
from tests.reliability.faults.stage import Stage, stage

ALL = (*SCENARIOS, *COMMANDS)
BECAME = ("converged", "explained", "failed", "not met")
_STAGE: list[Stage] = []


@dataclass
class Outcome:
    """What became of the cases, by scenario and by operation. ``there_are``: how many cases the matrix has."""

    there_are: int
    tried: list[tuple[Case, Verdict]] = field(default_factory=list)
    seconds: float = 0.0

    def note(self, case: Case, verdict: Verdict) -> None:
        """Keep what became of one."""
        self.tried.append((case, verdict))

    def counts(self, scenario: str | None = None) -> Counter[str]:
        """How many became what."""
        return Counter(verdict.became for case, verdict in self.tried if scenario in (None, case.scenario))

    def summary(self) -> str:
        """One line."""
        counts = self.counts()
        told = [f"{name} {counts[name]}" for name in BECAME]
        return ", ".join([f"tried {len(self.tried)} of {self.there_are}", *told, f"{self.seconds:.0f} s"])


def cases_of(there: Stage, scenario: str) -> list[Case]:
    """Every fault of every call that a clean run of a scenario, or of a command line, makes."""
    return [
        Case(scenario, name, fault)
        for service, operation in recorded(there, scenario)
        for name, fault in faults(service, operation).items()
    ]


def listing(workers: int) -> list[Case]:
    """The cases of all scenarios, in an order that stays."""
    with _pool(workers) as pool:
        return [case for cases in pool.map(_cases_of, ALL, chunksize=1) for case in cases]


def sampled(cases: Iterable[Case], each: int, seed: int) -> list[Case]:
    """So many cases of each operation, whatever scenario they are of."""
    by_operation: dict[str, list[Case]] = {}
    for case in cases:
        by_operation.setdefault(f"{case.fault['service']}.{case.fault['operation']}", []).append(case)
    chance = random.Random(seed)
    return [case for found in by_operation.values() for case in chance.sample(found, min(each, len(found)))]


def tried(cases: Sequence[Case], workers: int) -> Iterator[tuple[Case, Verdict]]:
    """Try them, and tell of each as it ends."""
    with _pool(workers) as pool:
        yield from pool.imap_unordered(_tried, cases, chunksize=8)


def _pool(workers: int) -> multiprocessing.pool.Pool:
    return multiprocessing.get_context("spawn").Pool(workers, initializer=_begin)


def _begin() -> None:
    stack = ExitStack()
    _STAGE.append(stack.enter_context(stage()))
    _KEPT.append(stack)


_KEPT: list[ExitStack] = []


def _cases_of(scenario: str) -> list[Case]:
    return cases_of(_STAGE[0], scenario)


def _tried(case: Case) -> tuple[Case, Verdict]:
    return case, run(_STAGE[0], case)
