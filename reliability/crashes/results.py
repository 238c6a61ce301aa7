"""The results in a file: what was tried, when, on what, and what became of it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from reliability.crashes.attempt import Outcome
from reliability.crashes.points import KINDS, Point
from reliability.crashes.recording import Recorded

RESULTS = Path(__file__).with_name("results.json")


def summary(recorded: Recorded, outcomes: Iterable[Outcome], run: dict[str, str]) -> dict[str, Any]:
    """One operation's results, JSON-able.

    run: date, commit and machine. calls: each recorded call with a letter for each kind of point, in the order of
    ``KINDS``: ``s`` survived, ``F`` failed, ``-`` not tried. failures: what was wrong.
    """
    own = [each for each in outcomes if each.operation == recorded.operation.name]
    by_point = {each.point: each for each in own}

    def letter(point: Point) -> str:
        found = by_point.get(point)
        return "-" if found is None else "s" if found.survived else "F"

    return {
        "run": run,
        "calls": [
            [call, "".join(letter(Point(number, *kind)) for kind in KINDS)]
            for number, call in enumerate(recorded.calls, 1)
        ],
        "by_itself": sum(each.code == 0 for each in own),
        "seconds": round(sum(each.seconds for each in own)),
        "failures": [
            {"number": each.point.number, "kind": each.point.kind, "call": each.call, "wrong": list(each.wrong)}
            for each in own
            if not each.survived
        ],
    }


def load(results: Path = RESULTS) -> dict[str, Any]:
    """What was written before, by operation."""
    return dict(json.loads(results.read_text())) if results.exists() else {}


def keep(operation: str, found: dict[str, Any], results: Path = RESULTS) -> None:
    """Replace one operation's results."""
    everything = {**load(results), operation: found}
    results.write_text(json.dumps(everything, indent=1) + "\n")
