"""Every test that docs/threat-model.md names is there."""

from __future__ import annotations

import re

import pytest

from workbench.paths import PROJECT

NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", (PROJECT / "docs" / "threat-model.md").read_text())))


@pytest.mark.parametrize(("file", "name"), NAMED)
def test_a_named_test_is_there(file: str, name: str) -> None:
    assert f"def {name}(" in (PROJECT / file).read_text() if name else (PROJECT / file).is_file()


def test_each_row_of_what_is_refused_names_one() -> None:
    assert len(NAMED) > 12
