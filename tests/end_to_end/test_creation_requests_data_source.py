"""The data source `govpair_creation_requests` under real Terraform."""

from __future__ import annotations

from typing import Any

import pytest

from partition_simulator import Fault
from tests.end_to_end.estate import SimulatedEstate
from tests.end_to_end.hcl import Folder, block, pair

pytestmark = pytest.mark.terraform

DATA = "data.govpair_creation_requests.all"


def data(**attributes: Any) -> str:
    return block('data "govpair_creation_requests" "all"', attributes)


def requests(folder: Folder) -> list[dict[str, Any]]:
    return list(folder.state()[DATA]["creation_requests"])


def test_the_whole_life_of_the_requests_by_state_with_what_to_do_about_failures(
    folder: Folder, estate: SimulatedEstate
) -> None:
    folder.write(data()).apply().succeeded()
    assert requests(folder) == []
    estate.simulator.inject(Fault("organizations", "CreateGovCloudAccount", reason="MISSING_PAYMENT_INSTRUMENT"))
    folder.write(pair("bad")).apply().failed()
    folder.write(pair("log")).apply().succeeded()
    folder.write(pair("log") + data()).apply().succeeded()
    done, failed = requests(folder)
    made = folder.state()["govpair_account_pair.log"]
    assert (done["name"], done["state"]) == ("log", "SUCCEEDED")
    assert done["commercial_account_id"] == made["commercial_account_id"]
    assert done["govcloud_account_id"] == made["govcloud_account_id"]
    assert (failed["name"], failed["failure_reason"]) == ("bad", "MISSING_PAYMENT_INSTRUMENT")
    assert "payment method" in failed["failure_detail"]
    folder.plans_nothing()
    folder.write(pair("log") + data(states=["IN_PROGRESS", "SUCCEEDED", "SUCCEEDED"])).apply().succeeded()
    assert [request["name"] for request in requests(folder)] == ["log"]
    folder.plans_nothing()
    folder.destroy().succeeded()


def test_bad_input_is_refused_without_a_call(folder: Folder, estate: SimulatedEstate) -> None:
    for states in (["RUNNING"], ["x" * 10_000], ["F\u0410ILED"]):
        assert "It must be one of" in folder.write(data(states=states)).plan().failed().words
    assert estate.calls() == 0
