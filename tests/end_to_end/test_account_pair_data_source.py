"""The data source `govpair_account_pair` under real Terraform."""

from __future__ import annotations

from typing import Any

import pytest

from tests.end_to_end.estate import SimulatedEstate
from tests.end_to_end.hcl import Expression, Folder, Run, block, pair

pytestmark = pytest.mark.terraform

DATA = "data.govpair_account_pair.log"


def data(**attributes: Any) -> str:
    return block('data "govpair_account_pair" "log"', attributes)


def refused(run: Run, estate: SimulatedEstate) -> str:
    """The words of a run that failed without a call."""
    assert estate.calls() == 0
    return run.failed().words


def test_the_whole_life_of_a_pair_s_data_source_which_follows_the_pair(folder: Folder) -> None:
    by_id = data(commercial_account_id=Expression("govpair_account_pair.log.commercial_account_id"))
    folder.write(pair("log", tags={"Team": "a"}) + by_id).apply().succeeded()
    made, read = folder.state()["govpair_account_pair.log"], folder.state()[DATA]
    shown = {name: value for name, value in made.items() if name in read}
    assert {name: value for name, value in read.items() if name != "owner"} == shown
    assert read["owner"] == "govpair"
    folder.plans_nothing()
    folder.write(pair("log", name="Renamed", tags={"Team": "b"}) + by_id).apply().succeeded()
    folder.apply().succeeded()
    assert folder.state()[DATA]["tags"] == {"Team": "b"}
    assert folder.state()[DATA]["name"] == "Renamed"
    folder.plans_nothing()
    folder.destroy().succeeded()


@pytest.mark.parametrize("key", ["email", "name", "commercial_account_id", "govcloud_account_id"])
def test_a_pair_that_exists_is_read_at_plan_by_any_of_its_keys(
    key: str, folder: Folder, estate: SimulatedEstate
) -> None:
    made = estate.simulator.vend(name="log", email="aws+log@example.gov", tags={"Team": "a"})
    keys = {
        "email": "AWS+log@example.gov",
        "name": "log",
        "commercial_account_id": made.commercial.account_id,
        "govcloud_account_id": made.govcloud.account_id,
    }
    folder.write(data(**{key: keys[key]}, role_name="Ops")).apply().succeeded()
    read = folder.state()[DATA]
    assert (read["id"], read["govcloud_account_id"]) == (made.commercial.account_id, made.govcloud.account_id)
    assert read["govcloud_role_arn"] == f"arn:aws-us-gov:iam::{made.govcloud.account_id}:role/Ops"
    assert (read["tags"], read["owner"]) == ({"Team": "a"}, None)
    folder.plans_nothing()


def test_a_pair_that_is_not_there_fails_the_plan_at_its_line(folder: Folder, estate: SimulatedEstate) -> None:
    made = estate.simulator.vend(name="log", email="aws+log@example.gov")
    run = folder.write(data(commercial_account_id=made.govcloud.account_id)).plan().failed()
    assert f"No account pair with the commercial_account_id {made.govcloud.account_id}" in run.words
    assert "give it as govcloud_account_id" in run.words
    assert "commercial_account_id = " in run.output


def test_a_closed_pair_is_read_truthfully(folder: Folder, estate: SimulatedEstate) -> None:
    folder.write(pair("log")).apply().succeeded()
    folder.write(pair("log", closed=True) + data(email="aws+log@example.gov")).apply().succeeded()
    folder.apply().succeeded()
    assert folder.state()[DATA]["commercial_state"] == "SUSPENDED"
    assert folder.state()[DATA]["govcloud_state"] == "SUSPENDED"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "Give exactly one of email"),
        ({"email": "aws+log@example.gov", "name": "log"}, "leave all but one of them out"),
        ({"commercial_account_id": "o-abcdefghij"}, "exactly 12 digits"),
        ({"email": "x" * 10_000}, "6 to 64"),
        ({"name": "log", "role_name": "a/b"}, "role name"),
    ],
)
def test_bad_input_is_refused_without_a_call(
    given: dict[str, Any], words: str, folder: Folder, estate: SimulatedEstate
) -> None:
    assert words in refused(folder.write(data(**given)).plan(), estate)


def test_an_unknown_provider_configuration_is_refused_and_not_read_with(
    folder: Folder, estate: SimulatedEstate
) -> None:
    unknown = folder.provider.replace('region = "us-east-1"', "region = terraform_data.region.output")
    assert unknown != folder.provider
    region = block('resource "terraform_data" "region"', {"input": Expression("timestamp()")})
    run = folder.write(region + data(email="aws+log@example.gov"), unknown).plan()
    assert "commercial.region" in refused(run, estate)
