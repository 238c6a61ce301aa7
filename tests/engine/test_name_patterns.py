"""Patterns of account names."""

from __future__ import annotations

import pytest

from custom_resources.engine.name_patterns import MAX_PATTERN, matches, name_pattern_rule


@pytest.mark.parametrize(
    ("name", "pattern", "fits"),
    [
        ("log-archive", "log-archive", True),
        ("log-archive", "log-*", True),
        ("log-archive", "*", True),
        ("", "*", True),
        ("log-archive", "**archive**", True),
        ("log-archive", "l?g*a*e", True),
        ("log-archive", "log", False),
        ("log-archive", "archive", False),
        ("log-archive", "log-archive?", False),
        ("log-archive", "Log-*", False),
        ("log", "???", True),
        ("log", "????", False),
        ("a[bc]d", "a[bc]?", True),
        ("abd", "a[bc]d", False),
        ("a.b", "a.b", True),
        ("axb", "a.b", False),
        ("aaab", "*ab", True),
        ("aaba", "*ab", False),
    ],
)
def test_a_pattern_fits_whole_names(name: str, pattern: str, fits: bool) -> None:
    assert matches(name, pattern) is fits


def test_a_pattern_of_many_stars_takes_no_time() -> None:
    assert not matches("a" * 50, "*a" * 63 + "b")


@pytest.mark.parametrize("pattern", ["*", "log-?", "Log Archive <1>", "x" * MAX_PATTERN])
def test_what_a_name_may_have_is_accepted(pattern: str) -> None:
    assert name_pattern_rule(pattern) is None


@pytest.mark.parametrize("pattern", ["", "x" * 10_000, "l\u043eg-*", "log\n", 5])
def test_what_no_name_has_is_refused(pattern: object) -> None:
    assert name_pattern_rule(pattern)
