"""The options that `plan`, `apply` and `destroy` share."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import typer

from custom_resources.scripts.option_groups import OptionGroup


@dataclass(frozen=True)
class StackOptions(OptionGroup):
    """Which stacks, of which folder."""

    outdir: Annotated[
        Path, typer.Option(help="The synthesized folder.", metavar="FOLDER", envvar="CDKTF_OUTDIR", show_envvar=False)
    ] = Path("cdktf.out")
    organization: Annotated[
        Path | None,
        typer.Option(
            help="Synthesize this organization file into the folder first.",
            metavar="FILE",
            envvar="GOVPAIR_ORGANIZATION",
            show_envvar=False,
        ),
    ] = None
    stack: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Only this stack; repeatable; the order is that of the manifest."),
    ] = field(default_factory=list)
    target_pair: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only this pair's resources, in all these stacks.")
    ] = None
