"""The figures for people: a part of docs/reliability-fuzz.md between two marks, made of the results of long runs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.fuzz import corpus_files
from workbench.marked_part import write_part
from workbench.paths import PROJECT

PAGE = PROJECT / "docs" / "reliability-fuzz.md"
RESULTS = Path(__file__).with_name("results.json")
BEGIN, END = "<!-- fuzzing: made by `make fuzz` -->", "<!-- end of fuzzing -->"


def load(results: Path = RESULTS) -> dict[str, Any]:
    """The last long run of each subject."""
    return dict(json.loads(results.read_text())) if results.exists() else {}


def keep(found: dict[str, Any], run: dict[str, str], results: Path = RESULTS) -> None:
    """Replace the results of the subjects in ``found``."""
    everything = load(results)
    for subject, counted in found.items():
        outcomes = len(counted["outcomes"])
        figures = {name: counted[name] for name in ("executions", "replayed", "seconds", "slowest", "failed")}
        everything[subject] = {**figures, "outcomes": outcomes, "run": run}
    results.write_text(json.dumps(dict(sorted(everything.items())), indent=1) + "\n")


def write(everything: dict[str, Any], page: Path = PAGE) -> None:
    """Replace what is between the marks; ValueError where they are missing."""
    write_part(page, BEGIN, END, "\n".join(["", "", *lines(everything), "", ""]))


def lines(everything: dict[str, Any]) -> list[str]:
    """A row for each subject, and their sums."""
    made = [
        "| subject | executions | outcomes | slowest | seconds | crashes now | kept inputs | mended crashes | run |",
        "|---|" + "---:|" * 7 + "---|",
    ]
    sums = [0, 0, 0, 0]
    for subject, found in everything.items():
        files = [path.name for path in sorted((corpus_files.CORPUS / subject).glob("*.json"))]
        mended = sum(name.startswith(corpus_files.CRASH) for name in files)
        now = int(found["failed"])
        sums = [total + more for total, more in zip(sums, (found["executions"], now, len(files), mended), strict=True)]
        made.append(
            f"| {subject} | {found['executions']:,} | {found['outcomes']} | {found['slowest']:.2f} s "
            f"| {found['seconds']:.0f} | {now} | {len(files)} | {mended} "
            f"| {found['run']['date']}, {found['run']['commit']} |"
        )
    made.append(f"| **all** | {sums[0]:,} | | | | {sums[1]} | {sums[2]} | {sums[3]} | |")
    return [*made, "", *sorted({f"Machine: {found['run']['machine']}." for found in everything.values()})]
