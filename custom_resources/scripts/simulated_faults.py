"""What `govpair simulate --fault` is given: faults as JSON, or files of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typer


def described_faults(values: list[str] | None) -> list[str] | None:
    """Check that each value is JSON, or a file of it; what it means is for the simulator to say.

    Raises:
        typer.BadParameter: for one that is neither.
    """
    for value in values or []:
        try:
            faults_in(value)
        except (OSError, ValueError) as error:
            raise typer.BadParameter(f"{value!r} is neither JSON nor a file of it: {error}") from error
    return values


def faults_in(value: str) -> list[Any]:
    """The described faults in one value: JSON of one or of a list, or the path of a file that has such."""
    text = value if value.lstrip()[:1] in ("{", "[") else Path(value).read_text(encoding="utf-8")
    found = json.loads(text)
    return found if isinstance(found, list) else [found]
