"""The data source `govpair_account_pairs` under real Terraform."""

from __future__ import annotations

from typing import Any

import pytest

from tests.end_to_end.estate import SimulatedEstate
from tests.end_to_end.hcl import Expression, Folder, block, pair

pytestmark = pytest.mark.terraform

DATA = "data.govpair_account_pairs.all"


def data(**attributes: Any) -> str:
    return block('data "govpair_account_pairs" "all"', attributes)


def names(folder: Folder) -> list[str]:
    return [each["name"] for each in folder.state()[DATA]["account_pairs"]]


def test_the_whole_life_of_the_inventory_which_follows_what_is_there(folder: Folder, estate: SimulatedEstate) -> None:
    for number in range(22):
        estate.simulator.vend(name=f"n{number:02}", email=f"n{number:02}@example.gov")
    folder.write(data()).apply().succeeded()
    assert names(folder) == [f"n{number:02}" for number in range(22)] + ["payer"]
    methods = {each["name"]: each["joined_method"] for each in folder.state()[DATA]["account_pairs"]}
    assert (methods.pop("payer"), set(methods.values())) == ("INVITED", {"CREATED"})
    folder.plans_nothing()
    wait = {"depends_on": Expression("[govpair_account_pair.log]")}
    folder.write(pair("log", tags={"Team": "a"}) + data(tags={"Team": "a"}, **wait)).apply().succeeded()
    (read,) = folder.state()[DATA]["account_pairs"]
    made = folder.state()["govpair_account_pair.log"]
    assert {name: value for name, value in read.items() if name != "owner"} == {
        name: value for name, value in made.items() if name in read
    }
    folder.plans_nothing()
    folder.destroy().succeeded()


def test_filters_go_together(folder: Folder, estate: SimulatedEstate) -> None:
    made = {name: estate.simulator.vend(name=name, email=f"{name}@example.gov") for name in ("log-a", "log-b", "dev")}
    folder.write(data(name_pattern="log-*", states=["ACTIVE", "ACTIVE", "SUSPENDED"])).apply().succeeded()
    assert names(folder) == ["log-a", "log-b"]
    both = [made["log-a"].govcloud.account_id, made["dev"].govcloud.account_id]
    folder.write(data(name_pattern="log-*", govcloud_account_ids=both, read_tags=False)).apply().succeeded()
    assert names(folder) == ["log-a"]
    (read,) = folder.state()[DATA]["account_pairs"]
    assert (read["tags"], read["owner"]) == (None, None)
    root = read["parent_id"]
    folder.write(data(parent_id=root, recursive=True, name_pattern="?o*")).apply().succeeded()
    assert names(folder) == ["log-a", "log-b"]
    folder.write(data(parent_id=root, states=["SUSPENDED"])).apply().succeeded()
    assert names(folder) == []
    folder.plans_nothing()


def test_a_unit_of_no_organization_fails_at_its_line(folder: Folder) -> None:
    run = folder.write(data(parent_id="ou-zzzz-zzzzzzzz")).plan().failed()
    assert "has no root or organizational unit ou-zzzz-zzzzzzzz" in run.words
    assert 'parent_id = "ou-zzzz-zzzzzzzz"' in run.output


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"parent_id": "o-abcdefghij"}, "the id of a root"),
        ({"states": ["GONE"]}, "It must be one of"),
        ({"name_pattern": "l\u043eg-*"}, "which no account name has"),
        ({"name_pattern": "x" * 10_000}, "1 to 128 characters"),
        ({"commercial_account_ids": ["1"]}, "exactly 12 digits"),
        ({"tags": {"a": None}}, "must not be null"),
        ({"recursive": True}, "recursive goes with parent_id"),
        ({"read_tags": False, "tags": {"a": "b"}}, "leave read_tags out"),
    ],
)
def test_bad_input_is_refused_without_a_call(
    given: dict[str, Any], words: str, folder: Folder, estate: SimulatedEstate
) -> None:
    assert words in folder.write(data(**given)).plan().failed().words
    assert estate.calls() == 0
