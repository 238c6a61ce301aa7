"""How many there will be, told from one refresh to the next."""

from __future__ import annotations

import random

from custom_resources.plugin import ResourceContext
from custom_resources.provider.walk_size import WalkSize
from tests.provider.conftest import make_settings


def contexts(number: int) -> list[ResourceContext]:
    return [ResourceContext(provider_data=make_settings()) for _ in range(number)]


def walk(objects: list[ResourceContext], seed: int) -> list[int]:
    """One refresh in some order; what each was told."""
    size, order = WalkSize(), list(range(len(objects)))
    random.Random(seed).shuffle(order)
    return [size.count(str(number), objects[number]) for number in order]


def test_the_first_refresh_knows_nothing_and_the_next_nearly_all_after_a_few() -> None:
    objects = contexts(200)
    assert walk(objects, 1)[-1] == 0
    for seed in range(2, 12):
        told = walk(objects, seed)
        assert max(told[:10]) > 100
        assert told[-1] == 200


def test_a_refresh_of_the_same_objects_writes_nothing() -> None:
    objects = contexts(50)
    walk(objects, 1)
    before = [dict(each.private) for each in objects]
    for seed in range(2, 20):
        walk(objects, seed)
    assert [dict(each.private) for each in objects] == before


def test_more_objects_become_known() -> None:
    objects = contexts(20)
    walk(objects, 1)
    objects += contexts(80)
    walk(objects, 2)
    assert walk(objects, 3)[-1] >= 90


def test_the_same_object_counts_once() -> None:
    (one,) = contexts(1)
    size = WalkSize()
    assert [size.count("1", one), size.count("1", one)] == [0, 1]
