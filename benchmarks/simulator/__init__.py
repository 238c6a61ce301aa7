"""The simulator beside the stock moto server: throughput, latency, memory, start, and how fast pairs are made."""

from __future__ import annotations

from pathlib import Path

from benchmarks.record import Record, Target
from benchmarks.simulator import pairs, throughput
from benchmarks.simulator.servers import OURS, STOCK

CALLS, PAIRS = 200, 1000
TARGETS = (
    Target("*", "requests_per_second", "at least", 0.7, relative=True),
    Target(throughput.START, "seconds", "at most", 2),
    Target(f"{pairs.MAKING} ({PAIRS})", "seconds", "at most", 30),
)


def measure_all(folder: Path, rounds: int) -> Record:
    """Everything, so many times."""
    record = Record((OURS, STOCK), TARGETS)
    throughput.measure(record, folder, rounds, CALLS)
    pairs.measure(record, folder, min(rounds, 3), PAIRS)
    return record
