"""Tags from two places, and which of them a state shows where."""

from __future__ import annotations

from typing import Any

import pytest

from custom_resources.plugin import UNKNOWN, ProviderError
from custom_resources.provider.default_tags import refuse_too_many, split_tags, tags_all, with_tags_all


@pytest.mark.parametrize(
    ("defaults", "tags", "every"),
    [
        (None, None, {}),
        ({"a": "1"}, None, {"a": "1"}),
        ({"a": "1", "b": "1"}, {"b": "2"}, {"a": "1", "b": "2"}),
        (None, {"b": UNKNOWN}, {"b": UNKNOWN}),
        ({"a": UNKNOWN}, {"a": "2"}, {"a": "2"}),
        (UNKNOWN, {"a": "2"}, UNKNOWN),
        ({"a": "1"}, UNKNOWN, UNKNOWN),
    ],
)
def test_the_resource_s_own_tags_win(defaults: Any, tags: Any, every: Any) -> None:
    assert tags_all(defaults, tags) == every or every is UNKNOWN is tags_all(defaults, tags)


@pytest.mark.parametrize(
    ("actual", "own", "every", "defaults", "shown"),
    [
        ({"a": "1"}, {"a": "1"}, {"a": "1"}, None, {"a": "1"}),  # its own
        ({"a": "2"}, {"a": "1"}, {"a": "1"}, None, {"a": "2"}),  # its own, changed by hand
        ({}, {"a": "1"}, {"a": "1"}, None, {}),  # its own, removed by hand
        ({"a": "1"}, None, {"a": "1"}, {"a": "1"}, None),  # by default
        ({"a": "2"}, None, {"a": "1"}, {"a": "1"}, None),  # by default, changed by hand: in tags_all only
        ({"a": "1"}, None, {"a": "1"}, {}, None),  # by a default that is no more
        ({"a": "1"}, None, {}, None, {"a": "1"}),  # by hand
        ({"a": "1"}, None, None, {"a": "1"}, None),  # just imported, as the defaults say
        ({"a": "2"}, None, None, {"a": "1"}, {"a": "2"}),  # just imported, otherwise
        ({"a": "1"}, {"a": "1"}, {"a": "1"}, {"a": "1"}, {"a": "1"}),  # in both places
        ({"a": "1"}, None, None, UNKNOWN, {"a": "1"}),
        ({}, {}, {}, None, {}),
    ],
)
def test_a_state_shows_each_tag_where_it_belongs(
    actual: dict[str, str], own: Any, every: Any, defaults: Any, shown: Any
) -> None:
    state = {"tags": own, "tags_all": every}
    assert split_tags(actual, state, defaults) == {"tags": shown, "tags_all": actual}


def test_what_is_planned_for_later_is_known_when_it_is_applied() -> None:
    planned = {"tags": {"a": "1"}, "tags_all": UNKNOWN}
    assert with_tags_all(planned, {"b": "2"}) == {"tags": {"a": "1"}, "tags_all": {"a": "1", "b": "2"}}


@pytest.mark.parametrize(("marker", "free"), [(True, 49), (False, 50)])
def test_default_tags_count_as_well(marker: bool, free: int) -> None:
    refuse_too_many({str(number): "" for number in range(free)}, "A pair", marker=marker)
    refuse_too_many(UNKNOWN, "A pair", marker=marker)
    with pytest.raises(ProviderError, match="too many tags") as refused:
        refuse_too_many({str(number): "" for number in range(free + 1)}, "A pair", marker=marker)
    assert refused.value.path == ("tags",)
    assert str(free) in refused.value.detail
