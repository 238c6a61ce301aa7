from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constructs_lib.identifiers import identifier, index, literal, literal_keys


@pytest.mark.parametrize("name", ["log-archive", "Security", "_x", "a_b-9"])
def test_a_name_that_is_an_identifier_stays_itself(name: str) -> None:
    assert identifier(name) == name


@given(st.text(min_size=1, max_size=300))
def test_every_name_becomes_an_identifier(name: str) -> None:
    assert re.fullmatch(r"[A-Za-z_][A-Za-z0-9_-]{0,254}", identifier(name))


@pytest.mark.parametrize(
    ("one", "other"), [("a.b", "ab"), ("a.b", "a_b"), ("Workloads/Test", "Workloads_Test"), ("1a", "_1a")]
)
def test_names_that_look_alike_stay_apart(one: str, other: str) -> None:
    assert identifier(one) != identifier(other)


def test_an_identifier_never_changes() -> None:
    """It stands in users' states."""
    assert identifier("Workloads/Production") == "Workloads_Production_f9f51cbb"


def test_templates_become_text() -> None:
    assert literal("${a} %{b} $c") == "$${a} %%{b} $c"
    assert literal_keys({"${a}": 1}) == {"$${a}": 1}


def test_an_index_is_quoted_for_hcl() -> None:
    assert index('a"b\\c') == '["a\\"b\\\\c"]'
    assert index("Ministère") == '["Ministère"]'
