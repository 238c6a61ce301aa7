"""The page that keeps the figures, written by who measured them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from benchmarks.machine import commit
from tests.reliability.faults.matrix import ALL, BECAME, Outcome
from workbench.marked_part import write_part

PAGE = Path(__file__).parents[3] / "docs" / "reliability-faults.md"
BEGIN, END = "<!-- figures: written by the tool -->", "<!-- end of the figures -->"


def write(outcome: Outcome, workers: int, arguments: str, page: Path = PAGE) -> None:
    """Put the figures of the run with these arguments into the page, in place of those before."""
    write_part(page, BEGIN, END, f"\n{figures(outcome, workers, arguments)}")


def figures(outcome: Outcome, workers: int, arguments: str) -> str:
    """A run's figures in Markdown."""
    operations = {f"{case.fault['service']}.{case.fault['operation']}" for case, _ in outcome.tried}
    lines = [
        f"Measured on {datetime.now(UTC):%Y-%m-%d} at commit {commit()} by",
        f"`python -m tests.reliability.faults {arguments}`: {len(outcome.tried)} of",
        f"{outcome.there_are} cases, {len(operations)} operations, {outcome.seconds / 60:.0f} minutes in {workers}",
        f"processes ({outcome.seconds * workers / max(1, len(outcome.tried)) * 1000:.0f} ms for each case).",
        "",
        f"| scenario | cases | {' | '.join(BECAME)} |",
        f"|---|{'--:|' * (len(BECAME) + 1)}",
    ]
    for scenario in (*ALL, None):
        counts = outcome.counts(scenario)
        if counts:
            told = " | ".join(str(counts[name]) for name in BECAME)
            lines.append(f"| {scenario or '**all**'} | {counts.total()} | {told} |")
    failed = [
        f"- {case}: {verdict.why.splitlines()[0]}" for case, verdict in outcome.tried if verdict.became == "failed"
    ]
    return "\n".join([*lines, *(["", "Failed:", "", *failed] if failed else [])]) + "\n"
