"""The counts for people: a part of docs/reliability-interrupts.md between two marks."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from reliability.interrupts.attempt import Outcome
from reliability.interrupts.kinds import KINDS, LATER, OPERATIONS
from workbench.paths import PROJECT

PAGE = PROJECT / "docs" / "reliability-interrupts.md"
BEGIN, END = "<!-- interrupts: made by `make reliability-interrupts` -->", "<!-- end of the interrupts -->"


def write(outcomes: Iterable[Outcome], run: str, page: Path = PAGE) -> None:
    """Replace what is between the marks; ValueError where they are missing. run: the command, the date, the machine."""
    text = page.read_text()
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{page} has no {BEGIN} … {END}")
    page.write_text("\n".join([before + BEGIN, "", *lines(list(outcomes)), "", run, "", END + after]))


def lines(outcomes: list[Outcome]) -> list[str]:
    """A row for each kind and operation, the sum, and what failed."""
    made = ["| interrupt | operation | tried | survived | got over it by itself |", "|---|---|---:|---:|---:|"]
    for kind in KINDS:
        for operation in (*OPERATIONS, *LATER):
            own = [each for each in outcomes if (each.interrupt.kind, each.operation) == (kind, operation)]
            if own:
                made.append(_row(kind, operation, own))
    made.append(_row("**all**", "", outcomes))
    lost = [each for each in outcomes if not each.survived]
    return [*made, *(f"\nFailed: {one.operation}, {one.interrupt}: {one.wrong[0].splitlines()[0]}" for one in lost)]


def _row(kind: str, operation: str, own: list[Outcome]) -> str:
    by_itself = sum(each.code == 0 and each.interrupt.kind != "state lost" for each in own)
    return f"| {kind} | {operation} | {len(own)} | {sum(each.survived for each in own)} | {by_itself} |"
