"""docs/add-an-attribute.md is the way that its attribute went: its files, commands and the tests' words are there."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys

import pytest

from tests.pages.blocks import blocks
from workbench.paths import PROJECT

PAGE = "docs/add-an-attribute.md"
TEXT = (PROJECT / PAGE).read_text()
PATH = re.compile(r"`((?:[\w.-]+/)+[\w.-]+|CHANGELOG\.md)`")
STEPS = [line.strip("| ").split(" | ") for line in TEXT.splitlines() if line.startswith("|") and line.count("|") == 4]
HEADS = 2


def told_by(command: list[str]) -> str:
    return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True).stdout


def test_every_path_that_it_names_is_there() -> None:
    named = PATH.findall(TEXT)
    assert len(named) > 20
    assert [path for path in named if not (PROJECT / path).exists()] == []


@pytest.mark.parametrize("where", [step[1] for step in STEPS[HEADS:]])
def test_the_attribute_stands_where_a_step_puts_it(where: str) -> None:
    paths = PATH.findall(where)
    assert paths
    assert [path for path in paths if "joined_method" not in (PROJECT / path).read_text()] == []


@pytest.mark.parametrize("told", [step[2] for step in STEPS[HEADS:] if '"' in step[2]])
def test_a_test_says_what_the_page_lets_it_say(told: str) -> None:
    (path,), words = PATH.findall(told)[:1], told.split('"')[1]
    assert words in (PROJECT / path).read_text()


def test_aws_answers_what_the_page_shows() -> None:
    (program,), (shown,) = blocks(PAGE, "python"), blocks(PAGE, "text")
    assert told_by([sys.executable, "-c", program.text]) == shown.text


def test_the_neighbour_leads_to_every_step_in_the_code() -> None:
    (search,) = [block.text for block in blocks(PAGE, "sh", section="Find a neighbour")]
    found = told_by(shlex.split(search)).splitlines()
    steps = {path for step in STEPS[HEADS:] for path in PATH.findall(step[1])}
    assert {path for path in steps if path.startswith(("custom_resources/", "constructs_lib/"))} <= set(found)


def test_its_commands_name_tests_that_are_there() -> None:
    (commands,) = [block.text for block in blocks(PAGE, "sh", section="The commands")]
    tests = [word for word in commands.split() if word.startswith("tests/")]
    assert len(tests) > 4
    assert [path for path in tests if not (PROJECT / path).is_file()] == []
