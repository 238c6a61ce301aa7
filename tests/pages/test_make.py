"""The pages' lines with `make`: it knows what to do for each. What that does, other tests or people see."""

from __future__ import annotations

import itertools
import shlex
import subprocess

import pytest

from tests.pages.blocks import blocks, pages
from workbench.paths import PROJECT

LINES = sorted(
    {
        line
        for block in itertools.chain.from_iterable(blocks(page, "sh") for page in pages())
        for line in block.text.splitlines()
        if line.startswith("make ")
    }
)


@pytest.mark.parametrize("line", LINES)
def test_make_knows_the_target(line: str) -> None:
    done = subprocess.run([*shlex.split(line, comments=True), "--dry-run"], cwd=PROJECT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
