"""Vending and joining under AWS's rates and five places, and what happens when it is disturbed.

GOVPAIR_BENCH_VENDED: how many pairs, 50 when unset. GOVPAIR_BENCH_SPEED: how many times as fast as real time the
simulator's clock runs, 10 when unset; the rates in our provider's block are AWS's times that, since its clock is real.
All seconds are the simulator's unless a metric's name says otherwise. Terraform's own time counts, and weighs so many
times as much as it would in real time.
"""

from __future__ import annotations

import os
from pathlib import Path

from benchmarks.record import Record, Target
from benchmarks.terraform import OURS, PEER
from benchmarks.vending import disturbed, under_rates

PAIRS = int(os.environ.get("GOVPAIR_BENCH_VENDED", "50"))
SPEED = float(os.environ.get("GOVPAIR_BENCH_SPEED", "10"))


def measure_all(folder: Path, rounds: int) -> Record:
    """Everything, so many times."""
    return measure(folder, rounds, PAIRS, SPEED)


def measure(folder: Path, rounds: int, pairs: int, speed: float, waiting: int = 40) -> Record:
    """The same with these sizes; ``waiting``: how many creations stand in the line at a Ctrl-C."""
    vended, stopped = under_rates.label(pairs), disturbed.stopped_label(waiting)
    targets = (
        Target(vended, "of_optimum", "at most", 1.10),
        Target(vended, "throttled", "at most", 0),
        Target(vended, "failed", "at most", 0),
        Target(vended, "pairs", "at least", pairs),
        Target(vended, "joined", "at least", pairs),
        Target(stopped, "real_seconds_to_return", "at most", 2),
        Target(stopped, "lost_or_double", "at most", 0),
        Target(disturbed.TOGETHER, "lost_or_double", "at most", 0),
        Target(disturbed.TOGETHER, "failed", "at most", 0),
        Target(disturbed.LOWERED, "lost_or_double", "at most", 0),
        Target(disturbed.LOWERED, "failed", "at most", 0),
    )
    record = Record((OURS, PEER), targets)
    under_rates.measure(record, folder / "under-rates", rounds, pairs, speed)
    disturbed.measure(record, folder / "disturbed", rounds, waiting)
    return record
