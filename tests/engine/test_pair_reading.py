"""Reading pairs truthfully: both ids always, and never "gone" for what is only elsewhere, closed or unreadable."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from custom_resources.engine.account_pairs import (
    close_pair,
    creation_requests,
    find_pair,
    list_pairs,
    read_pair,
    request_in_progress,
)
from custom_resources.engine.errors import Elsewhere, EngineError, Invalid, NotFound, Refused
from custom_resources.engine.estate import Estate
from custom_resources.engine.model import UNREADABLE
from tests.engine.conftest import TRUSTED_ACCESS, Bench


def deny_account_management(bench: Bench) -> None:
    bench.client("commercial").disable_aws_service_access(ServicePrincipal=TRUSTED_ACCESS)


@pytest.mark.parametrize("known_as", ["email", "account_id", "govcloud_account_id", "name"])
def test_a_pair_is_found_by_whatever_is_known_of_it(bench: Bench, estate: Estate, known_as: str) -> None:
    bench.vend("other", estate)
    pair = bench.vend("logs", estate, tags={"a": "b"})
    values = {
        "email": pair.email,
        "account_id": pair.commercial_account_id,
        "govcloud_account_id": pair.govcloud_account_id,
        "name": pair.name,
    }
    assert find_pair(estate, **{known_as: values[known_as]}) == pair


def test_a_rate_limit_is_waited_out_while_a_pair_is_looked_for(bench: Bench, estate: Estate) -> None:
    pair = bench.vend("logs", estate)
    bench.fault("ListAccounts", code="TooManyRequestsException", times=3)  # botocore's three attempts
    assert find_pair(estate, email=pair.email) == pair


def test_a_govcloud_id_is_found_also_where_no_request_tells_it(bench: Bench, estate: Estate) -> None:
    pair = find_pair(estate, govcloud_account_id=bench.payer.govcloud.account_id)
    assert pair is not None
    assert pair.commercial_account_id == bench.payer.commercial.account_id


@pytest.mark.parametrize("known_as", ["email", "account_id", "govcloud_account_id", "name"])
def test_what_nobody_has_is_not_found(estate: Estate, known_as: str) -> None:
    value = "999988887777" if known_as.endswith("_id") else "nobody@example.gov"
    assert find_pair(estate, **{known_as: value}) is None


def test_a_govcloud_id_is_found_also_where_requests_may_not_be_read(bench: Bench, estate: Estate) -> None:
    pair = bench.vend("logs", estate)
    bench.fault("ListCreateAccountStatus", code="AccessDeniedException", times=10)
    assert find_pair(estate, govcloud_account_id=pair.govcloud_account_id) == pair


def test_a_govcloud_id_that_is_not_told_is_not_called_absent(bench: Bench, estate: Estate) -> None:
    bench.client("commercial").create_account(Email="plain@example.gov", AccountName="plain")
    bench.simulator.clock.advance(90)
    deny_account_management(bench)
    with pytest.raises(Refused, match="could not be told"):
        find_pair(estate, govcloud_account_id="999988887777")


def test_finding_takes_exactly_one_thing(estate: Estate) -> None:
    with pytest.raises(Invalid):
        find_pair(estate, email="a@example.gov", name="a")


def test_a_name_that_several_accounts_have_is_refused_with_their_ids(bench: Bench, estate: Estate) -> None:
    for number in (1, 2):
        bench.client("commercial").create_gov_cloud_account(Email=f"twin{number}@example.gov", AccountName="twin")
    bench.simulator.clock.advance(90)
    with pytest.raises(Refused, match=r"twin\d@example\.gov.*twin\d@example\.gov"):
        find_pair(estate, name="twin")


def test_an_account_without_a_govcloud_half_is_not_called_a_pair(bench: Bench, estate: Estate) -> None:
    bench.client("commercial").create_account(Email="plain@example.gov", AccountName="plain")
    bench.simulator.clock.advance(90)
    with pytest.raises(Refused, match="has no GovCloud half"):
        find_pair(estate, email="plain@example.gov")


def test_reading_costs_three_calls_where_aws_gives_paths(bench: Bench, estate: Estate) -> None:
    pair = bench.vend("logs", estate)
    bench.simulator.reset_calls()
    assert read_pair(estate, pair.commercial_account_id) == pair
    assert bench.calls("ListParents") == 0
    assert sum(bench.simulator.calls().values()) == 3


def test_a_pair_tells_whether_its_commercial_account_was_made_here_or_invited(bench: Bench, estate: Estate) -> None:
    signed_up = bench.simulator.seed_management_pair("agency", "agency@example.gov").commercial
    target = {"Id": signed_up.account_id, "Type": "ACCOUNT"}
    sent = bench.client("commercial").invite_account_to_organization(Target=target)["Handshake"]
    bench.client("commercial", keys=signed_up).accept_handshake(HandshakeId=sent["Id"])
    made = bench.vend("logs", estate).commercial_account_id
    told = [read_pair(estate, each).joined_method for each in (made, signed_up.account_id)]
    assert told == ["CREATED", "INVITED"]


def test_a_closed_pair_is_read_with_its_states(bench: Bench, estate: Estate) -> None:
    pair = bench.vend("logs", estate)
    close_pair(estate, pair.commercial_account_id)
    closed = read_pair(estate, pair.commercial_account_id)
    assert (closed.commercial_state, closed.govcloud_state) == ("SUSPENDED", "SUSPENDED")
    assert closed.govcloud_account_id == pair.govcloud_account_id


def test_an_account_that_left_is_elsewhere_and_not_gone(bench: Bench, estate: Estate) -> None:
    pair = bench.vend("logs", estate)
    bench.fault("DescribeAccount", code="AccountNotFoundException", times=10)
    with pytest.raises(Elsewhere, match="Ways out") as error:
        read_pair(estate, pair.commercial_account_id)
    assert error.value.govcloud_account_id == pair.govcloud_account_id


def test_an_account_that_nobody_knows_raises_with_the_ways_out(estate: Estate) -> None:
    with pytest.raises(NotFound, match="Ways out") as error:
        read_pair(estate, "999988887777")
    assert not isinstance(error.value, Elsewhere)


def test_an_account_that_may_not_be_read_is_refused_and_not_gone(bench: Bench, estate: Estate) -> None:
    pair = bench.vend("logs", estate)
    bench.fault("DescribeAccount", code="AccessDeniedException", times=10)
    with pytest.raises(Refused, match="organizations:DescribeAccount"):
        read_pair(estate, pair.commercial_account_id)


def test_something_that_is_no_account_id_is_refused_before_any_call(bench: Bench, estate: Estate) -> None:
    with pytest.raises(Invalid):
        read_pair(estate, "o-abcde12345")
    assert not bench.simulator.calls()


def test_where_account_management_is_not_permitted_the_creation_request_tells_the_id(
    bench: Bench, estate: Estate
) -> None:
    pair = bench.vend("logs", estate)
    deny_account_management(bench)
    read = read_pair(estate, pair.commercial_account_id)
    assert read.govcloud_account_id == pair.govcloud_account_id
    assert read.govcloud_state == UNREADABLE


def test_the_state_then_comes_from_the_govcloud_organization(bench: Bench, estate: Estate) -> None:
    from custom_resources.engine.memberships import join
    from custom_resources.engine.model import MembershipRequest

    pair = bench.vend("logs", estate)
    join(estate, MembershipRequest(pair.govcloud_account_id))
    deny_account_management(bench)
    assert read_pair(estate, pair.commercial_account_id).govcloud_state == "ACTIVE"


def test_an_id_given_by_hand_is_used_where_aws_does_not_tell_it(bench: Bench, estate: Estate) -> None:
    pair = bench.vend("logs", estate)
    deny_account_management(bench)
    bench.fault("ListCreateAccountStatus", code="AccessDeniedException", times=10)
    read = read_pair(estate, pair.commercial_account_id, known_govcloud_id=pair.govcloud_account_id)
    assert read.govcloud_account_id == pair.govcloud_account_id


def test_an_id_that_no_way_tells_is_an_error_with_the_ways_out(bench: Bench, estate: Estate) -> None:
    bench.fault("GetGovCloudAccountInformation", service="account", code="AccessDeniedException", times=10)
    with pytest.raises(Refused, match=r"trusted access for account\.amazonaws\.com"):
        read_pair(estate, bench.payer.commercial.account_id)


def test_a_rate_limit_never_makes_the_govcloud_state_unreadable(bench: Bench, estate: Estate) -> None:
    pair = bench.vend("logs", estate)
    bench.fault("GetGovCloudAccountInformation", service="account", code="TooManyRequestsException", times=7)
    read = read_pair(estate, pair.commercial_account_id, known_govcloud_id=pair.govcloud_account_id)
    assert read.govcloud_state == "ACTIVE"


def test_without_tags_neither_tags_nor_owner_are_read(bench: Bench, estate: Estate) -> None:
    pair = bench.vend("logs", estate, tags={"a": "b"})
    bench.simulator.reset_calls()
    read = read_pair(estate, pair.commercial_account_id, with_tags=False)
    assert (read.tags, read.owner) == ({}, None)
    assert bench.calls("ListTagsForResource") == 0


def test_the_inventory_has_every_pair_and_no_plain_account(bench: Bench, estate: Estate) -> None:
    bench.client("commercial").create_account(Email="plain@example.gov", AccountName="plain")
    pair = bench.vend("logs", estate)
    names = {listed.name: listed.govcloud_account_id for listed in list_pairs(estate)}
    assert names == {"payer": bench.payer.govcloud.account_id, "logs": pair.govcloud_account_id}


def test_a_request_in_progress_is_found_by_name(bench: Bench, estate: Estate) -> None:
    bench.client("commercial").create_gov_cloud_account(Email="logs@example.gov", AccountName="logs")
    running = request_in_progress(estate, "logs")
    assert running is not None
    assert running.state == "IN_PROGRESS"
    assert request_in_progress(estate, "log") is None
    bench.simulator.clock.advance(90)
    assert request_in_progress(estate, "logs") is None


def test_creation_requests_are_listed_by_state_over_all_pages(bench_with: Callable[..., Bench]) -> None:
    bench = bench_with(creations_in_progress=100)
    bench.fault("CreateGovCloudAccount", reason="INTERNAL_FAILURE")
    for number in range(24):
        bench.client("commercial").create_gov_cloud_account(Email=f"n{number}@example.gov", AccountName=f"n{number}")
    bench.simulator.clock.advance(90)
    estate = bench.estate()
    assert len(creation_requests(estate)) == 24
    assert [request.failure_reason for request in creation_requests(estate, ["FAILED"])] == ["INTERNAL_FAILURE"]


def test_an_empty_page_with_a_token_is_not_the_end(estate: Estate, monkeypatch: pytest.MonkeyPatch) -> None:
    from custom_resources.engine.organization import list_accounts

    pages = {None: {"Accounts": [], "NextToken": "1"}, "1": {"Accounts": [{"Id": "1" * 12}], "NextToken": "2"}, "2": {}}

    class Paged:
        def list_accounts(self, NextToken: str | None = None) -> object:
            return pages[NextToken]

    monkeypatch.setattr(estate.commercial, "client", lambda service, retries=True: Paged())
    assert [account.id for account in list_accounts(estate.commercial)] == ["1" * 12]


def test_errors_of_aws_keep_its_code_and_message(bench: Bench, estate: Estate) -> None:
    bench.fault("ListAccounts", code="SomethingNewException", message="nobody knows")
    with pytest.raises(EngineError, match=r"SomethingNewException.*nobody knows") as error:
        find_pair(estate, email="a@example.gov")
    assert error.value.code == "SomethingNewException"
