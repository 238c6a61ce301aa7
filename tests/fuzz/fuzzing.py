"""Running one subject: first what is kept of it, then what hypothesis makes up; counted, and bounded in time."""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.fuzz import corpus_files
from tests.fuzz.plain import from_plain, to_plain

_CHUNK = 250
"""Examples of one run of hypothesis's; the clock is looked at in between."""

_KEPT_AT_MOST = 20
"""Inputs of one subject that are kept for their outcome alone."""

_LONGEST_KEPT = 1500


@dataclass
class Counted:
    """What was done to one subject."""

    subject: str
    executions: int = 0
    replayed: int = 0
    seconds: float = 0.0
    slowest: float = 0.0
    failed: bool = False
    outcomes: Counter[str] = field(default_factory=Counter)

    def line(self) -> str:
        """One line for people."""
        outcomes = ", ".join(f"{name} {count}" for name, count in self.outcomes.most_common(4))
        return (
            f"fuzz {self.subject}: {self.executions} executions, {self.replayed} kept inputs replayed, "
            f"{self.seconds:.1f} s ({outcomes})"
        )


class TooSlow(AssertionError):
    """One input took longer than an answer may take."""


@dataclass
class Fuzz:
    """Runs subjects; ``FUZZ_EXAMPLES`` and ``FUZZ_SECONDS`` for each subject make it a long run, which keeps what it
    finds. Without them it is the same every time."""

    done: list[Counted] = field(default_factory=list)

    def run(
        self,
        subject: str,
        cases: st.SearchStrategy[Any],
        target: Callable[[Any], str],
        *,
        examples: int,
        patience: float = 20.0,
    ) -> Counted:
        """Give inputs to ``target``, which raises when something is wrong, and else names the outcome in a word."""
        counted = Counted(subject)
        self.done.append(counted)
        began = time.monotonic()
        known: set[str] = set()
        shortest: dict[str, Any] = {}
        last: list[Any] = [None]
        current = os.environ.get("FUZZ_CURRENT")

        def try_one(case: Any) -> None:
            last[0] = case
            if current:  # a hang is told by what stands here
                Path(current).write_text(json.dumps({"subject": subject, "input": to_plain(case)}), encoding="utf-8")
            started = time.monotonic()
            outcome = target(case)
            took = time.monotonic() - started
            counted.slowest = max(counted.slowest, took)
            if took > patience:
                raise TooSlow(f"{took:.1f} s for one input")
            counted.outcomes[outcome] += 1
            if outcome not in known and len(str(case)) < len(str(shortest.get(outcome, " " * _LONGEST_KEPT))):
                shortest[outcome] = case

        for path, case in corpus_files.stored(subject):
            try:
                try_one(case)
            except BaseException as problem:
                counted.failed = True
                problem.add_note(f"kept input: {path.name}")
                raise
            counted.replayed += 1
        known |= set(counted.outcomes)
        shortest.clear()

        def body(case: Any) -> None:
            counted.executions += 1
            try_one(case)

        try:
            if "FUZZ_EXAMPLES" in os.environ:
                self._at_length(body, cases, counted, began)
            else:
                _hypothesis(body, cases, examples, derandomize=True)
        except BaseException as problem:
            counted.failed = True
            self._failed(subject, problem, last[0])
            raise
        finally:
            counted.seconds = time.monotonic() - began
        if "FUZZ_KEEP" in os.environ:
            room = _KEPT_AT_MOST - counted.replayed
            for outcome, case in sorted(shortest.items())[: max(room, 0)]:
                corpus_files.keep(subject, corpus_files.KEPT, outcome, case)
        return counted

    def _at_length(
        self, body: Callable[[Any], None], cases: st.SearchStrategy[Any], counted: Counted, began: float
    ) -> None:
        wanted, seconds = int(os.environ["FUZZ_EXAMPLES"]), float(os.environ.get("FUZZ_SECONDS", "600"))
        number = int(os.environ.get("FUZZ_SEED", "0"))
        while counted.executions < wanted and time.monotonic() - began < seconds:
            _hypothesis(body, cases, min(_CHUNK, wanted - counted.executions), seed_of_run=number)
            number += 1

    def _failed(self, subject: str, problem: BaseException, case: Any) -> None:
        said = str(problem).strip().splitlines()
        why = f"{type(problem).__name__}: {said[0][:100] if said else ''}"
        if "FUZZ_EXAMPLES" in os.environ:
            problem.add_note(f"kept as {corpus_files.keep(subject, corpus_files.FOUND, why, case).name}")
        else:
            problem.add_note(f"to keep in tests/fuzz/corpus/{subject}:\n{corpus_files.as_text(case, why)}")


def _hypothesis(
    body: Callable[[Any], None],
    cases: st.SearchStrategy[Any],
    examples: int,
    *,
    derandomize: bool = False,
    seed_of_run: int | None = None,
) -> None:
    # Through plain JSON: what a kept file would give must be what was tried.
    def plain(case: Any) -> None:
        body(from_plain(to_plain(case)))

    test = settings(
        max_examples=examples,
        derandomize=derandomize,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
        print_blob=False,
    )(given(cases)(plain))
    if seed_of_run is not None:
        test = seed(seed_of_run)(test)
    test()


def results_written(done: list[Counted]) -> None:
    """For ``python -m tests.fuzz``: what was counted, where it asked for it."""
    folder = os.environ.get("FUZZ_RESULTS")
    for counted in done if folder else ():
        found = {**vars(counted), "outcomes": dict(counted.outcomes)}
        Path(str(folder), f"{counted.subject}.json").write_text(json.dumps(found), encoding="utf-8")
