"""What a program writes into a page of people's."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.marked_part import write_part


def test_what_is_between_the_marks_is_replaced_and_nothing_else(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- made -->old<!-- end -->\nafter\n")
    write_part(page, "<!-- made -->", "<!-- end -->", "new é")
    assert page.read_text(encoding="utf-8") == "before\n<!-- made -->new é<!-- end -->\nafter\n"


@pytest.mark.parametrize("text", ["nothing", "only <!-- made -->", "only <!-- end -->", "<!-- end --> <!-- made -->"])
def test_a_page_without_both_marks_in_their_order_is_left_alone(tmp_path: Path, text: str) -> None:
    page = tmp_path / "page.md"
    page.write_text(text)
    with pytest.raises(ValueError, match="has no"):
        write_part(page, "<!-- made -->", "<!-- end -->", "new")
    assert page.read_text() == text
