"""docs/decisions.md: every record is numbered in its order, says why in a few lines, and what would change our mind."""

from __future__ import annotations

import re

from workbench.paths import PROJECT

RECORDS = re.findall(
    r"^## (\d+)\. (.+?)\n(.*?)(?=^## |\Z)", (PROJECT / "docs" / "decisions.md").read_text(), re.MULTILINE | re.DOTALL
)


def test_they_are_numbered_in_their_order() -> None:
    assert [int(number) for number, _, _ in RECORDS] == list(range(1, len(RECORDS) + 1))


def test_each_ends_with_what_would_change_our_mind() -> None:
    ends = {title: text.strip().splitlines()[-3:] for _, title, text in RECORDS}
    assert [
        title for title, lines in ends.items() if not any("*Would change our mind:* " in line for line in lines)
    ] == []
