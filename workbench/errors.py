"""The one exception of this room."""

from __future__ import annotations


class WorkbenchError(Exception):
    """Something that a person has to mend; its text is one line that says what is missing and how to get it."""
