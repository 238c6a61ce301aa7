"""Faults on request: errors, delays, dropped connections, and call counts."""

from __future__ import annotations

import time
from typing import Any

import pytest
from botocore.exceptions import ClientError, ConnectionClosedError

from partition_simulator import Fault
from tests.simulator.conftest import Bench, code_of, reason_of


def test_an_error_strikes_as_often_as_said_after_as_many_as_said(organized: Bench) -> None:
    organized.sim.inject(
        Fault("organizations", "DescribeOrganization", code="ConcurrentModificationException", skip=1, times=2)
    )
    client = organized.organizations("commercial")
    outcomes: list[str] = []
    for _ in range(4):
        try:
            client.describe_organization()
            outcomes.append("ok")
        except client.exceptions.ConcurrentModificationException:
            outcomes.append("struck")
    assert outcomes == ["ok", "struck", "struck", "ok"]


def test_an_error_carries_message_status_and_reason_and_has_no_effect(organized: Bench) -> None:
    organized.sim.inject(
        Fault(
            "organizations",
            "CreateGovCloudAccount",
            code="ConstraintViolationException",
            reason="ACCOUNT_NUMBER_LIMIT_EXCEEDED",
            message="You have exceeded the allowed number of AWS accounts.",
        )
    )
    with pytest.raises(ClientError, match="allowed number") as error:
        organized.organizations("commercial").create_gov_cloud_account(AccountName="x", Email="x@example.gov")
    assert (code_of(error), reason_of(error)) == ("ConstraintViolationException", "ACCOUNT_NUMBER_LIMIT_EXCEEDED")
    assert organized.sim.state()["requests"] == []


@pytest.mark.parametrize(
    ("service", "operation", "method"),
    [
        ("sts", "GetCallerIdentity", "get_caller_identity"),
        ("account", "GetGovCloudAccountInformation", "get_gov_cloud_account_information"),
        ("iam", "ListRoles", "list_roles"),
        ("s3", "ListBuckets", "list_buckets"),
    ],
)
def test_every_protocol_carries_an_injected_error(organized: Bench, service: str, operation: str, method: str) -> None:
    organized.sim.inject(Fault(service, operation, code="Throttling<>&", message="slow <down>", status=429))
    with pytest.raises(ClientError) as error:
        getattr(organized.client(service, "commercial"), method)()
    assert code_of(error) == "Throttling<>&"
    assert error.value.response["Error"]["Message"] == "slow <down>"
    assert error.value.response["ResponseMetadata"]["HTTPStatusCode"] == 429


def test_a_fault_can_be_for_one_partition_and_one_account(organized: Bench) -> None:
    organized.sim.inject(Fault("sts", "*", partition="govcloud", code="Throttling"))
    organized.sim.inject(Fault("sts", "*", account=organized.payer.commercial.account_id, code="ServiceUnavailable"))
    with pytest.raises(ClientError) as error:
        organized.sts("govcloud").get_caller_identity()
    assert code_of(error) == "Throttling"
    with pytest.raises(ClientError) as error:
        organized.sts("commercial").get_caller_identity()
    assert code_of(error) == "ServiceUnavailable"


@pytest.mark.parametrize(("drop", "requests"), [("before", 0), ("after", 1)])
def test_a_connection_drops_before_or_after_the_effect(organized: Bench, drop: str, requests: int) -> None:
    organized.sim.inject(Fault("organizations", "CreateGovCloudAccount", drop=drop))  # type: ignore[arg-type]
    client = organized.organizations("commercial")
    with pytest.raises(ConnectionClosedError):
        client.create_gov_cloud_account(AccountName="x", Email="x@example.gov")
    assert len(organized.sim.state()["requests"]) == requests
    assert client.describe_organization()


def test_a_delay_holds_up_only_the_call_it_strikes(organized: Bench) -> None:
    organized.sim.inject(Fault("sts", "GetCallerIdentity", partition="govcloud", delay_seconds=0.2))
    started = time.monotonic()
    organized.sts("govcloud").get_caller_identity()
    assert time.monotonic() - started >= 0.2


def test_cleared_faults_strike_no_more(organized: Bench) -> None:
    organized.sim.inject(Fault("*", "*", code="Throttling", times=1000))
    organized.sim.clear_faults()
    assert organized.sts("govcloud").get_caller_identity()


def test_calls_are_counted_by_partition_service_and_operation(organized: Bench) -> None:
    organized.sim.reset_calls()
    for _ in range(2):
        organized.sts("govcloud").get_caller_identity()
    organized.account("commercial").get_gov_cloud_account_information()
    organized.client("s3", "commercial").list_buckets()
    with pytest.raises(ClientError):
        organized.organizations("commercial").describe_account(AccountId="000000000000")
    assert organized.sim.calls() == {
        "govcloud sts.GetCallerIdentity": 2,
        "commercial account.GetGovCloudAccountInformation": 1,
        "commercial s3.ListBuckets": 1,
        "commercial organizations.DescribeAccount": 1,
    }
    organized.sim.reset_calls()
    assert not organized.sim.calls()


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ({}, "does nothing"),
        ({"reason": "INTERNAL_FAILURE"}, "needs a code"),
        ({"drop": "during"}, "'before' or 'after'"),
    ],
)
def test_a_fault_that_makes_no_sense_is_refused(arguments: dict[str, Any], text: str) -> None:
    with pytest.raises(ValueError, match=text):
        Fault("organizations", "DescribeAccount", **arguments)
