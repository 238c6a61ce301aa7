"""`govpair provider install`: the Terraform provider of this installation, where Terraform finds it."""

from __future__ import annotations

import sys
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from custom_resources.scripts.answer import Answer
from custom_resources.scripts.output_options import OutputOptions
from custom_resources.scripts.provider_mirror import SOURCE, implied_mirror, install_provider
from custom_resources.scripts.task import Task, run

EXAMPLES = (
    "govpair provider install",
    "govpair provider install --folder /srv/terraform/plugins --python /opt/govpair/bin/python",
)


class Action(StrEnum):
    """What is done with the provider."""

    INSTALL = "install"


def provider(
    output: OutputOptions,
    action: Annotated[Action, typer.Argument(help="install: write the launcher.", show_default=False)],
    folder: Annotated[
        Path | None,
        typer.Option(
            help="A mirror folder, for a fleet; the user's own that Terraform searches by itself when left out.",
            metavar="PATH",
        ),
    ] = None,
    python: Annotated[
        Path | None,
        typer.Option(
            help="The Python that has govpair, on the machines that will use the folder; this one when left out.",
            metavar="PATH",
        ),
    ] = None,
) -> int:
    """Put the Terraform provider where Terraform finds it.

    It is a launcher, which starts the provider from the Python environment that govpair is installed in. Terraform then
    finds it without any setting, or, in a folder of your own, by a `filesystem_mirror` of its CLI configuration.
    Run it again after an upgrade; what is there of other versions stays.
    """

    def work(task: Task) -> Answer:
        mirror = (folder or implied_mirror()).expanduser().absolute()
        launcher = install_provider(mirror, (python or Path(sys.executable)).expanduser().absolute())
        installed = {"source": SOURCE, "version": version("govpair"), "mirror": str(mirror), "launcher": str(launcher)}
        return Answer({"provider": installed}, _text(mirror, installed["version"], ours=folder is None))

    return run("provider", output, {"provider": None}, work)


def _text(mirror: Path, release: str, *, ours: bool) -> str:
    block = f'{{ source = "{SOURCE}", version = "{release}" }}'
    lines = [f"The provider is in {mirror}. In required_providers: govpair = {block}"]
    if not ours:
        lines += [
            "In Terraform's CLI configuration of each machine:",
            "provider_installation {",
            f'  filesystem_mirror {{\n    path    = "{mirror}"\n    include = ["{SOURCE}"]\n  }}',
            f'  direct {{\n    exclude = ["{SOURCE}"]\n  }}',
            "}",
        ]
    return "\n".join(lines)
