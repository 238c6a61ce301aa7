"""AWS's rates: who is throttled, how each service says so, and what it costs, exactly counted."""

from __future__ import annotations

import urllib.error
from typing import Any

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from partition_simulator import Simulator, SimulatorSettings
from partition_simulator.operations import SIMULATED
from partition_simulator.rates.table import AWS
from tests.simulator.conftest import SESSION, Bench, code_of
from tests.simulator.test_admin import admin


@pytest.fixture
def settings() -> SimulatorSettings:
    return SimulatorSettings(clock_scale=0, rates="aws")


def _through(call: Any, times: int) -> int:
    """How many of so many calls were not throttled."""
    through = 0
    for _ in range(times):
        try:
            call()
            through += 1
        except ClientError as error:
            assert error.response["Error"]["Code"] in ("TooManyRequestsException", "Throttling", "ThrottlingException")
    return through


def _row(bench: Bench, operation: str) -> dict[str, Any]:
    (row,) = [row for row in bench.sim.traffic() if row["operation"] == operation]
    return row


def test_the_burst_passes_and_then_what_the_clock_fills(organized: Bench) -> None:
    describe = organized.organizations("commercial").describe_organization  # 1 per second, burst 2
    assert _through(describe, 5) == 2
    organized.sim.clock.advance(0.5)
    assert _through(describe, 1) == 0
    organized.sim.clock.advance(0.5)
    assert _through(describe, 2) == 1
    organized.sim.clock.advance(3600)
    assert _through(describe, 5) == 2


def test_both_kinds_of_creation_share_a_bucket(organized: Bench) -> None:
    client = organized.organizations("commercial")
    names = iter("abcdef")

    def create(operation: Any) -> None:
        name = next(names)
        operation(AccountName=name, Email=f"{name}@example.gov")

    assert _through(lambda: create(client.create_account), 2) == 2
    assert _through(lambda: create(client.create_gov_cloud_account), 2) == 1
    assert len(organized.sim.state()["requests"]) == 3  # a throttled call has no effect


def test_each_account_and_each_partition_has_its_own_bucket(organized: Bench) -> None:
    vended = organized.sim.vend("x", "x@example.gov")
    member = organized.organizations("commercial", organized.sim.keys_for(vended.commercial.account_id))
    assert _through(organized.organizations("commercial").describe_organization, 3) == 2
    assert _through(organized.organizations("govcloud").describe_organization, 3) == 2
    assert _through(member.describe_organization, 3) == 2


def test_an_organization_s_rate_holds_for_all_accounts_that_answer_it(organized: Bench) -> None:
    govcloud, through = organized.organizations("govcloud"), 0
    for number in range(8):  # 5 per organization, 2 per account
        pair = organized.sim.vend(f"x{number}", f"x{number}@example.gov")
        target = {"Id": pair.govcloud.account_id, "Type": "ACCOUNT"}
        organized.sim.clock.advance(1)
        handshake = govcloud.invite_account_to_organization(Target=target)["Handshake"]["Id"]  # type: ignore[arg-type]
        organized.sim.set_rate("organizations.AcceptHandshake", (0.001, 5), "organization")
        invited = organized.organizations("govcloud", organized.sim.keys_for(pair.govcloud.account_id))
        through += _through(lambda: invited.accept_handshake(HandshakeId=handshake), 1)  # noqa: B023
    assert through == 5


@pytest.mark.parametrize(
    ("service", "operation", "method", "code", "status"),
    [
        ("organizations", "DescribeOrganization", "describe_organization", "TooManyRequestsException", 400),
        ("account", "GetAccountInformation", "get_account_information", "TooManyRequestsException", 429),
        ("cloudtrail", "DescribeTrails", "describe_trails", "ThrottlingException", 400),
        ("sts", "GetCallerIdentity", "get_caller_identity", "Throttling", 400),
        ("iam", "ListRoles", "list_roles", "Throttling", 400),
        ("s3", "ListBuckets", "list_buckets", "SlowDown", 503),
    ],
)
def test_each_service_says_it_in_its_own_words(
    organized: Bench, service: str, operation: str, method: str, code: str, status: int
) -> None:
    organized.sim.set_rate(f"{service}.{operation}", (1, 1))
    call = getattr(organized.client(service, "commercial"), method)
    call()
    with pytest.raises(ClientError) as error:
        call()
    assert code_of(error) == code
    assert error.value.response["ResponseMetadata"]["HTTPStatusCode"] == status


def test_a_rate_lowered_by_aws_in_mid_run(organized: Bench) -> None:
    url, client = organized.url("govcloud"), organized.organizations("commercial")
    assert _through(client.list_accounts, 6) == 6  # 8 per second, burst 12: six are left
    answer = admin(url, "POST", "rates", {"operation": "organizations.ListAccounts", "per_second": 0.5, "burst": 2})
    assert {"commercial"} == {bucket["partition"] for bucket in answer["buckets"]}
    assert _through(client.list_accounts, 6) == 2
    organized.sim.clock.advance(2)
    assert _through(client.list_accounts, 6) == 1
    admin(url, "POST", "rates", {"operation": "organizations.ListAccounts", "limit": None})
    assert _through(client.list_accounts, 30) == 30
    admin(url, "POST", "rates", {"mode": "off"})
    assert _through(client.describe_organization, 10) == 10
    assert admin(url, "GET", "rates") == {"mode": "off", "limits": [], "buckets": []}


def test_without_being_asked_for_nobody_is_throttled() -> None:
    with Simulator(SimulatorSettings(clock_scale=0)) as sim:
        bench = Bench(sim, sim.seed_management_pair())
        sim.create_organization(bench.payer.commercial)
        assert _through(bench.organizations("commercial").describe_organization, 20) == 20
        assert _row(bench, "organizations.DescribeOrganization")["calls"] == 20


def test_single_rates_can_be_set_beforehand() -> None:
    settings = SimulatorSettings(clock_scale=0, rate_overrides={"sts.GetCallerIdentity": (1, 2)})
    with Simulator(settings) as sim:
        bench = Bench(sim, sim.seed_management_pair())
        assert _through(bench.sts("govcloud").get_caller_identity, 5) == 2


def test_an_sdk_s_retries_and_its_waiting_are_counted_exactly(
    organized: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("botocore.endpoint.time.sleep", lambda seconds: None)
    keys = organized.payer.commercial
    client = SESSION.client(
        "organizations",
        endpoint_url=organized.url("commercial"),
        region_name="us-east-1",
        aws_access_key_id=keys.access_key_id,
        aws_secret_access_key=keys.secret_access_key,
        config=Config(retries={"max_attempts": 5, "mode": "legacy"}),
    )
    organized.sim.set_rate("organizations.DescribeOrganization", (1, 1))
    client.describe_organization()

    # Each throttled attempt moves the clock on by 0.4 s, as if the client had waited so long.
    def wait(**_: Any) -> None:
        organized.sim.clock.advance(0.4)

    client.meta.events.register("needs-retry.organizations.DescribeOrganization", wait)
    client.describe_organization()
    row = _row(organized, "organizations.DescribeOrganization")
    assert row["account"] == keys.account_id
    # Attempts at 0, 0.4 and 0.8 s were throttled; the one at 1.2 s found a token.
    assert (row["calls"], row["throttled"], row["retries"]) == (5, 3, 3)
    assert row["waited_seconds"] == pytest.approx(1.2, abs=2e-6)
    assert row["waiting"] == 0


def test_a_request_that_is_given_up_stays_among_the_waiting(organized: Bench) -> None:
    assert _through(organized.organizations("commercial").describe_organization, 4) == 2
    row = _row(organized, "organizations.DescribeOrganization")
    assert (row["calls"], row["throttled"], row["retries"], row["waiting"]) == (4, 2, 0, 2)
    assert admin(organized.url("commercial"), "GET", "traffic")["operations"] == organized.sim.traffic()
    admin(organized.url("commercial"), "DELETE", "traffic")
    assert organized.sim.traffic() == []


def test_rates_buckets_and_counts_go_on_after_a_restore(organized: Bench) -> None:
    organized.sim.set_rate("organizations.ListRoots", (0.25, 3))
    client = organized.organizations("commercial")
    assert _through(client.list_roots, 2) == 2
    contents, before = organized.sim.snapshot(), (organized.sim.rates(), organized.sim.traffic())
    organized.sim.set_rates("off")
    organized.sim.reset_traffic()
    organized.sim.restore_snapshot(contents)
    assert (organized.sim.rates(), organized.sim.traffic()) == before
    assert _through(client.list_roots, 2) == 1


@pytest.mark.parametrize(
    "body",
    [
        {"mode": "fast"},
        {"operation": "organizations.DescribeAccount"},
        {"operation": "organizations.Nothing", "per_second": 1, "burst": 1},
        {"operation": "DescribeAccount", "per_second": 1, "burst": 1},
        {"operation": "organizations.DescribeAccount", "per_second": 0, "burst": 1},
        {"operation": "organizations.DescribeAccount", "per_second": 1, "burst": 0},
        {"operation": "organizations.DescribeAccount", "per_second": 1, "burst": 1, "per": "continent"},
        {"operation": "organizations.DescribeAccount", "limit": 5},
    ],
)
def test_a_wrong_rate_is_refused_and_changes_nothing(organized: Bench, body: dict[str, Any]) -> None:
    before = organized.sim.rates()
    with pytest.raises(urllib.error.HTTPError) as error:
        admin(organized.url("commercial"), "POST", "rates", body)
    assert error.value.code == 400
    error.value.close()
    assert organized.sim.rates() == before


def test_the_table_is_of_simulated_operations_each_in_one_bucket_of_a_kind() -> None:
    seen = [(limit.service, operation, limit.per) for limit in AWS for operation in limit.operations]
    assert len(seen) == len(set(seen))
    assert all(operation in SIMULATED[service] for service, operation, _ in seen)
