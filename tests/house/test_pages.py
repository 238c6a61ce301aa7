"""Every code block of the pages is run by a test, or tests/pages/ways.py says why it can't be."""

from __future__ import annotations

import ast
import itertools

import pytest

from tests.pages.blocks import Block, blocks, pages
from tests.pages.ways import WAYS, Alone, Elsewhere, NotRun, Way, way
from workbench.paths import PROJECT

BLOCKS = list(itertools.chain.from_iterable(blocks(page) for page in pages()))
CHECKED_ALONE = {"hcl", "yaml", "json", "python"}
"""The languages that tests/pages/test_single_blocks.py knows."""


@pytest.mark.parametrize("page", pages())
def test_every_block_has_a_way(page: str) -> None:
    assert [str(block) for block in blocks(page) if way(block) is None] == [], "say in tests/pages/ways.py what runs it"


@pytest.mark.parametrize(
    "each", WAYS, ids=lambda each: f"{each.page} {each.section or ''} {each.language or ''}".strip()
)
def test_no_way_is_left_over(each: Way) -> None:
    assert any(way(block) is each for block in BLOCKS), "no block goes this way: take it out of tests/pages/ways.py"


@pytest.mark.parametrize("test", sorted({each.how.test for each in WAYS if isinstance(each.how, Elsewhere)}))
def test_a_test_that_runs_blocks_reads_them_from_their_pages(test: str) -> None:
    file, _, name = test.partition("::")
    text = (PROJECT / file).read_text()
    functions = {each.name for each in ast.walk(ast.parse(text)) if isinstance(each, ast.FunctionDef)}
    assert (name in functions) if name else any(each.startswith("test_") for each in functions)
    for each in WAYS:
        if isinstance(each.how, Elsewhere) and each.how.test == test:
            assert each.page.rstrip("*") in text, f"{file} doesn't name {each.page}"


def test_a_block_that_is_checked_alone_is_in_a_language_that_is_known() -> None:
    def alone(block: Block) -> bool:
        found = way(block)
        return found is not None and isinstance(found.how, Alone)

    assert [str(block) for block in BLOCKS if alone(block) and block.language not in CHECKED_ALONE] == []


def test_every_reason_is_a_sentence() -> None:
    reasons = [each.how.why for each in WAYS if isinstance(each.how, NotRun)]
    assert [why for why in reasons if not (why[0].isupper() and why.endswith("."))] == []
