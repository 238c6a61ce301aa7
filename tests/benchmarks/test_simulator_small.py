"""The simulator's benchmarks, run so small that they measure nothing: that they still run."""

from __future__ import annotations

from pathlib import Path

from benchmarks.record import Record
from benchmarks.simulator import pairs, throughput
from benchmarks.simulator.operations import OPERATIONS
from benchmarks.simulator.servers import OURS, STOCK


def test_every_operation_is_measured_on_both_servers(tmp_path: Path) -> None:
    record = Record((OURS, STOCK))
    throughput.measure(record, tmp_path, rounds=1, calls=2)
    measures = {f"{operation}, {clients}" for operation in OPERATIONS for clients in ("1 client", "20 clients")}
    assert set(record.samples) == {"start", *measures}
    for measure in measures:
        assert record.median(measure, OURS, "errors") == 0
        for name in (OURS, STOCK):
            assert (record.median(measure, name, "requests_per_second") or 0) > 0


def test_pairs_are_made_joined_and_weighed(tmp_path: Path) -> None:
    record = Record((OURS, STOCK))
    pairs.measure(record, tmp_path, rounds=1, pairs=3)
    making, memory = record.samples
    assert (record.median(making, OURS, "joining_seconds") or 0) > 0
    assert all((record.median(memory, name, "mib") or 0) > 10 for name in (OURS, STOCK))
