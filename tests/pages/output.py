"""Whether a program said what a page shows: ids, times and durations differ, and `…` stands for anything."""

from __future__ import annotations

import re

_MASKS = (
    (r"\x1b\[[\d;]*m", ""),
    (r"car-[a-z0-9]{8,32}", "car-ID"),
    (r"\bh-[0-9a-z]{8,32}\b", "h-ID"),
    (r"\b(o|r|p)-[0-9a-z]{4,32}\b(?=[/,. ]|$)", r"\1-ID"),
    (r"\bou-[0-9a-z]+-[0-9a-z]+", "ou-ID"),
    (r"\b\d{12}\b", "ID"),
    (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "TIME"),
    (r"\b\d+ (h|min|s)\b( \d+ (min|s)\b)?", "DURATION"),
    (r"\[[\d:hms]+ elapsed\]| after \d+s\b", "DURATION"),
    (r"[│╷╵]", " "),
    (r"\s+", " "),
)


def masked(line: str) -> str:
    """The line with a word in place of what differs from run to run, and single spaces."""
    for pattern, word in _MASKS:
        line = re.sub(pattern, word, line)
    return line.strip()


def said(shown: str, output: str) -> str | None:
    """None when each line of `shown` is one of the output's; else the first that isn't. Their order is no promise."""
    lines = [masked(line) for line in output.splitlines()]
    for line in map(str.strip, shown.splitlines()):
        pattern = re.compile(r"\s*.*\s*".join(re.escape(masked(part)) for part in line.split("…")))
        if line.strip("…") and not any(pattern.fullmatch(each) for each in lines):
            return line
    return None
