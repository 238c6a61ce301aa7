"""Plans of pairs that exist: ours, with both partitions, beside hashicorp/aws with the commercial one.

GOVPAIR_BENCH_PAIRS: how many pairs, 100 when unset; growth is measured from a tenth of it (a quarter below 1,000).
"""

from __future__ import annotations

import os
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from benchmarks.plans import drift, no_change
from benchmarks.plans.estate import estate
from benchmarks.record import Record, Target
from benchmarks.terraform import OURS, PEER

PAIRS = int(os.environ.get("GOVPAIR_BENCH_PAIRS", "100"))
FEW_OF_MANY, MANY = 10, 5000
_FIXED_CALLS, _PAIRS_PER_CALL = 12, 8
"""Calls that a plan may make whatever it plans, and how many pairs one more call has to be enough for."""


@dataclass(frozen=True)
class Measures:
    """What is measured, by size, and the names in the results."""

    pairs: int
    fewer: int
    many: int

    @property
    def untagged(self) -> str:
        """The plain plan of all pairs."""
        return f"no-change plan, {self.pairs} pairs"

    @property
    def small(self) -> str:
        """The same of fewer, for the growth."""
        return f"no-change plan, {self.fewer} pairs"

    @property
    def without_paths(self) -> str:
        """Where AWS sends no ``Paths``."""
        return f"{self.untagged}, no Paths in the answers"

    @property
    def managed(self) -> str:
        """With more to read."""
        return f"{self.untagged}, tags and OUs on both sides"

    @property
    def among_many(self) -> str:
        """A few pairs in a large organization."""
        return f"no-change plan, {FEW_OF_MANY} pairs among {self.many} accounts"

    @property
    def growth(self) -> str:
        """Slopes."""
        return f"growth from {self.fewer} to {self.pairs} pairs"

    def targets(self) -> tuple[Target, ...]:
        """What they have to reach."""
        directory = _FIXED_CALLS + self.pairs / _PAIRS_PER_CALL
        with_tags = directory + 2 * self.pairs
        shown = [
            Target(drift.label(side, kind), "shown", "at least", 1) for side in drift.SIDES for kind in drift.KINDS
        ]
        exponents = ("calls_exponent", "seconds_exponent", "provider_mib_exponent")
        return (
            Target(self.untagged, "calls", "at most", directory),
            Target(self.untagged, "seconds", "at most", 0.5, relative=True),
            Target(self.untagged, "provider_mib", "at most", 0.5, relative=True),
            # Both organizations have a root and no OU: one more listing on each side.
            Target(self.without_paths, "calls", "at most", directory + 2),
            Target(self.managed, "calls", "at most", with_tags),
            Target(self.among_many, "calls", "at most", 5 + 3 * FEW_OF_MANY),
            Target(drift.PLANNING, "calls", "at most", with_tags),
            *shown,
            *(Target(self.growth, metric, "at most", 1) for metric in exponents),
        )


def measure_all(folder: Path, rounds: int) -> Record:
    """Everything, so many times; the changes by hand once."""
    return measure(folder, rounds, Measures(PAIRS, PAIRS // (10 if PAIRS >= 1000 else 4), MANY))


def measure(folder: Path, rounds: int, names: Measures) -> Record:
    """The same with these sizes."""
    record = Record((OURS, PEER), names.targets())
    with ExitStack() as stack:
        estates = {
            names.small: stack.enter_context(estate(folder / "small", names.fewer)),
            names.untagged: stack.enter_context(estate(folder / "untagged", names.pairs)),
            names.without_paths: stack.enter_context(estate(folder / "without-paths", names.pairs, paths=False)),
            names.managed: stack.enter_context(estate(folder / "managed", names.pairs, managed=True)),
            names.among_many: stack.enter_context(
                estate(folder / "among-many", FEW_OF_MANY, others=names.many - FEW_OF_MANY)
            ),
        }
        no_change.measure(record, estates, rounds)
        drift.measure(record, estates[names.managed])
    no_change.growth(record, (names.small, names.fewer), (names.untagged, names.pairs), names.growth)
    return record
