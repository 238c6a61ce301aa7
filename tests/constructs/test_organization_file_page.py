"""docs/organization-file.md: its examples are organization files, and it has every key."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from constructs_lib.organization_file import json_schema
from constructs_lib.organization_yaml import read_organization
from constructs_lib.synthesis import synthesize
from workbench.paths import PROJECT

PAGE = (PROJECT / "docs" / "organization-file.md").read_text()
BLOCKS = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize("block", BLOCKS, ids=range(len(BLOCKS)))
def test_an_example_can_be_synthesized(tmp_path: Path, block: str) -> None:
    path = tmp_path / "organization.yaml"
    path.write_text(block)
    assert synthesize(read_organization(path).declaration(), outdir=tmp_path / "out", state_dir=tmp_path)


def test_the_page_has_every_key() -> None:
    keys = {key for part in json_schema()["$defs"].values() for key in part.get("properties", {})}
    assert {key for key in keys if not re.search(rf"\b{key}\b", PAGE)} == set()
