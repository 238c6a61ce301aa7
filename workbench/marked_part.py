"""The part of a page that a program writes: what is between two marks, the rest is people's."""

from __future__ import annotations

from pathlib import Path


def write_part(page: Path, begin: str, end: str, text: str) -> None:
    """Put the text between the marks in place of what is there; ValueError where the page lacks them."""
    before, begun, rest = page.read_text(encoding="utf-8").partition(begin)
    _, ended, after = rest.partition(end)
    if not begun or not ended:
        raise ValueError(f"{page} has no {begin} … {end}")
    page.write_text(f"{before}{begin}{text}{end}{after}", encoding="utf-8")
