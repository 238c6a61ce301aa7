"""`python -m tests.reliability.concurrency [--seed N --sample K] [--only NAME]`: the matrix and its counts."""

from __future__ import annotations

import argparse
import random
from collections import Counter

import pytest

from tests.provider.mishaps import no_waiting
from tests.reliability.concurrency.beside import BESIDE
from tests.reliability.concurrency.case import moments, recorded, run
from tests.reliability.concurrency.phases import PHASES


def main() -> int:
    """The exit status: 1 when a case is broken."""
    parser = argparse.ArgumentParser(prog="python -m tests.reliability.concurrency", description="Run the matrix.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sample", type=int, help="so many cases only")
    parser.add_argument("--only", help="only what has this in its name")
    parser.add_argument("--phase", choices=PHASES, action="append", help="only this phase; may be given again")
    given = parser.parse_args()
    with pytest.MonkeyPatch.context() as patch:
        no_waiting(patch)
        cases = [
            (phase, number, name)
            for phase in given.phase or PHASES
            for number in moments(recorded(phase))
            for name in BESIDE
            if given.only is None or given.only in name
        ]
        there_are = len(cases)
        if given.sample is not None:
            cases = random.Random(given.seed).sample(cases, min(given.sample, len(cases)))
        counts: dict[str, Counter[str]] = {phase: Counter() for phase, _, _ in cases}
        for phase, number, name in cases:
            found = run(phase, number, name)
            counts[phase][found.partition(":")[0]] += 1
            if found.startswith("broken"):
                print(f"{phase} {number} {name}: {found}", flush=True)
            if sum(counts[phase].values()) == sum(each == phase for each, _, _ in cases):
                print(f"{phase}:", *(f"{count} {what}" for what, count in sorted(counts[phase].items())), flush=True)
    print(f"tried {len(cases)} of {there_are}")
    return 1 if any(each["broken"] for each in counts.values()) else 0


if __name__ == "__main__":
    raise SystemExit(main())
