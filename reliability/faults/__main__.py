"""python -m reliability.faults [--seed N --sample K] [--only OPERATION]: run the fault matrix, print its counts."""

from __future__ import annotations

import argparse
import random
from collections import Counter

import pytest

from reliability.faults.case import recorded, run
from reliability.faults.listed import faults
from reliability.faults.phases import PHASES
from tests.provider.mishaps import no_waiting


def main() -> int:
    """The exit status: 1 when a case is broken."""
    parser = argparse.ArgumentParser(prog="python -m reliability.faults", description="Run the fault matrix.")
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
    print(f"tried {len(cases)} of {there_are}", *(f"{name} {count}" for name, count in sorted(counts.items())), sep=", ")
    return 1 if counts["broken"] else 0


if __name__ == "__main__":
    raise SystemExit(main())
