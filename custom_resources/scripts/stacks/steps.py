"""The steps of a pair on its way from a declaration to its place, and which words of the provider's tell which step."""

from __future__ import annotations

import re
from enum import IntEnum


class Step(IntEnum):
    """What a pair has come to, in order."""

    DECLARED = 0
    REQUESTED = 1
    WAITING = 2
    CREATING = 3
    CREATED = 4
    ROLE_READY = 5
    INVITED = 6
    JOINED = 7
    PLACED = 8

    @property
    def words(self) -> str:
        """The step as it is shown."""
        return _WORDS.get(self, self.name.lower().replace("_", " "))


_WORDS = {Step.WAITING: "waiting for a slot"}

_TOLD: tuple[tuple[re.Pattern[str], Step], ...] = (
    (re.compile(r"waiting for one of \d+ creation slots"), Step.WAITING),
    (re.compile(r"^\w+:CreateGovCloudAccount is allowed "), Step.WAITING),
    (re.compile(r"^creation request \S+ is IN_PROGRESS"), Step.CREATING),
    (re.compile(r"^placing account \d+ below "), Step.CREATING),
    (re.compile(r"^its role can be assumed"), Step.ROLE_READY),
    (re.compile(r"^invitation \S+ is (?:OPEN|REQUESTED|CREATED); accepting it"), Step.INVITED),
    (re.compile(r"^placing it below "), Step.JOINED),
)
_SHORT: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"^waiting for one of \d+ creation slots: (.*)$"), r"\1"),
    (re.compile(r"^\w+:CreateGovCloudAccount is allowed .* a second: (.*)$"), r"\1 (AWS's rate)"),
)
_SECONDS = re.compile(r" \(\d+ s\)$")

_CREATING = re.compile(
    r"^creating account pair (?P<name>.+?) \((?P<email>[^()\s]+@[^()\s]+)\): (?P<seen>.*)$", re.DOTALL
)
_JOINING = re.compile(r"^joining GovCloud account (?P<account_id>\d{12}): (?P<seen>.*)$", re.DOTALL)


def step_told(seen: str) -> Step | None:
    """The step that the provider's words tell; None where they tell none."""
    return next((step for pattern, step in _TOLD if pattern.search(seen)), None)


def short(seen: str) -> str:
    """The provider's words without what the step says already, for a line that is cut off at the terminal's width."""
    for pattern, replacement in _SHORT:
        seen = pattern.sub(replacement, seen)
    return seen


def parse_progress(message: str) -> tuple[str, str] | None:
    """Split one line of the provider's progress into what it is about, an email or an account id, and what was seen.

    None for lines that are about no single pair.
    """
    if match := _CREATING.match(message):
        return match["email"].casefold(), _SECONDS.sub("", match["seen"])
    if match := _JOINING.match(message):
        return match["account_id"], _SECONDS.sub("", match["seen"])
    return None
