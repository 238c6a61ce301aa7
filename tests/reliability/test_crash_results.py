"""What is kept of a crash matrix, and how it reads."""

from __future__ import annotations

from pathlib import Path

import pytest

from reliability.crashes import page, results
from reliability.crashes.attempt import Outcome
from reliability.crashes.ground import Moment
from reliability.crashes.matrix import all_points, sample
from reliability.crashes.operations import OPERATIONS
from reliability.crashes.points import KINDS, Point
from reliability.crashes.recording import Recorded

CALLS = ("commercial organizations:ListRoots", "commercial organizations:MoveAccount")
RUN = {"date": "2026-11-27", "commit": "abc", "machine": "a machine"}
RECORDED = [Recorded(OPERATIONS[name], Moment(b"", ""), CALLS, 1.0) for name in ("vend", "join")]


def outcome(point: Point, *wrong: str, code: int = 1) -> Outcome:
    return Outcome("vend", point, CALLS[point.number - 1], code, wrong, 2.0)


def test_all_points_are_every_kind_at_every_call() -> None:
    assert len(all_points(RECORDED)) == len({point for _, point in all_points(RECORDED[:1])}) * 2 == 2 * 2 * 7


@pytest.mark.parametrize("count", [1, 4, 100])
def test_a_part_has_so_many_of_each_operation_none_twice_and_the_same_for_a_seed(count: int) -> None:
    taken = sample(RECORDED, count, seed=3)
    assert taken == sample(RECORDED, count, seed=3)
    for recorded in RECORDED:
        points = [point for each, point in taken if each is recorded]
        assert len(points) == len(set(points)) == min(count, len(CALLS) * len(KINDS))


def test_the_page_counts_what_was_tried_and_names_what_failed(tmp_path: Path) -> None:
    kept, text = tmp_path / "results.json", tmp_path / "page.md"
    text.write_text(f"before\n{page.BEGIN}\nold\n{page.END}\nafter\n")
    outcomes = [
        outcome(Point(1, "before", "provider")),
        outcome(Point(2, "after", "answer"), code=0),
        outcome(Point(2, "after", "both"), "declared, not at AWS: x\nmore", code=-9),
    ]
    results.keep("vend", results.summary(RECORDED[0], outcomes, RUN), kept)
    page.write(results.load(kept), text)
    written = text.read_text()
    assert written.startswith("before\n") and written.endswith("after\n") and "old" not in written
    assert "| vend | 2 | 14 | 3 | 2 | 1 | 2026-11-27, abc |" in written
    assert "| **all** | 2 | 14 | 3 | 2 | 1 | |" in written
    assert "| 2 | commercial organizations:MoveAccount | · | · | · | · | · | **✗** | ✓ |" in written
    assert "Failed: call 2 (commercial organizations:MoveAccount), both after: declared, not at AWS: x\n" in written
