"""Which blocks are gone through together, and how."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from partition_simulator import Simulator, SimulatorSettings
from tests.pages.blocks import Block, blocks, pages
from tests.pages.grounds import Ground
from tests.pages.session import Session
from tests.pages.shell import Shell
from tests.pages.ways import Session as SessionWay
from tests.pages.ways import way
from workbench.terraform_binary import Terraform
from workbench.terraform_environment import terraform_environment

_NEEDS_TERRAFORM = re.compile(r"\bterraform |govpair (plan|apply|destroy)\b")


def sessions(of: Callable[[str], bool]) -> list[Any]:
    """Parameters `ground` and `played` of the sessions on these pages; their ids are the pages."""
    found: dict[tuple[str, str | None, Ground], list[Block]] = {}
    for page in filter(of, pages()):
        for block in blocks(page):
            each = way(block)
            if each is not None and isinstance(each.how, SessionWay):
                found.setdefault((page, each.section, each.how.ground), []).append(block)
    return [
        pytest.param(ground, played, id=f"{page}: {section}" if section else page, marks=_marks(played))
        for (page, section, ground), played in found.items()
    ]


def _marks(played: list[Block]) -> list[pytest.MarkDecorator]:
    real = any(block.language == "hcl" or _NEEDS_TERRAFORM.search(block.text) for block in played)
    return [pytest.mark.terraform] if real else []


def play(ground: Ground, played: list[Block], terraform: Terraform, cli_config: Path, tmp_path: Path) -> None:
    """Go through the blocks in an empty folder, on a simulator of their own, where a minute is a second."""
    folder = tmp_path / "here"
    folder.mkdir()
    with Simulator(SimulatorSettings(creation_seconds=30, closing_seconds=30, clock_scale=60)) as simulator:
        payer = simulator.seed_management_pair("management", "management@example.gov")
        ground(simulator, payer, folder)
        environment = terraform_environment(cli_config, simulator.aws_config(tmp_path / "aws"))
        del environment["TF_INPUT"]  # somebody is there who answers
        shell = Shell(folder, terraform.path, environment)
        try:
            session = Session(shell)
            for block in played:
                session.play(block)
        finally:
            shell.end()
