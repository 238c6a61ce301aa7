"""A finding: one thing about an estate that its operator should know, and what can be done about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["problem", "warning", "note"]
"""problem: something is missing or broken. warning: look at it. note: worth knowing, may be meant so."""

SEVERITIES: tuple[Severity, ...] = ("problem", "warning", "note")


@dataclass(frozen=True)
class Finding:
    """kind: a word for programs, `govcloud_not_joined`. account_ids: those that it is about, of either partition."""

    kind: str
    severity: Severity
    account_ids: tuple[str, ...]
    sentence: str
    next_step: str


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return them with the worst first, then by kind and sentence: the same for the same estate."""
    return tuple(
        sorted(findings, key=lambda each: (SEVERITIES.index(each.severity), each.kind, each.sentence, each.account_ids))
    )


def in_a_line(why: str) -> str:
    """Return AWS's reason as the end of a sentence: on one line, with one full stop."""
    return f"{' '.join(why.split()).rstrip('.')}."
