"""The bound on how many new pairs one plan may make."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from custom_resources.plugin import ProviderError
from custom_resources.provider.planned_creations import PlannedCreations


def test_as_many_as_the_limit_are_allowed_and_each_one_after_is_refused() -> None:
    planned = PlannedCreations(2)
    planned.add("one")
    planned.add("two")
    for title in ("three", "four"):
        with pytest.raises(ProviderError, match="max_new_pairs is 2") as refused:
            planned.add(title)
        assert title in refused.value.detail


def test_zero_allows_none() -> None:
    with pytest.raises(ProviderError):
        PlannedCreations(0).add("one")


def test_plans_side_by_side_are_all_counted() -> None:
    planned = PlannedCreations(500)

    def add(number: int) -> bool:
        try:
            planned.add(str(number))
        except ProviderError:
            return False
        return True

    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(add, range(1000))) == 500
