"""Where and how something is struck: at which call, before or after its effect, and who is killed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Moment = Literal["before", "after"]
Victim = Literal["provider", "terraform", "both", "answer"]


@dataclass(frozen=True, order=True)
class Point:
    """One crash.

    number: which call of the operation, from 1, in the order in which the simulator receives them.
    moment: before the call takes effect, or after it and before it is answered.
    victim: whose process gets SIGKILL; "answer" kills nobody and drops the connection, with the answer in it.
    """

    number: int
    moment: Moment
    victim: Victim

    @property
    def kind(self) -> str:
        """Its column in the matrix."""
        return f"{self.victim} {self.moment}"

    @property
    def drops(self) -> bool:
        """Whether the caller's connection ends with it: a provider that lives on gets its answer."""
        return self.victim != "terraform"


KINDS: tuple[tuple[Moment, Victim], ...] = (
    ("before", "provider"),
    ("after", "provider"),
    ("before", "terraform"),
    ("after", "terraform"),
    ("before", "both"),
    ("after", "both"),
    ("after", "answer"),
)


def points_of(calls: int) -> list[Point]:
    """All points of an operation of so many calls."""
    return [Point(number, *kind) for number in range(1, calls + 1) for kind in KINDS]
