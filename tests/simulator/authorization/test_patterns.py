"""Wildcards, checked against a matcher that is slow and plainly right."""

from __future__ import annotations

from functools import lru_cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partition_simulator.authorization.patterns import action_matcher, arn_matches, matcher
from partition_simulator.authorization.variables import expanded, matches

LETTERS = st.sampled_from("ab:/.+[\n")
TEXTS = st.text(LETTERS, max_size=8)
PATTERNS = st.text(st.one_of(LETTERS, st.sampled_from("*?")), max_size=8)


@lru_cache(maxsize=100_000)
def plainly(pattern: str, text: str) -> bool:
    if not pattern:
        return not text
    if pattern[0] == "*":
        return plainly(pattern[1:], text) or (bool(text) and plainly(pattern, text[1:]))
    return bool(text) and pattern[0] in ("?", text[0]) and plainly(pattern[1:], text[1:])


@given(PATTERNS, TEXTS)
def test_a_pattern_matches_what_it_plainly_means(pattern: str, text: str) -> None:
    assert matcher(pattern)(text) == plainly(pattern, text)


@given(TEXTS)
def test_a_text_matches_itself_and_the_star(text: str) -> None:
    assert matcher(text)(text)
    assert matcher("*")(text)


@given(PATTERNS, TEXTS, TEXTS)
def test_what_a_variable_stands_for_is_no_pattern(pattern: str, text: str, value: str) -> None:
    starred = f"*{value}?"
    keys = {"aws:username": (starred,)}.get
    assert matches(text, f"{pattern}${{aws:username}}", keys) == any(
        text.endswith(starred) and plainly(pattern, text[: len(text) - len(starred)]) for _ in "1"
    )


@pytest.mark.parametrize(
    ("pattern", "action", "expected"),
    [
        ("iam:Get*", "iam:getrole", True),
        ("IAM:get*", "iam:getrole", True),
        ("iam:Get*", "iam:listroles", False),
        ("s3:?etObject", "s3:getobject", True),
        ("*", "s3:getobject", True),
        ("iam:*", "organizations:listroots", False),
    ],
)
def test_an_action_s_case_does_not_matter(pattern: str, action: str, expected: bool) -> None:
    assert action_matcher(pattern)(action) is expected


@pytest.mark.parametrize(
    ("arn", "pattern", "expected"),
    [
        ("arn:aws:iam::111111111111:role/a/b", "arn:aws:iam::*:role/*", True),
        ("arn:aws:iam::111111111111:role/a", "arn:*:role/a", False),
        ("arn:aws:iam::111111111111:role/a", "arn:*:iam::111111111111:role/a", True),
        ("arn:aws-us-gov:iam::111111111111:role/a", "arn:aws:iam::111111111111:role/a", False),
        ("arn:aws:iam::111111111111:role/a", "*", True),
    ],
)
def test_an_arn_matches_part_by_part(arn: str, pattern: str, expected: bool) -> None:
    assert arn_matches(arn, pattern) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("${aws:username}/x", "me/x"),
        ("${aws:PrincipalTag/team, 'none'}", "none"),
        ("${aws:nothing}", None),
        ("${*}${?}${$}", "*?$"),
        ("plain", "plain"),
    ],
)
def test_variables_are_replaced(text: str, expected: str | None) -> None:
    assert expanded(text, {"aws:username": ("me",)}.get) == expected
