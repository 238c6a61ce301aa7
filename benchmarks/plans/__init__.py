"""Plans of pairs that exist: ours, with both partitions, beside hashicorp/aws with the commercial one.

GOVPAIR_BENCH_PAIRS: how many pairs at most, 1,000 when unset; the same is measured with a tenth of them, and the growth
from there. Under AWS's rates it is three tenths, in real time.
"""

from __future__ import annotations

import os
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from benchmarks.plans import drift, no_change, under_rates
from benchmarks.plans.estate import estate
from benchmarks.record import Curve, Record, Target
from benchmarks.terraform import OURS, PEER

PAIRS = int(os.environ.get("GOVPAIR_BENCH_PAIRS", "1000"))
FEW_OF_MANY, MANY = 10, 5000
_FIXED_CALLS, _PAIRS_PER_CALL = 12, 8
"""Calls that a plan may make whatever it plans, and how many pairs one more call has to be enough for."""


@dataclass(frozen=True)
class Measures:
    """What is measured of so many pairs, and the names in the results."""

    pairs: int

    @property
    def untagged(self) -> str:
        """The plain plan of all pairs."""
        return f"no-change plan, {self.pairs} pairs"

    @property
    def without_paths(self) -> str:
        """Where AWS sends no ``Paths``."""
        return f"{self.untagged}, no Paths in the answers"

    @property
    def managed(self) -> str:
        """With more to read."""
        return f"{self.untagged}, tags and OUs on both sides"

    def targets(self, *, of_the_whole_process: bool) -> tuple[Target, ...]:
        """What they have to reach; wall time and memory are asked of the larger number."""
        directory = _FIXED_CALLS + self.pairs / _PAIRS_PER_CALL
        calls = (
            Target(self.untagged, "calls", "at most", directory),
            # Both organizations have a root and no OU: one more listing on each side.
            Target(self.without_paths, "calls", "at most", directory + 2),
            Target(self.managed, "calls", "at most", directory + 2 * self.pairs),
        )
        if not of_the_whole_process:
            return calls
        return (
            *calls,
            Target(self.untagged, "seconds", "at most", 0.5, relative=True),
            Target(self.untagged, "provider_mib", "at most", 0.5, relative=True),
        )


def measure_all(folder: Path, rounds: int) -> Record:
    """Everything, so many times; the changes by hand once."""
    return measure(folder, rounds, PAIRS, MANY)


def measure(folder: Path, rounds: int, pairs: int, many: int) -> Record:
    """The same with these sizes."""
    smallest, small, large = Measures(pairs // 100), Measures(pairs // 10), Measures(pairs)
    among_many = f"no-change plan, {FEW_OF_MANY} pairs among {many} accounts"
    growth, limited = f"growth from {small.pairs} to {large.pairs} pairs", under_rates.label(3 * pairs // 10)
    exponents = ("calls_exponent", "seconds_exponent", "provider_mib_exponent")
    with_tags = _FIXED_CALLS + small.pairs / _PAIRS_PER_CALL + 2 * small.pairs
    targets = (
        *small.targets(of_the_whole_process=False),
        *large.targets(of_the_whole_process=True),
        Target(among_many, "calls", "at most", 5 + 3 * FEW_OF_MANY),
        Target(limited, "of_floor", "at most", 1.10),
        Target(limited, "throttled", "at most", 0),
        Target(drift.PLANNING, "calls", "at most", with_tags),
        *(Target(drift.label(side, kind), "shown", "at least", 1) for side in drift.SIDES for kind in drift.KINDS),
        *(Target(growth, metric, "at most", 1) for metric in exponents),
    )
    record = Record((OURS, PEER), targets)
    with ExitStack() as stack:
        estates = {
            name: stack.enter_context(estate(folder / f"{size.pairs}-{kind}", size.pairs, managed=managed, paths=paths))
            for size in (small, large)
            for kind, name, managed, paths in (
                ("untagged", size.untagged, False, True),
                ("without-paths", size.without_paths, False, False),
                ("managed", size.managed, True, True),
            )
        }
        if smallest.pairs:
            estates[smallest.untagged] = stack.enter_context(estate(folder / "smallest", smallest.pairs))
        estates[among_many] = stack.enter_context(estate(folder / "among-many", FEW_OF_MANY, others=many - FEW_OF_MANY))
        no_change.measure(record, estates, rounds)
        drift.measure(record, estates[small.managed])
    under_rates.measure(record, folder / "limited", rounds, 3 * pairs // 10)
    no_change.growth(record, (small.untagged, small.pairs), (large.untagged, large.pairs), growth)
    sizes = {size.untagged: float(size.pairs) for size in (smallest, small, large) if size.pairs}
    record.curves = [
        Curve("API calls of a no-change plan", "calls", sizes),
        Curve("Seconds of a no-change plan, rates off", "seconds", sizes),
    ]
    return record
