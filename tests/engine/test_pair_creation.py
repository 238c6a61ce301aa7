"""Creating a pair: what is asked for is what comes out, and what passes is waited out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from custom_resources.engine.account_pairs import create_pair
from custom_resources.engine.errors import CreationFailed, Invalid, Refused, TimedOut, Unreachable
from custom_resources.engine.estate import Estate
from custom_resources.engine.model import PairRequest
from custom_resources.engine.reasons import FAILURE_REASONS
from tests.engine.conftest import Bench

REQUEST = PairRequest("logs@example.gov", "logs", tags={"CostCenter": "100"})


def test_a_creation_gives_a_pair_with_both_ids(bench: Bench, estate: Estate) -> None:
    pair, adopted = create_pair(estate, REQUEST)
    assert not adopted
    assert (pair.email, pair.name) == ("logs@example.gov", "logs")
    assert {pair.commercial_account_id, pair.govcloud_account_id} == bench.account_ids_with(REQUEST.email)
    assert pair.commercial_state == pair.govcloud_state == "ACTIVE"
    assert pair.commercial_arn.startswith("arn:aws:organizations::")
    assert pair.govcloud_arn == f"arn:aws-us-gov:iam::{pair.govcloud_account_id}:root"
    assert pair.parent_id == bench.root("commercial")


def test_the_owner_marker_is_on_the_create_call_and_no_tag_of_the_pair(bench: Bench) -> None:
    pair = bench.vend("logs", bench.estate(owner="platform"), tags={"CostCenter": "100"})
    assert bench.calls("TagResource") == 0
    assert pair.owner == "platform"
    assert pair.tags == {"CostCenter": "100"}


def test_without_the_creation_marker_the_account_has_none(bench: Bench) -> None:
    assert bench.vend("logs", bench.estate(creation_marker=False)).owner is None


def test_the_role_is_the_one_asked_for(bench: Bench) -> None:
    pair = bench.vend("logs", role_name="Deployer")
    session = bench.estate().govcloud_paired.assumed(f"arn:aws-us-gov:iam::{pair.govcloud_account_id}:role/Deployer")
    assert session.identity().account_id == pair.govcloud_account_id


def test_the_pair_ends_below_its_organizational_unit(bench: Bench) -> None:
    unit = bench.unit("commercial")
    assert bench.vend("logs", parent_id=unit).parent_id == unit


def test_a_parent_that_does_not_exist_fails_with_both_ids_and_the_attribute(bench: Bench, estate: Estate) -> None:
    with pytest.raises(Refused) as error:
        bench.fault("MoveAccount", code="AccessDeniedException", message="no")
        bench.vend("logs", estate, parent_id=bench.unit("commercial"))
    ids = {error.value.commercial_account_id, error.value.govcloud_account_id}
    assert ids == bench.account_ids_with("logs@example.gov")
    assert all(str(account_id) in error.value.detail for account_id in ids)


@pytest.mark.parametrize("parent", ["ou-ab12-cd34ef56", "r-zz99"])
def test_an_unknown_parent_is_refused_before_anything_is_made(bench: Bench, estate: Estate, parent: str) -> None:
    from custom_resources.engine.errors import NotFound

    with pytest.raises(NotFound) as error:
        bench.vend("logs", estate, parent_id=parent)
    assert bench.account_ids_with("logs@example.gov") == set()
    assert error.value.attribute == "parent_id"
    assert parent in str(error.value)


@pytest.mark.parametrize(
    ("request_", "attribute"),
    [
        (PairRequest("nobody", "logs"), "email"),
        (PairRequest("logs@example.gov", "log archive"), "name"),
        (PairRequest("logs@example.gov", "logs", role_name="a/b"), "role_name"),
        (PairRequest("logs@example.gov", "logs", parent_id="somewhere"), "parent_id"),
        (PairRequest("logs@example.gov", "logs", tags={"aws:x": ""}), "tags"),
        (PairRequest("logs@example.gov", "logs", tags={f"k{n}": "" for n in range(50)}), "tags"),
        (PairRequest("logs@example.gov", "logs", iam_user_access_to_billing="MAYBE"), "iam_user_access_to_billing"),  # type: ignore[arg-type]
    ],
)
def test_a_bad_request_is_refused_before_any_call(
    bench: Bench, estate: Estate, request_: PairRequest, attribute: str
) -> None:
    with pytest.raises(Invalid) as error:
        create_pair(estate, request_)
    assert error.value.attribute == attribute
    assert sum(bench.simulator.calls().values()) == 0


def test_fifty_tags_fit_where_the_marker_is_switched_off(bench: Bench) -> None:
    tags = {f"k{n}": "" for n in range(50)}
    assert bench.vend("logs", bench.estate(creation_marker=False), tags=tags).tags == tags


@pytest.mark.parametrize(
    "code", ["ConcurrentModificationException", "FinalizingOrganizationException", "TooManyRequestsException"]
)
def test_a_refusal_that_passes_is_waited_out(bench: Bench, estate: Estate, code: str) -> None:
    bench.fault("CreateGovCloudAccount", code=code, times=4)
    bench.vend("logs", estate)
    assert bench.calls("CreateGovCloudAccount") == 5
    assert len(bench.account_ids_with("logs@example.gov")) == 2


def test_a_refusal_that_does_not_pass_in_time_says_what_was_seen_last(bench: Bench, estate: Estate) -> None:
    bench.fault("CreateGovCloudAccount", code="FinalizingOrganizationException", times=1000)
    with pytest.raises(TimedOut, match="FinalizingOrganizationException") as error:
        create_pair(estate, REQUEST, timeout=600)
    assert "600 s" in error.value.detail


def test_a_creation_that_takes_too_long_names_its_request(bench_with: Callable[..., Bench]) -> None:
    bench = bench_with(creation_seconds=5000)
    with pytest.raises(TimedOut, match=r"car-[a-z0-9]+ is IN_PROGRESS"):
        create_pair(bench.estate(), REQUEST, timeout=600)


def test_an_account_not_found_right_after_its_creation_is_looked_for_again(bench: Bench, estate: Estate) -> None:
    bench.fault("DescribeAccount", code="AccountNotFoundException", times=3)
    assert bench.vend("logs", estate).govcloud_account_id in bench.account_ids_with("logs@example.gov")


def test_polls_without_an_answer_do_not_end_a_creation(bench: Bench, estate: Estate) -> None:
    bench.fault("DescribeCreateAccountStatus", drop="before", times=3)  # botocore tries three times: one poll
    bench.vend("logs", estate)
    assert bench.calls("CreateGovCloudAccount") == 1


def test_a_request_that_is_not_shown_right_after_it_was_accepted_is_looked_for_again(
    bench: Bench, estate: Estate
) -> None:
    bench.fault("DescribeCreateAccountStatus", code="CreateAccountStatusNotFoundException", times=2)
    assert bench.vend("logs", estate).govcloud_account_id


def test_all_fifteen_failure_reasons_of_the_service_model_are_in_the_table() -> None:
    import botocore.session

    model = botocore.session.Session().get_service_model("organizations")
    assert set(FAILURE_REASONS) == set(model.shape_for("CreateAccountFailureReason").enum)  # type: ignore[attr-defined]


@pytest.mark.parametrize("reason", sorted(FAILURE_REASONS))
def test_a_failed_request_gives_its_reason_the_ids_and_the_next_step(bench: Bench, estate: Estate, reason: str) -> None:
    bench.fault("CreateGovCloudAccount", reason=reason)
    with pytest.raises(CreationFailed) as error:
        create_pair(estate, REQUEST)
    assert error.value.reason == reason
    assert "logs@example.gov" in error.value.title
    assert FAILURE_REASONS[reason].step in error.value.detail
    request_id = bench.client("commercial").list_create_account_status()["CreateAccountStatuses"][0]["Id"]
    assert request_id in error.value.detail
    assert bench.calls("CreateGovCloudAccount") == 1


@pytest.mark.deviates
def test_a_reason_that_nobody_knows_is_shown_as_it_is(bench: Bench, estate: Estate) -> None:
    bench.fault("CreateGovCloudAccount", reason="MARS_IN_RETROGRADE")
    with pytest.raises(CreationFailed, match="MARS_IN_RETROGRADE"):
        create_pair(estate, REQUEST)


def test_a_payer_without_a_govcloud_account_is_told_to_get_one(bench: Bench, estate: Estate) -> None:
    bench.fault(
        "CreateGovCloudAccount", code="ConstraintViolationException", reason="MASTER_ACCOUNT_NOT_GOVCLOUD_ENABLED"
    )
    with pytest.raises(Refused, match="must itself be paired") as error:
        create_pair(estate, REQUEST)
    assert error.value.reason == "MASTER_ACCOUNT_NOT_GOVCLOUD_ENABLED"


def test_no_permission_names_the_permission(bench: Bench, estate: Estate) -> None:
    bench.fault("CreateGovCloudAccount", code="AccessDeniedException", message="not you")
    with pytest.raises(Refused, match="organizations:CreateGovCloudAccount"):
        create_pair(estate, REQUEST)


def test_an_endpoint_that_cannot_be_reached_ends_the_creation_without_a_doubt(bench: Bench) -> None:
    endpoints = {"sts": bench.url("commercial"), "account": bench.url("commercial")}
    endpoints["organizations"] = "http://127.0.0.1:9"  # the discard port: nobody listens
    estate = bench.estate(commercial=bench.keys("commercial", endpoints=endpoints))
    with pytest.raises(Unreachable, match=r"127\.0\.0\.1:9"):
        create_pair(estate, REQUEST)
