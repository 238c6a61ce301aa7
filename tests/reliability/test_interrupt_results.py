"""How interrupts are chosen, and how what became of them reads."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from reliability.crashes.ground import Moment
from reliability.crashes.operations import OPERATIONS
from reliability.crashes.recording import Recorded
from reliability.interrupts import page
from reliability.interrupts.attempt import Outcome
from reliability.interrupts.kinds import KINDS, Interrupt, chosen

RECORDED = [Recorded(OPERATIONS[name], Moment(b"", ""), ("a", "b", "c"), 1.0) for name in ("vend", "join")]


def test_a_seed_chooses_so_many_of_each_kind_within_the_run_and_the_same_again() -> None:
    tasks = chosen(RECORDED, 4, seed=3)
    assert tasks == chosen(RECORDED, 4, seed=3) != chosen(RECORDED, 4, seed=4)
    counts = Counter((recorded.operation.name, interrupt.kind) for recorded, interrupt in tasks)
    assert counts == {(name, kind): 1 if kind == "state lost" else 4 for name in ("vend", "join") for kind in KINDS}
    assert all(1 <= interrupt.number <= 3 and 0 <= interrupt.share <= 1 for _, interrupt in tasks)


def test_only_losing_the_state_strikes_what_comes_later_in_a_pairs_life() -> None:
    later = [Recorded(OPERATIONS[name], Moment(b"", ""), ("a", "b", "c"), 1.0) for name in ("leave", "close")]
    assert [(recorded.operation.name, interrupt.kind) for recorded, interrupt in chosen(later, 1, seed=3)] == [
        ("leave", "state lost"),
        ("close", "state lost"),
        ("close", "killed and state lost"),
    ]


def test_the_page_counts_what_was_tried_and_names_what_failed(tmp_path: Path) -> None:
    text = tmp_path / "page.md"
    text.write_text(f"before\n{page.BEGIN}\nold\n{page.END}\nafter\n")
    press, lost = Interrupt("ctrl-c", 2, "after", 0.5, 0.1), Interrupt("state lost", 1, "before", 0.5, 0.1)
    outcomes = [
        Outcome("vend", press, 0, ()),
        Outcome("vend", press, 1, ("declared, not at AWS: x\nmore",)),
        Outcome("join", lost, 0, ()),
    ]
    page.write(outcomes, "Again: so.", text)
    written = text.read_text()
    assert written.startswith("before\n") and written.endswith("after\n") and "old" not in written
    assert "| ctrl-c | vend | 2 | 1 | 1 |" in written
    assert "| state lost | join | 1 | 1 | 0 |" in written
    assert "| **all** |  | 3 | 2 | 1 |" in written
    assert "Failed: vend, ctrl-c, after call 2: declared, not at AWS: x\n" in written
    assert "Again: so." in written


def test_a_page_without_the_marks_is_left_alone(tmp_path: Path) -> None:
    text = tmp_path / "page.md"
    text.write_text("nothing")
    with pytest.raises(ValueError, match="has no"):
        page.write([], "", text)
    assert text.read_text() == "nothing"
