"""docs/troubleshooting.md quotes what govpair really says: each message stands in a string of the source."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache

import pytest

from workbench.paths import PROJECT

ROWS = re.findall(r"^\| `([^`]+)` \| (.*) \|$", (PROJECT / "docs" / "troubleshooting.md").read_text(), re.MULTILINE)
ROOMS = ("custom_resources", "constructs_lib")
BETWEEN = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands for a value in an f-string."""


def _text(node: ast.expr) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(each) for each in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else BETWEEN


@cache
def said() -> tuple[str, ...]:
    """Every string of the source, with a sign for each value in it."""

    def strings() -> Iterator[str]:
        for room in ROOMS:
            for path in (PROJECT / room).rglob("*.py"):
                for node in ast.walk(ast.parse(path.read_text())):
                    if isinstance(node, ast.JoinedStr | ast.Constant):
                        yield re.sub(r"\{\w*\}", BETWEEN, _text(node))

    return tuple(set(strings()))


@pytest.mark.parametrize("message", [message for message, _ in ROWS])
def test_a_message_is_one_that_is_given(message: str) -> None:
    parts = [re.escape(part) for part in re.split(" ?… ?", message) if part]
    pattern = re.compile(f".*{BETWEEN}.*".join(parts), re.DOTALL)
    assert any(pattern.search(text) for text in said()), "nobody says this"


def test_every_row_says_what_is_behind_it() -> None:
    assert [message for message, meaning in ROWS if len(meaning.split()) < 3] == []
    assert len(ROWS) == (PROJECT / "docs" / "troubleshooting.md").read_text().count("\n| `")


@pytest.mark.parametrize(
    "reason", sorted({word for _, text in ROWS for word in re.findall(r"`(?!AWS_)([A-Z]+_[A-Z_]+)`", text)})
)
def test_a_reason_of_aws_is_one_that_is_known(reason: str) -> None:
    assert reason in said() or any(reason in text for text in said())
