"""docs/organization-file.md: its examples are organization files, and it has every key."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from constructs_lib.organization_file import json_schema
from constructs_lib.organization_yaml import read_organization
from constructs_lib.synthesis import synthesize
from tests.pages.blocks import Block, blocks
from workbench.paths import PROJECT

NAME = "docs/organization-file.md"
PAGE = (PROJECT / NAME).read_text()
WHOLE = blocks(NAME, "yaml")
COMPANY = WHOLE[0].text


def synthesized(path: Path, text: str) -> bool:
    """Whether the file becomes stacks."""
    path.write_text(text)
    declared = read_organization(path).declaration()
    return bool(synthesize(declared, outdir=path.parent / "out", state_dir=path.parent))


@pytest.mark.parametrize("block", WHOLE, ids=str)
def test_an_example_can_be_synthesized(tmp_path: Path, block: Block) -> None:
    assert synthesized(tmp_path / "organization.yaml", block.text)


def test_the_first_line_for_editors_names_the_schema_that_is_there() -> None:
    (line,) = blocks(NAME, "text", "")
    named = line.text.strip().removeprefix("# yaml-language-server: $schema=PATH/TO/")
    assert json.loads((PROJECT / named).read_text()) == json_schema()


def test_files_of_teams_can_be_included(tmp_path: Path) -> None:
    (line,) = blocks(NAME, "text", "A file for each team")
    names = YAML(typ="safe").load(line.text)["include"]
    (tmp_path / "teams").mkdir()
    for name in names:
        team = Path(name).stem
        (tmp_path / name).write_text(f"account_pairs: [{{name: {team}, email: aws+{team}@example.gov}}]\n")
    assert synthesized(tmp_path / "organization.yaml", COMPANY + line.text)
    assert len(read_organization(tmp_path / "organization.yaml").declaration().account_pairs) == 2 + len(names)


STATES = [line for block in blocks(NAME, "text", "Where the Terraform states are") for line in block.text.splitlines()]


@pytest.mark.parametrize("line", STATES)
def test_a_state_s_place_can_be_given_with_each_key_named_beside_it(tmp_path: Path, line: str) -> None:
    assert synthesized(tmp_path / "organization.yaml", f"{COMPANY}{line.replace('HOST', 'states.example.gov')}\n")
    ((kind, given),) = YAML(typ="safe").load(line)["state"].items()
    known = set(json_schema()["$defs"][f"{kind.capitalize()}StatePart"]["properties"])
    assert known - set(given) - set(re.findall(r"\w+", line.partition("#")[2])) == set()


def test_the_page_has_every_key() -> None:
    keys = {key for part in json_schema()["$defs"].values() for key in part.get("properties", {})}
    assert {key for key in keys if not re.search(rf"\b{key}\b", PAGE)} == set()
