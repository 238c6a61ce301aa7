"""The option that every command has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import typer

from custom_resources.scripts.option_groups import OptionGroup


@dataclass(frozen=True)
class OutputOptions(OptionGroup):
    """How a command answers."""

    as_json: Annotated[
        bool,
        typer.Option(
            "--json", help="Answer with one JSON document on standard output; progress stays on standard error."
        ),
    ] = False
