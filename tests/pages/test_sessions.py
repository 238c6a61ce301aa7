"""The pages that are gone through as they are written, each on a simulator of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from partition_simulator import Simulator, SimulatorSettings
from tests.pages.blocks import Block, blocks, pages
from tests.pages.session import Session
from tests.pages.shell import Shell
from tests.pages.ways import Session as SessionWay
from tests.pages.ways import Way, way
from workbench.terraform_binary import Terraform
from workbench.terraform_environment import terraform_environment

NEEDS_TERRAFORM = re.compile(r"\bterraform |govpair (plan|apply|destroy)\b")


def _sessions() -> dict[tuple[Way, str], list[Block]]:
    found: dict[tuple[Way, str], list[Block]] = {}
    for page in pages():
        for block in blocks(page):
            each = way(block)
            if each is not None and isinstance(each.how, SessionWay):
                found.setdefault((each, page), []).append(block)
    return found


def _parameters() -> Iterator[object]:
    for (each, page), played in _sessions().items():
        real = any(block.language == "hcl" or NEEDS_TERRAFORM.search(block.text) for block in played)
        name = f"{page}: {each.section}" if each.section else page
        yield pytest.param(each, played, id=name, marks=[pytest.mark.terraform] if real else [])


@pytest.mark.parametrize(("session", "played"), list(_parameters()))
def test_a_page_works_as_it_is_written(
    session: Way, played: list[Block], terraform: Terraform, cli_config: Path, tmp_path: Path
) -> None:
    assert isinstance(session.how, SessionWay)
    folder = tmp_path / "here"
    folder.mkdir()
    with Simulator(SimulatorSettings(creation_seconds=30, closing_seconds=30, clock_scale=60)) as simulator:
        payer = simulator.seed_management_pair("management", "management@example.gov")
        session.how.ground(simulator, payer, folder)
        environment = terraform_environment(cli_config, simulator.aws_config(tmp_path / "aws"))
        shell = Shell(folder, terraform.path, {name: v for name, v in environment.items() if name != "TF_INPUT"})
        try:
            going = Session(shell)
            for block in played:
                going.play(block)
        finally:
            shell.end()
