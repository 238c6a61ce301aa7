"""CloudTrail's event history: how account creations ended."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from partition_simulator import Fault
from partition_simulator.cloudtrail.events import KEPT_FOR
from tests.simulator.conftest import Bench, code_of

BY_NAME = [{"AttributeKey": "EventName", "AttributeValue": "CreateAccountResult"}]


def statuses(bench: Bench, **asked: Any) -> list[dict[str, Any]]:
    events = bench.client("cloudtrail", "commercial").lookup_events(LookupAttributes=BY_NAME, **asked)["Events"]
    records = [json.loads(event["CloudTrailEvent"]) for event in events]
    assert all(record["eventName"] == "CreateAccountResult" for record in records)
    return [record["serviceEventDetails"]["createAccountStatus"] for record in records]


def test_an_ended_creation_is_told_with_both_ids_and_a_running_one_is_not(organized: Bench) -> None:
    request = organized.organizations("commercial").create_gov_cloud_account(Email="x@example.gov", AccountName="x")
    assert statuses(organized) == []
    organized.sim.clock.advance(90)
    (pair,) = organized.sim.state()["pairs"][1:]
    (status,) = statuses(organized)
    assert status["id"] == request["CreateAccountStatus"]["Id"]
    assert (status["state"], status["accountName"]) == ("SUCCEEDED", "****")
    assert (status["accountId"], status["govCloudAccountId"]) == (pair["commercial"], pair["govcloud"])


def test_a_failed_creation_says_why(organized: Bench) -> None:
    organized.sim.inject(Fault("organizations", "CreateGovCloudAccount", reason="INTERNAL_FAILURE"))
    organized.organizations("commercial").create_gov_cloud_account(Email="x@example.gov", AccountName="x")
    organized.sim.clock.advance(90)
    (status,) = statuses(organized)
    assert (status["state"], status["failureReason"]) == ("FAILED", "INTERNAL_FAILURE")
    assert "accountId" not in status


def test_events_come_newest_first_page_by_page(organized: Bench) -> None:
    for number in range(3):
        organized.sim.vend(f"n{number}", f"n{number}@example.gov")
        organized.sim.clock.advance(60)
    client = organized.client("cloudtrail", "commercial")
    first = client.lookup_events(MaxResults=2)
    rest = client.lookup_events(MaxResults=2, NextToken=first["NextToken"])
    times = [event["EventTime"] for event in first["Events"] + rest["Events"]]
    assert len(times) == 3
    assert times == sorted(times, reverse=True)
    assert "NextToken" not in rest


def test_only_ninety_days_are_kept_and_only_in_the_home_region_of_the_management_account(organized: Bench) -> None:
    organized.sim.vend("x", "x@example.gov")
    stranger = organized.sim.seed_management_pair("other", "other@example.gov").commercial
    assert organized.client("cloudtrail", "commercial", region="us-west-2").lookup_events()["Events"] == []
    assert organized.client("cloudtrail", "commercial", stranger).lookup_events()["Events"] == []
    assert organized.client("cloudtrail", "govcloud").lookup_events()["Events"] == []
    assert len(statuses(organized)) == 1
    organized.sim.clock.advance(KEPT_FOR + 1)
    assert statuses(organized) == []


def test_other_events_are_not_told_and_times_are_heeded(organized: Bench) -> None:
    organized.sim.vend("x", "x@example.gov")
    client = organized.client("cloudtrail", "commercial")
    other = [{"AttributeKey": "EventName", "AttributeValue": "CreateTrail"}]
    assert client.lookup_events(LookupAttributes=other)["Events"] == []
    now = organized.sim.clock.now()
    assert len(statuses(organized, StartTime=now - 60)) == 1
    assert statuses(organized, StartTime=now + 60) == []
    assert statuses(organized, EndTime=now - 60) == []


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"LookupAttributes": BY_NAME * 2}, "InvalidLookupAttributesException"),
        ({"MaxResults": 51}, "InvalidMaxResultsException"),
        ({"NextToken": "x"}, "InvalidNextTokenException"),
    ],
)
def test_what_cloudtrail_forbids_is_refused(organized: Bench, asked: dict[str, Any], code: str) -> None:
    with pytest.raises(ClientError) as error:
        organized.client("cloudtrail", "commercial").lookup_events(**asked)
    assert code_of(error) == code
