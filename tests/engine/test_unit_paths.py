"""Organizational units by their paths."""

from __future__ import annotations

import pytest

from custom_resources.engine.errors import NotFound
from custom_resources.engine.estate import Estate
from custom_resources.engine.unit_paths import UnitPaths
from tests.engine.conftest import Bench


def make(bench: Bench, *path: str) -> str:
    client = bench.client("govcloud")
    parent = client.list_roots()["Roots"][0]["Id"]
    for name in path:
        parent = client.create_organizational_unit(ParentId=parent, Name=name)["OrganizationalUnit"]["Id"]
    return str(parent)


def test_a_unit_is_found_by_its_path_and_each_level_listed_once(bench: Bench, estate: Estate) -> None:
    there = make(bench, "Workloads", "Production")
    bench.simulator.reset_calls()
    paths, deadline = UnitPaths(estate.govcloud_management), estate.short_deadline("looking")

    assert [paths.id_of("Workloads/Production", deadline) for _ in range(3)] == [there] * 3
    assert paths.id_of("Workloads", deadline) != there
    assert (bench.calls("ListRoots"), bench.calls("ListOrganizationalUnitsForParent")) == (1, 2)


def test_a_unit_that_is_not_there_is_told_with_those_that_are(bench: Bench, estate: Estate) -> None:
    make(bench, "Workloads", "Production")
    paths, deadline = UnitPaths(estate.govcloud_management), estate.short_deadline("looking")

    with pytest.raises(NotFound, match=r"there is no Test in Workloads \(ou-\S+\), which has Production") as error:
        paths.id_of("Workloads/Test", deadline)
    assert error.value.attribute == "parent_id"
    with pytest.raises(NotFound, match=r"there is no Nothing in the root"):
        paths.id_of("Nothing/At/All", deadline)
