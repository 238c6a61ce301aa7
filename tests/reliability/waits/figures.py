"""What became of the time-outs and the clock's jumps, for people: a part of docs/reliability-interrupts.md."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from tests.reliability.clocks.case import JUMPS
from tests.reliability.clocks.case import Case as Jump
from tests.reliability.waits.case import Case, Verdict
from tests.reliability.waits.census import WAYS, sites

PAGE = Path(__file__).parents[3] / "docs" / "reliability-interrupts.md"
BEGIN, END = "<!-- time-outs and jumps: made by `make reliability-waits` -->", "<!-- end of the time-outs and jumps -->"
BECAME = ("explained", "got over", "converged", "not met", "failed")
MEANING = {"wait": "a wait", "until": "looks until something is so", "patiently": "a call while AWS refuses it"}

Waits = Sequence[tuple[Case, Verdict]]
Jumps = Sequence[tuple[Jump, Verdict]]


def write(waits: Waits, jumps: Jumps, run: str, page: Path = PAGE) -> None:
    """Replace what is between the marks; ValueError where they are missing. run: the command."""
    text = page.read_text(encoding="utf-8")
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{page} has no {BEGIN} … {END}")
    made = "\n".join([*lines(waits, jumps), "", f"Again: `{run}`. Run {datetime.now(UTC):%Y-%m-%d}."])
    page.write_text(f"{before}{BEGIN}\n\n{made}\n\n{END}{after}", encoding="utf-8")


def lines(waits: Waits, jumps: Jumps) -> list[str]:
    """Both tables, and what failed."""
    made = ["| place in the code | there are | met | tried | explained | got over | not met | failed |", _ruler(7)]
    for way in WAYS:
        own = [(case, verdict) for case, verdict in waits if case.site.way == way]
        there, met = sum(site.way == way for site in sites()), len({case.site for case, _ in own})
        counts = _counts(own)
        told = [counts[name] for name in ("explained", "got over", "not met", "failed")]
        made.append(f"| {MEANING[way]} | {there} | {met} | {' | '.join(map(str, (len(own), *told)))} |")
    made += ["", "| the clock jumps | tried | converged | explained | failed |", _ruler(4)]
    for jump in JUMPS:
        counts = _counts([(case, verdict) for case, verdict in jumps if case.jump == jump])
        told = [counts[name] for name in ("converged", "explained", "failed")]
        made.append(f"| {jump} | {' | '.join(map(str, (counts.total(), *told)))} |")
    failed = [f"Failed: {case}: {verdict.why}" for case, verdict in (*waits, *jumps) if verdict.became == "failed"]
    return [*made, *(f"\n{each}" for each in failed)]


def _counts(tried: Waits | Jumps) -> Counter[str]:
    return Counter(verdict.became for _, verdict in tried)


def _ruler(numbers: int) -> str:
    return f"|---|{'--:|' * numbers}"
