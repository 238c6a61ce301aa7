"""The first tags of an object whose tags nobody looked after."""

from __future__ import annotations

from typing import Any

import pytest

from custom_resources.plugin import UNKNOWN, ResourceContext
from custom_resources.provider.first_tags import begin, managed_until_now, warn_if_they_begin
from tests.provider.conftest import make_settings


@pytest.mark.parametrize(
    ("prior", "tags", "first"),
    [
        (None, {"a": "b"}, False),
        ({"tags_all": {}}, {"a": "b"}, True),
        ({"tags_all": None}, {"a": "b"}, True),
        ({"tags_all": {"x": "y"}}, {"a": "b"}, False),
        ({"tags_all": {}}, {}, False),
        ({"tags_all": {}}, UNKNOWN, False),
    ],
)
def test_they_are_told_where_they_begin(prior: Any, tags: Any, first: bool) -> None:
    ctx = ResourceContext(provider_data=make_settings())
    warn_if_they_begin('Account pair "log"', prior, tags, ctx)
    assert begin(prior, tags) is first
    assert [item.summary for item in ctx.diagnostics] == (
        ['Account pair "log" gets its first declared tags'] if first else []
    )


def test_without_tags_of_ours_all_that_there_are_were_managed_by_nobody() -> None:
    assert managed_until_now({"tags_all": {}}) is None
    assert managed_until_now({"tags_all": {"a": "b"}}) == {"a": "b"}
