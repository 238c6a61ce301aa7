"""How what became of the time-outs and the clock's jumps reads."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reliability.clocks.case import Case as Jump
from tests.reliability.waits import figures
from tests.reliability.waits.case import Case, Verdict
from tests.reliability.waits.census import sites

FIRST = next(site for site in sites() if site.way == "until")


def test_the_page_counts_what_was_tried_and_names_what_failed(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"before\n{figures.BEGIN}\nold\n{figures.END}\nafter\n")
    waits = [
        (Case(FIRST, 1, "access: read", "slow"), Verdict("explained", "said")),
        (Case(FIRST, 2, "access: read", "slow"), Verdict("failed", "lost: it")),
    ]
    jumps = [(Jump("pair: close", "a day back", 3), Verdict("converged"))]
    figures.write(waits, jumps, "so", page)
    text, there = page.read_text(), sum(site.way == "until" for site in sites())
    assert text.startswith("before\n") and text.endswith("after\n") and "old" not in text
    assert f"| looks until something is so | {there} | 1 | 2 | 1 | 0 | 0 | 1 |" in text
    assert "| a day back | 1 | 1 | 0 | 0 |" in text
    assert f"Failed: {FIRST} (wait 2) in access: read, slow: lost: it\n" in text
    assert "Again: `so`." in text


def test_a_page_without_the_marks_is_left_alone(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("nothing")
    with pytest.raises(ValueError, match="has no"):
        figures.write([], [], "", page)
    assert page.read_text() == "nothing"
