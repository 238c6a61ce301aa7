"""The blocks that are checked by themselves: configurations, organization files, JSON, programs."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
from pathlib import Path

import pytest

from constructs_lib.organization_yaml import read_organization
from tests.pages.blocks import Block, blocks, pages
from tests.pages.ways import Alone, way
from workbench.terraform_binary import Terraform
from workbench.terraform_environment import terraform_environment


def _alone(language: str) -> list[Block]:
    found = itertools.chain.from_iterable(blocks(page, language) for page in pages())
    return [block for block in found if (each := way(block)) is not None and isinstance(each.how, Alone)]


@pytest.mark.terraform
@pytest.mark.parametrize("block", _alone("hcl"), ids=str)
def test_a_configuration_is_valid(block: Block, terraform: Terraform, cli_config: Path, tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(block.text)
    for command in (("fmt", "-check", "-diff"), ("init", "-input=false", "-no-color"), ("validate", "-no-color")):
        done = subprocess.run(
            [terraform.path, *command],
            cwd=tmp_path,
            env=terraform_environment(cli_config, {}),
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, f"{block}\n{done.stdout}{done.stderr}"


@pytest.mark.parametrize("block", _alone("yaml"), ids=str)
def test_an_organization_file_is_right(block: Block, tmp_path: Path) -> None:
    (tmp_path / "organization.yaml").write_text(block.text)
    read_organization(tmp_path / "organization.yaml").declaration()


@pytest.mark.parametrize("block", _alone("json"), ids=str)
def test_json_can_be_read(block: Block) -> None:
    json.loads(block.text)


@pytest.mark.parametrize("block", _alone("python"), ids=str)
def test_a_program_runs(block: Block, tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(block.text)
    subprocess.run([sys.executable, "program.py"], cwd=tmp_path, check=True)
