"""The benchmarks under real Terraform, run so small that they measure nothing: that they still run."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks import start, synthesis, vending, watched
from benchmarks.plans import drift, no_change
from benchmarks.plans.estate import estate
from benchmarks.record import Record
from benchmarks.terraform import OURS, PEER
from benchmarks.vending import disturbed, under_rates
from workbench.terraform_binary import Terraform

PAIRS = len(drift.SIDES) * len(drift.KINDS)


@pytest.mark.terraform
def test_plans_are_counted_timed_and_weighed_then_changes_by_hand_are_looked_for(
    tmp_path: Path, terraform: Terraform
) -> None:
    record = Record((OURS, PEER))
    with estate(tmp_path / "estate", PAIRS, others=2, managed=True) as made:
        no_change.measure(record, {"plan": made}, rounds=1)
        drift.measure(record, made)
    # The peer's calls are known: one for who it is, and three for each account.
    assert record.median("plan", PEER, "calls") == 1 + 3 * PAIRS
    of_operations = [name for name in record.samples if name.endswith(", plan")]
    for name in (OURS, PEER):
        assert (record.median("plan", name, "seconds") or 0) > 0
        counted = [record.median(operation, name, "calls_of_operation") or 0 for operation in of_operations]
        assert sum(counted) == record.median("plan", name, "calls")
    tag = drift.label("commercial", "tag")
    assert record.median(tag, PEER, "shown") == 1
    for side in drift.SIDES:
        shown = {kind: record.median(drift.label(side, kind), OURS, "shown") for kind in drift.KINDS}
        assert shown == dict.fromkeys(drift.KINDS, 1)


@pytest.mark.terraform
def test_pairs_are_vended_under_rates_and_disturbed(tmp_path: Path, terraform: Terraform) -> None:
    record = vending.measure(tmp_path, rounds=1, pairs=3, speed=100, waiting=5)
    vended = under_rates.label(3)
    found = {metric: record.median(vended, OURS, metric) for metric in ("pairs", "joined", "throttled", "failed")}
    assert found == {"pairs": 3, "joined": 3, "throttled": 0, "failed": 0}
    assert (record.median(vended, OURS, "of_optimum") or 0) >= 1
    assert (record.median(vended, PEER, "virtual_seconds") or 0) > 0
    for disturbance in (disturbed.stopped_label(5), disturbed.TOGETHER, disturbed.LOWERED):
        assert record.median(disturbance, OURS, "lost_or_double") == 0


@pytest.mark.terraform
def test_starts_are_timed(tmp_path: Path, terraform: Terraform) -> None:
    record = start.measure_all(tmp_path, rounds=1)
    for name in (OURS, PEER):
        assert (record.median(start.PLAN, name, "seconds") or 0) > 0
        assert (record.median(start.HANDSHAKE, name, "seconds") or 0) > 0


def test_our_constructs_are_synthesized_with_their_memberships(tmp_path: Path) -> None:
    environment = synthesis.environment_of_programs()
    done = synthesis.synthesize(synthesis.OURS, synthesis.OUR_PROGRAM, 2, tmp_path / "out", environment)
    assert done.seconds > 0


def test_growth_is_a_slope_and_an_exponent() -> None:
    record = Record((OURS,))
    record.add("small", OURS, {"calls": 20.0, "seconds": 2.0})
    record.add("large", OURS, {"calls": 40.0, "seconds": 8.0})
    no_change.growth(record, ("small", 10), ("large", 20), "growth")
    assert record.median("growth", OURS, "calls_per_pair") == 2
    assert record.median("growth", OURS, "calls_exponent") == 1
    assert record.median("growth", OURS, "ms_per_pair") == 600
    assert record.median("growth", OURS, "seconds_exponent") == 2


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory of processes is read from /proc")
def test_the_memory_of_a_child_is_told_from_its_parents(tmp_path: Path) -> None:
    child = "held = bytes(range(256)) * 400_000; sum(range(20_000_000))"  # long enough to be looked at
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}], check=True)"
    done = watched.run((sys.executable, "-c", parent), tmp_path, {})
    assert done.code == 0, done.output
    assert (done.largest_child_mib or 0) > 100
    assert (done.own_mib or 0) < 60
