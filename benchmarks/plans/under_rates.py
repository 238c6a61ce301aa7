"""A no-change plan of tagged pairs under AWS's rates, in real time, against the least time that those rates allow."""

from __future__ import annotations

from pathlib import Path

from benchmarks.optimum import floor_of_calls
from benchmarks.plans.estate import estate
from benchmarks.record import Record, turns
from benchmarks.terraform import OURS


def label(pairs: int) -> str:
    """What it is called."""
    return f"no-change plan, {pairs} pairs, tags and OUs on both sides, AWS's rates on"


def measure(record: Record, folder: Path, rounds: int, pairs: int) -> None:
    """So many times. Between two plans the buckets are filled."""
    with estate(folder, pairs, managed=True, limited=True) as made:
        for _, order in turns(record.contestants, rounds):
            for contestant in order:
                made.simulator.set_rates("aws")
                run, calls = made.plan(contestant, "-detailed-exitcode")
                if run.code:
                    raise RuntimeError(f"{contestant} planned changes, or failed: {run.output}")
                # Each organization's management account has its own buckets.
                of_side = [
                    {name.partition(" ")[2]: count for name, count in calls.items() if name.startswith(side)}
                    for side in ("commercial", "govcloud")
                ]
                floor = max(floor_of_calls(each) for each in of_side)
                sample = {
                    "seconds": run.seconds,
                    "calls": float(calls.total()),
                    "throttled": float(sum(int(each["throttled"]) for each in made.simulator.traffic())),
                }
                if contestant == OURS:
                    sample |= {"floor_seconds": floor, "of_floor": run.seconds / floor}
                record.add(label(pairs), contestant, sample)
