"""`python -m tests.reliability.faults [--seed N --sample K] [--only OPERATION]`: the fault matrix and its counts."""

from __future__ import annotations

import argparse
import random
from collections import Counter

import pytest

from tests.provider.mishaps import no_waiting
from tests.reliability.faults.case import recorded, run
from tests.reliability.faults.listed import faults
from tests.reliability.faults.phases import PHASES


def main() -> int:
    """The exit status: 1 when a case is broken."""
    parser = argparse.ArgumentParser(prog="python -m tests.reliability.faults", description="Run the fault matrix.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sample", type=int, help="so many cases only")
    parser.add_argument("--only", help="only this operation")
    given = parser.parse_args()
    with pytest.MonkeyPatch.context() as patch:
        no_waiting(patch)
        cases = [
            (phase, name, fault)
            for phase in PHASES
            for service, operation in recorded(phase)
            if given.only in (None, operation)
            for name, fault in faults(service, operation).items()
        ]
        there_are = len(cases)
        if given.sample is not None:
            cases = random.Random(given.seed).sample(cases, min(given.sample, len(cases)))
        counts = Counter[str]()
        for phase, name, fault in cases:
            found = run(phase, fault)
            counts[found.partition(":")[0]] += 1
            if found.startswith("broken"):
                print(f"{phase} {fault['operation']} {name}: {found}", flush=True)
    told = (f"{name} {count}" for name, count in sorted(counts.items()))
    print(f"tried {len(cases)} of {there_are}", *told, sep=", ")
    return 1 if counts["broken"] else 0


if __name__ == "__main__":
    raise SystemExit(main())
