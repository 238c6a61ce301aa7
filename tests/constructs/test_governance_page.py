"""The page on governance is right: its program runs, its table is the ready-made set."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

from constructs_lib.ready_made_policies import READY_MADE
from tests.constructs.conftest import stacks_in
from tests.pages.blocks import blocks
from workbench.paths import PROJECT

PAGE = (PROJECT / "docs" / "governance.md").read_text()


def test_its_program_runs(tmp_path: Path) -> None:
    (program,) = blocks("docs/governance.md")
    assert 'App(outdir="cdktf.out")' in program.text
    exec(compile(program.text.replace("cdktf.out", str(tmp_path)), "governance.md", "exec"), {})
    (stack,) = stacks_in(tmp_path).values()
    assert len(stack["resource"]["aws_organizations_policy"]) == 5
    assert len(stack["resource"]["govpair_account_trail"]) == 2


def test_its_table_is_the_ready_made_set() -> None:
    rows = dict(re.findall(r"^\| `([a-z-]+)` \|.*\| (.*?) ?\|$", PAGE, re.MULTILINE))
    assert set(rows) == set(READY_MADE)
    for name, options in rows.items():
        known = set(inspect.signature(READY_MADE[name]).parameters) - {"partition", "targets"}
        assert set(re.findall(r"`(\w+)`", options)) == known, name
