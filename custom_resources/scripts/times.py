"""Times in one form everywhere: RFC 3339, UTC, whole seconds, as in `2026-01-31T09:30:00Z`."""

from __future__ import annotations

import re
from datetime import UTC, datetime

_ISO = re.compile(r"\b\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d+)?[+-]\d\d:\d\d")


def time_text(time: datetime) -> str:
    """Write a time; one without a zone is taken as UTC, and parts of a second are cut off."""
    aware = time if time.tzinfo is not None else time.replace(tzinfo=UTC)
    return aware.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def with_times(text: str) -> str:
    """Return the text with every time in it (with a zone, as Python writes it) in that form."""
    return _ISO.sub(lambda found: time_text(datetime.fromisoformat(found.group())), text)
