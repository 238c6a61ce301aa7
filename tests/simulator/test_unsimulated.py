"""What isn't simulated says so, in the service's own protocol, once; and defects don't look like AWS's."""

from __future__ import annotations

import http.client
from typing import Any
from urllib.parse import urlsplit

import pytest
from botocore.exceptions import ClientError

from partition_simulator.world.clock import VirtualClock
from tests.simulator.conftest import Bench, code_of


@pytest.mark.parametrize(
    ("service", "method", "arguments", "name"),
    [
        ("organizations", "enable_all_features", {}, "organizations:EnableAllFeatures"),
        (
            "organizations",
            "create_policy",
            {"Name": "n", "Description": "", "Type": "DECLARATIVE_POLICY_EC2", "Content": "{}"},
            "DECLARATIVE_POLICY_EC2",
        ),
        ("account", "list_regions", {}, "account:ListRegions"),
        ("sts", "get_session_token", {}, "sts:GetSessionToken"),
        ("iam", "generate_organizations_access_report", {"EntityPath": "o-a1b2c3d4e5/r-a1b2"}, "iam:Generate"),
        ("ec2", "describe_instances", {}, "ec2:DescribeInstances"),
        ("cloudtrail", "list_trails", {}, "cloudtrail:ListTrails"),
        ("lambda", "list_functions", {}, "lambda:ListFunctions"),
    ],
)
def test_an_operation_that_is_not_simulated_is_a_clear_400(
    organized: Bench, service: str, method: str, arguments: dict[str, Any], name: str
) -> None:
    with pytest.raises(ClientError, match=name) as error:
        getattr(organized.client(service, "commercial"), method)(**arguments)
    assert code_of(error) == "OperationNotSimulated"
    assert error.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400


def test_a_defect_is_logged_and_answered_with_400(
    organized: Bench, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("partition_simulator.organizations.creations.listed", broken)
    with pytest.raises(ClientError, match="simulator failed inside organizations:ListCreateAccountStatus") as error:
        organized.organizations("commercial").list_create_account_status()
    assert code_of(error) == "SimulatorDefect"
    assert error.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
    assert "ZeroDivisionError" in caplog.text


def test_a_browser_gets_an_answer_too(bench: Bench) -> None:
    connection = http.client.HTTPConnection(urlsplit(bench.sim.govcloud.url).netloc, timeout=10)
    connection.request("GET", "/")
    answer = connection.getresponse()
    assert answer.status == 400
    assert b"MissingAuthenticationToken" in answer.read()
    connection.close()


def test_one_connection_serves_many_requests(bench: Bench) -> None:
    connection = http.client.HTTPConnection(urlsplit(bench.sim.govcloud.url).netloc, timeout=10)
    connection.connect()
    socket_before = connection.sock
    for _ in range(3):
        connection.request("GET", "/_simulator/calls")
        assert connection.getresponse().read() == b"{}"
    assert connection.sock is socket_before
    connection.close()


def test_the_clock_runs_as_fast_as_told_and_never_backwards() -> None:
    clock = VirtualClock(scale=0)
    start = clock.now()
    assert clock.now() == start
    clock.advance(10)
    assert clock.now() == start + 10
    clock.set_scale(1_000_000)
    assert clock.now() > start + 10
    for wrong in (lambda: clock.advance(-1), lambda: clock.set_scale(-1), lambda: VirtualClock(-1)):
        with pytest.raises(ValueError, match="backwards"):
            wrong()


def test_the_clock_of_clients_is_not_scaled_but_jumps_along() -> None:
    clock = VirtualClock(scale=1_000_000)
    start = clock.unscaled()
    clock.advance(3600)
    assert 3600 <= clock.unscaled() - start < 3605
