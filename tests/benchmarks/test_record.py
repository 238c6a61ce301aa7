"""What samples come to: medians, ratios of neighbours, targets."""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks import report
from benchmarks.record import Record, Target, turns


def filled(targets: tuple[Target, ...] = ()) -> Record:
    record = Record(("ours", "peer"), targets)
    for ours, peer in ((100.0, 50.0), (30.0, 60.0), (90.0, 30.0)):
        record.add("reading", "ours", {"requests_per_second": ours, "seconds": 1.0})
        record.add("reading", "peer", {"requests_per_second": peer})
    return record


def test_a_ratio_is_the_median_of_the_rounds_ratios_not_the_ratio_of_medians() -> None:
    record = filled()
    assert record.median("reading", "ours", "requests_per_second") == 90.0
    assert record.ratio("reading", "requests_per_second") == 2.0
    assert record.ratio("reading", "seconds") is None


def test_contestants_take_turns_in_going_first() -> None:
    assert [list(order) for _, order in turns(("a", "b"), 3)] == [["a", "b"], ["b", "a"], ["a", "b"]]


def test_a_missed_target_is_named_with_what_was_seen() -> None:
    fast = Target("*", "requests_per_second", "at least", 3, relative=True)
    short, long = Target("reading", "seconds", "at most", 0.5), Target("reading", "seconds", "at most", 2)
    assert filled((fast, short, long)).missed() == [
        "reading: requests_per_second relative to the peer at least 3, seen 2.00",
        "reading: seconds at most 0.5, seen 1.00",
    ]


def test_a_room_replaces_only_its_own_results(tmp_path: Path) -> None:
    results = tmp_path / "results.json"
    report.write("first", filled(), {"processor": "old"}, results)
    report.write("second", filled(), {"processor": "other"}, results)
    page = report.write("first", filled(), {"processor": "new"}, results).read_text()
    kept = json.loads(results.read_text())
    assert {room: found["machine"]["processor"] for room, found in kept.items()} == {"first": "new", "second": "other"}
    assert "| reading | 90.0 | 50.0 | 2.00 | 1.00 |  |" in page


def test_every_target_stands_beside_its_figure_with_what_came_of_it(tmp_path: Path) -> None:
    targets = (
        Target("reading", "seconds", "at most", 0.5),
        Target("reading", "requests_per_second", "at least", 1.5, relative=True),
        Target("reading", "mib", "at most", 1),
        Target("writing", "seconds", "at most", 1),
    )
    page = report.write("room", filled(targets), {}, tmp_path / "results.json").read_text()
    assert "seconds at most 0.5: **not reached yet**" in page
    assert "requests_per_second relative to the peer at least 1.5: reached" in page
    assert "mib at most 1: not measured" in page
    assert "- writing: seconds at most 1, not measured" in page
