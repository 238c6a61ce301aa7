"""Prerequisites one by one: what is fine, what is missing, and what can't be known."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from custom_resources.engine.credentials import CredentialSet
from custom_resources.engine.errors import Stopped
from custom_resources.engine.estate import Estate
from custom_resources.engine.quotas import Quotas, closure_quota
from custom_resources.engine.readiness import Readiness, check_readiness
from custom_resources.engine.readiness_model import Check
from partition_simulator import Simulator, SimulatorSettings
from tests.engine.conftest import TRUSTED_ACCESS, Bench, SimulatedPace

CHECKS = [
    "commercial_credentials",
    "govcloud_paired_credentials",
    "govcloud_management_credentials",
    "commercial_organization",
    "all_features",
    "trusted_access",
    "management_account_paired",
    "govcloud_paired_account",
    "govcloud_organization",
    "creations_in_progress",
    "account_quota",
]


@pytest.fixture
def bare() -> Iterator[Bench]:
    """A management pair without any organization."""
    with Simulator(SimulatorSettings(clock_scale=0)) as simulator:
        yield Bench(simulator, simulator.seed_management_pair(), SimulatedPace(simulator))


def by_name(readiness: Readiness) -> dict[str, Check]:
    return {check.name: check for check in readiness.checks}


def wrong(readiness: Readiness) -> dict[str, bool | None]:
    """The checks that are not passed."""
    return {check.name: check.ready for check in readiness.checks if not check.ready}


def test_where_all_is_there_all_is_ready_and_nothing_was_changed(bench: Bench, estate: Estate) -> None:
    before = bench.simulator.state()
    readiness = check_readiness(estate)
    assert [check.name for check in readiness.checks] == CHECKS
    assert readiness.ready
    assert wrong(readiness) == {}
    assert {check.next_step for check in readiness.checks} == {""}
    assert bench.payer.govcloud.account_id in by_name(readiness)["management_account_paired"].detail
    assert readiness.quotas == Quotas(
        creations_in_progress=0,
        accounts=1,
        account_quota=1000,
        closures_in_30_days=None,
        closure_quota=250,
        invitations_left=20,
    )
    assert readiness.quotas.accounts_left == 999
    assert bench.simulator.state() == before


def test_without_organizations_each_is_named_and_what_hangs_on_it_is_unknown(bare: Bench) -> None:
    readiness = check_readiness(bare.estate())
    assert not readiness.ready
    found = by_name(readiness)
    assert "aws_organizations_organization" in found["commercial_organization"].next_step
    assert found["commercial_organization"].ready is False
    assert found["all_features"].ready is None
    assert found["trusted_access"].ready is None
    assert found["management_account_paired"].ready is True
    assert found["govcloud_organization"].ready is False
    assert readiness.quotas.accounts is None


def test_an_organization_without_all_features_is_told(bare: Bench) -> None:
    bare.client("commercial").create_organization(FeatureSet="CONSOLIDATED_BILLING")
    bare.client("govcloud").create_organization(FeatureSet="ALL")
    check = by_name(check_readiness(bare.estate()))["all_features"]
    assert check.ready is False
    assert "CONSOLIDATED_BILLING" in check.detail


def test_missing_trusted_access_is_told(bench: Bench, estate: Estate) -> None:
    bench.client("commercial").disable_aws_service_access(ServicePrincipal=TRUSTED_ACCESS)
    readiness = check_readiness(estate)
    assert wrong(readiness) == {"trusted_access": False}
    assert not readiness.ready
    assert TRUSTED_ACCESS in by_name(readiness)["trusted_access"].next_step


def test_credentials_of_the_wrong_partition_are_told_and_the_rest_is_still_looked_at(bench: Bench) -> None:
    estate = bench.estate(govcloud_paired=bench.keys("govcloud_paired", bench.payer.commercial, side="commercial"))
    readiness = check_readiness(estate)
    assert wrong(readiness) == {
        "govcloud_paired_credentials": False,
        "govcloud_management_credentials": False,
        "govcloud_paired_account": None,
        "govcloud_organization": None,
    }
    assert "aws-us-gov" in by_name(readiness)["govcloud_paired_credentials"].detail
    assert not readiness.ready


def test_without_commercial_credentials_nothing_about_that_side_is_known(bench: Bench) -> None:
    nobody = bench.keys("commercial", access_key="AKIAUNKNOWNFAKE", secret_key="x")
    readiness = check_readiness(bench.estate(commercial=nobody))
    assert wrong(readiness) == {
        "commercial_credentials": False,
        **dict.fromkeys(CHECKS[3:8]),
        "creations_in_progress": None,
        "account_quota": None,
    }
    assert [check.name for check in readiness.checks] == CHECKS
    assert readiness.quotas == Quotas()


def test_an_unexpected_account_is_told(bench: Bench) -> None:
    readiness = check_readiness(bench.estate(commercial=bench.keys("commercial", account_id="111122223333")))
    assert by_name(readiness)["commercial_credentials"].ready is False
    assert "111122223333" in by_name(readiness)["commercial_credentials"].detail


def test_a_paired_set_that_is_another_account_is_told_with_the_right_one(bench: Bench) -> None:
    other = bench.simulator.seed_management_pair("other", "other@example.gov")
    estate = bench.estate(
        govcloud_paired=bench.keys("govcloud_paired", other.govcloud),
        govcloud_management=bench.keys("govcloud_management", bench.payer.govcloud),
    )
    readiness = check_readiness(estate)
    assert wrong(readiness) == {"govcloud_paired_account": False}
    assert bench.payer.govcloud.account_id in by_name(readiness)["govcloud_paired_account"].next_step


def test_a_member_in_place_of_the_management_account_is_told(bench: Bench, estate: Estate) -> None:
    pair = bench.vend("logs", estate)
    keys = bench.simulator.keys_for(pair.commercial_account_id)
    found = by_name(check_readiness(bench.estate(commercial=bench.keys("commercial", keys))))
    assert found["commercial_organization"].ready is False
    assert bench.payer.commercial.account_id in found["commercial_organization"].next_step
    assert found["trusted_access"].ready is None


def test_a_management_account_without_a_pair_is_told(bench: Bench, estate: Estate) -> None:
    bench.fault("GetGovCloudAccountInformation", service="account", code="ResourceNotFoundException", status=404)
    readiness = check_readiness(estate)
    assert wrong(readiness) == {"management_account_paired": False, "govcloud_paired_account": None}


@pytest.mark.parametrize(
    ("operation", "service", "check", "ready"),
    [
        ("DescribeOrganization", "organizations", "commercial_organization", False),
        ("ListAWSServiceAccessForOrganization", "organizations", "trusted_access", False),
        ("GetGovCloudAccountInformation", "account", "management_account_paired", False),
        ("ListCreateAccountStatus", "organizations", "creations_in_progress", True),
        ("ListAccounts", "organizations", "account_quota", True),
        ("ListHandshakesForOrganization", "organizations", "account_quota", True),
        ("GetServiceQuota", "servicequotas", "account_quota", True),
    ],
)
def test_what_may_not_be_seen_is_unknown_and_only_a_limit_may_stay_so(
    bench: Bench, estate: Estate, operation: str, service: str, check: str, ready: bool
) -> None:
    bench.fault(operation, service=service, code="AccessDeniedException", partition="commercial", times=9)
    readiness = check_readiness(estate)
    found = by_name(readiness)[check]
    assert found.ready is None
    assert f"{service}:{operation}" in found.next_step
    assert "AccessDeniedException" in found.detail
    assert readiness.ready is ready


def test_quotas_count_members_invitations_and_creations_in_progress(bench_with: Callable[..., Bench]) -> None:
    bench = bench_with(account_quota=30)
    for number in range(21):
        bench.simulator.vend(f"n{number}", f"n{number}@example.gov")
    stranger = bench.simulator.seed_management_pair("other", "other@example.gov").commercial.account_id
    client = bench.client("commercial")
    client.invite_account_to_organization(Target={"Id": stranger, "Type": "ACCOUNT"})
    for number in range(2):
        client.create_gov_cloud_account(Email=f"new{number}@example.gov", AccountName=f"new{number}")
    quotas = check_readiness(bench.estate()).quotas
    assert quotas.creations_in_progress == 2
    assert (quotas.accounts, quotas.account_quota, quotas.accounts_left) == (22 + 1 + 2, 30, 5)


def test_a_used_up_account_quota_stands_in_the_way(bench_with: Callable[..., Bench]) -> None:
    bench = bench_with(account_quota=2)
    bench.simulator.vend("logs", "logs@example.gov")
    readiness = check_readiness(bench.estate())
    assert wrong(readiness) == {"account_quota": False}
    assert not readiness.ready
    assert "Service Quotas" in by_name(readiness)["account_quota"].next_step


def test_full_slots_only_make_wait(bench: Bench, estate: Estate) -> None:
    for number in range(5):
        name = f"new{number}"
        bench.client("commercial").create_gov_cloud_account(Email=f"{name}@example.gov", AccountName=name)
    readiness = check_readiness(estate)
    assert readiness.ready
    assert "5 of 5" in by_name(readiness)["creations_in_progress"].detail


def test_a_quota_under_another_code_is_found_by_its_name(bench: Bench, estate: Estate) -> None:
    bench.fault("GetServiceQuota", service="servicequotas", code="NoSuchResourceException")
    assert check_readiness(estate).quotas.account_quota == 1000
    bench.fault("GetServiceQuota", service="servicequotas", code="NoSuchResourceException")
    bench.fault("ListServiceQuotas", service="servicequotas", code="NoSuchResourceException")
    readiness = check_readiness(estate)
    assert readiness.quotas.account_quota is None
    assert readiness.ready


@pytest.mark.parametrize(("members", "quota"), [(1, 250), (1250, 250), (1255, 251), (4999, 999), (50_000, 1000)])
def test_closures_are_bounded_both_ways(members: int, quota: int) -> None:
    assert closure_quota(members) == quota


def test_an_unreachable_endpoint_is_a_finding(bench: Bench) -> None:
    endpoints = dict.fromkeys(("organizations", "account", "sts"), "http://127.0.0.1:9")  # nobody listens there
    dead = CredentialSet("govcloud_paired", access_key="AKIAFAKE", secret_key="x", endpoints=endpoints)
    found = by_name(check_readiness(bench.estate(govcloud_paired=dead)))
    assert found["govcloud_paired_credentials"].ready is False
    assert "`endpoints`" in found["govcloud_paired_credentials"].detail


def test_a_stop_is_heard(bench: Bench, estate: Estate) -> None:
    bench.pace.stop_when = lambda pace: True
    with pytest.raises(Stopped):
        check_readiness(estate)


def test_with_a_number_of_pairs_it_says_whether_they_fit_and_how_long_they_take(bench: Bench, estate: Estate) -> None:
    bench.vend("log")
    readiness = check_readiness(estate, pairs=50)
    assert [check.name for check in readiness.checks] == [*CHECKS, "pairs_fit"]
    assert readiness.estimate is not None
    assert readiness.estimate.vending_seconds == 620  # ten creations of a minute in a row, under AWS's rate
    assert by_name(readiness)["pairs_fit"].detail == readiness.estimate.text


def test_pairs_that_do_not_fit_are_a_finding(bench_with: Callable[..., Bench]) -> None:
    bench = bench_with(account_quota=10)
    readiness = check_readiness(bench.estate(), pairs=50)
    assert not readiness.ready
    check = by_name(readiness)["pairs_fit"]
    assert (check.ready, check.required) == (False, False)
    assert "41 of them won't fit: 1 of 10 accounts are used" in check.detail
    assert check.next_step
