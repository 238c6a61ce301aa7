"""The matrix for people: a part of docs/reliability.md between two marks, made of the results."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reliability.crashes.operations import OPERATIONS
from reliability.crashes.points import KINDS, Point
from workbench.marked_part import write_part
from workbench.paths import PROJECT

PAGE = PROJECT / "docs" / "reliability.md"
BEGIN, END = "<!-- crash matrix: made by `make reliability` -->", "<!-- end of the crash matrix -->"
_HEADS = [Point(1, *kind).kind for kind in KINDS]
_SIGNS = {"s": "✓", "F": "**✗**", "-": "·"}


def write(everything: dict[str, Any], page: Path = PAGE) -> None:
    """Replace what is between the marks; ValueError where they are missing."""
    write_part(page, BEGIN, END, "\n".join(["", "", *lines(everything), "", ""]))


def lines(everything: dict[str, Any]) -> list[str]:
    """Counts first, then each operation's calls."""
    names = [name for name in OPERATIONS if name in everything]
    made = [
        "| operation | calls | points | tried | survived | got over it by itself | run |",
        "|---|" + "---:|" * 5 + "---|",
    ]
    for name in names:
        counts = count(everything[name])
        run = everything[name]["run"]
        row = (name, *counts, everything[name]["by_itself"], f"{run['date']}, {run['commit']}")
        made.append("| " + " | ".join(map(str, row)) + " |")
    totals = [sum(column) for column in zip(*(count(everything[name]) for name in names), strict=True)] or [0] * 4
    by_itself = sum(everything[name]["by_itself"] for name in names)
    made += ["| **all** | " + " | ".join(map(str, (*totals, by_itself))) + " | |", ""]
    made += sorted({f"Machine: {everything[name]['run']['machine']}." for name in names})
    for name in names:
        made += ["", f"### {name}", "", f"| | call | {' | '.join(_HEADS)} |", "|---:|---|" + ":---:|" * len(_HEADS)]
        for number, (call, letters) in enumerate(everything[name]["calls"], 1):
            made.append(f"| {number} | {call} | {' | '.join(_SIGNS[letter] for letter in letters)} |")
        made += [
            f"\nFailed: call {each['number']} ({each['call']}), {each['kind']}: {each['wrong'][0].splitlines()[0]}"
            for each in everything[name]["failures"]
        ]
    return made


def count(found: dict[str, Any]) -> tuple[int, int, int, int]:
    """Calls, points, points tried, points survived."""
    letters = "".join(letters for _, letters in found["calls"])
    return len(found["calls"]), len(letters), len(letters) - letters.count("-"), letters.count("s")
