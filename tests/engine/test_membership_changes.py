"""Reading, changing and ending a membership."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from unittest.mock import ANY

import pytest

from custom_resources.engine.account_pairs import close_pair, read_pair
from custom_resources.engine.credentials import CredentialSet
from custom_resources.engine.errors import Refused, Unreachable
from custom_resources.engine.estate import Estate
from custom_resources.engine.memberships import (
    claim_member,
    invite,
    join,
    place_member,
    read_membership,
    remove_member,
    rename_member,
    tag_member,
)
from custom_resources.engine.model import AccountPair, MembershipRequest
from tests.engine.conftest import TRUSTED_ACCESS, Bench, handshakes


@pytest.fixture
def pair(bench: Bench, estate: Estate) -> AccountPair:
    return bench.vend("logs", estate)


@pytest.fixture
def request_(pair: AccountPair) -> MembershipRequest:
    return MembershipRequest(pair.govcloud_account_id)


def test_a_membership_is_read_as_it_is(bench: Bench, estate: Estate, request_: MembershipRequest) -> None:
    joined = join(estate, request_)
    assert read_membership(estate, request_.account_id, with_handshake=True) == joined


def test_an_account_that_is_no_member_reads_as_none(estate: Estate, request_: MembershipRequest) -> None:
    assert read_membership(estate, request_.account_id) is None


def test_a_suspended_member_is_read_as_suspended(
    estate: Estate, pair: AccountPair, request_: MembershipRequest
) -> None:
    join(estate, request_)
    close_pair(estate, pair.commercial_account_id)
    membership = read_membership(estate, request_.account_id)
    assert membership is not None
    assert membership.state == "SUSPENDED"


def test_a_membership_that_may_not_be_read_is_refused_and_not_none(
    bench: Bench, estate: Estate, request_: MembershipRequest
) -> None:
    bench.fault("DescribeAccount", partition="govcloud", code="AccessDeniedException")
    with pytest.raises(Refused):
        read_membership(estate, request_.account_id)


def test_a_member_is_placed_and_tagged(bench: Bench, estate: Estate, request_: MembershipRequest) -> None:
    join(estate, request_)
    unit = bench.unit("govcloud")
    place_member(estate, request_.account_id, unit)
    tag_member(estate, request_.account_id, {"a": "b"}, {})
    membership = read_membership(estate, request_.account_id)
    assert membership is not None
    assert (membership.parent_id, membership.tags) == (unit, {"a": "b"})


def trust_account_management(bench: Bench) -> None:
    bench.client("govcloud").enable_aws_service_access(ServicePrincipal=TRUSTED_ACCESS)


def test_a_member_is_named_while_joining_and_renamed_later_without_its_pair(
    bench: Bench, estate: Estate, pair: AccountPair, request_: MembershipRequest
) -> None:
    trust_account_management(bench)
    assert join(estate, replace(request_, name="Log Archive")).name == "Log Archive"
    rename_member(estate, request_.account_id, "logs (GovCloud)")
    membership = read_membership(estate, request_.account_id)
    assert membership is not None
    assert membership.name == "logs (GovCloud)"
    assert read_pair(estate, pair.commercial_account_id).name == "logs"
    assert join(estate, replace(request_, name="logs (GovCloud)")) == replace(membership, handshake_id=ANY)
    assert bench.calls("PutAccountName") == 2  # not for the name that it has


def test_the_management_account_is_renamed_without_its_id(bench: Bench, estate: Estate) -> None:
    rename_member(estate, bench.payer.govcloud.account_id, "The Payer")
    membership = read_membership(estate, bench.payer.govcloud.account_id)
    assert membership is not None
    assert membership.name == "The Payer"


def test_renaming_without_trusted_access_is_refused_by_the_name_and_the_joining_resumed(
    bench: Bench, estate: Estate, request_: MembershipRequest
) -> None:
    named = replace(request_, name="Log Archive")
    with pytest.raises(Refused, match=r"trusted access for account\.amazonaws\.com") as error:
        join(estate, named)
    assert error.value.attribute == "name"
    trust_account_management(bench)
    assert join(estate, named).name == "Log Archive"
    assert handshakes(bench) == ["ACCEPTED"]


def test_where_govcloud_has_no_account_management_the_error_says_so(bench: Bench, request_: MembershipRequest) -> None:
    nowhere = dict(bench.keys("govcloud_paired").endpoints) | {"account": "http://127.0.0.1:9"}
    estate = bench.estate(govcloud_paired=bench.keys("govcloud_paired", endpoints=nowhere))
    with pytest.raises(Unreachable, match="leave the name out") as error:
        join(estate, replace(request_, name="Log Archive"))
    assert error.value.attribute == "name"
    assert join(estate, request_).state == "ACTIVE"


def test_a_rename_that_the_listing_does_not_show_yet_is_done(
    bench: Bench, estate: Estate, request_: MembershipRequest
) -> None:
    trust_account_management(bench)
    join(estate, request_)
    bench.fault("PutAccountName", service="account", drop="after")
    rename_member(estate, request_.account_id, "Log Archive")
    membership = read_membership(estate, request_.account_id)
    assert membership is not None
    assert membership.name == "Log Archive"


def test_a_claim_is_told_apart_from_the_tags_and_the_last_one_counts(
    bench: Bench, estate: Estate, request_: MembershipRequest
) -> None:
    join(estate, replace(request_, tags={"a": "b"}))
    bench.simulator.reset_calls()
    for claim in ("first", "second"):
        claim_member(estate, request_.account_id, claim)
    assert (bench.calls("TagResource"), bench.calls("ListTagsForResource")) == (2, 0)
    tag_member(estate, request_.account_id, {"c": "d"}, {"a": "b"})
    membership = read_membership(estate, request_.account_id)
    assert membership is not None
    assert (membership.claim, membership.tags) == ("second", {"c": "d"})
    remove_member(estate, request_.account_id)
    assert join(estate, request_).claim is None  # AWS drops tags when an account leaves


def test_a_member_is_governed_without_the_paired_account_s_credentials(
    bench: Bench, estate: Estate, request_: MembershipRequest
) -> None:
    join(estate, request_)
    alone = bench.estate(
        govcloud_paired=CredentialSet("govcloud_paired"), govcloud_management=bench.keys("govcloud_management")
    )
    assert join(alone, replace(request_, parent_id=bench.unit("govcloud"))).state == "ACTIVE"
    tag_member(alone, request_.account_id, {"a": "b"}, {})
    remove_member(alone, request_.account_id)
    assert read_membership(alone, request_.account_id) is None


def test_a_removed_member_is_gone_and_can_join_again(bench: Bench, estate: Estate, request_: MembershipRequest) -> None:
    join(estate, request_)
    remove_member(estate, request_.account_id)
    assert read_membership(estate, request_.account_id) is None
    assert join(estate, request_).state == "ACTIVE"


@pytest.mark.parametrize("work", [join, invite])
def test_the_half_of_a_closed_pair_is_refused_at_once_and_not_invited(
    work: Callable[[Estate, MembershipRequest], object],
    bench: Bench,
    estate: Estate,
    pair: AccountPair,
    request_: MembershipRequest,
) -> None:
    close_pair(estate, pair.commercial_account_id)
    began = bench.pace.now()
    with pytest.raises(Refused, match="belongs to a closed pair") as error:
        work(estate, request_)
    assert error.value.attribute == "account_id"
    assert pair.commercial_account_id in error.value.detail
    assert bench.calls("InviteAccountToOrganization") == 0
    assert bench.pace.now() - began < 60  # without waiting for a role that nobody can assume


def test_removing_what_is_no_member_does_nothing(bench: Bench, estate: Estate, request_: MembershipRequest) -> None:
    remove_member(estate, request_.account_id)
    assert bench.calls("RemoveAccountFromOrganization") == 0


def test_a_suspended_member_is_removed(estate: Estate, pair: AccountPair, request_: MembershipRequest) -> None:
    join(estate, request_)
    close_pair(estate, pair.commercial_account_id)
    remove_member(estate, request_.account_id)
    assert read_membership(estate, request_.account_id) is None


def test_a_removal_whose_answer_was_lost_is_done(bench: Bench, estate: Estate, request_: MembershipRequest) -> None:
    join(estate, request_)
    bench.fault("RemoveAccountFromOrganization", drop="after")
    remove_member(estate, request_.account_id)
    assert read_membership(estate, request_.account_id) is None


@pytest.mark.parametrize(
    ("reason", "says"),
    [
        ("MEMBER_ACCOUNT_PAYMENT_INSTRUMENT_REQUIRED", "payment method"),
        ("ACCOUNT_CANNOT_LEAVE_WITHOUT_PHONE_VERIFICATION", "verified phone"),
        ("ACCOUNT_CANNOT_LEAVE_WITHOUT_EULA", "customer agreement"),
        ("CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG", "delegated administrator"),
        ("WAIT_PERIOD_ACTIVE", "four days"),
    ],
)
def test_a_refused_removal_names_the_reason(
    bench: Bench, estate: Estate, request_: MembershipRequest, reason: str, says: str
) -> None:
    join(estate, request_)
    bench.fault("RemoveAccountFromOrganization", code="ConstraintViolationException", reason=reason)
    with pytest.raises(Refused, match=says) as error:
        remove_member(estate, request_.account_id)
    assert error.value.reason == reason
    assert read_membership(estate, request_.account_id) is not None


def test_the_management_account_is_not_removed(bench: Bench, estate: Estate) -> None:
    with pytest.raises(Refused, match="management account"):
        remove_member(estate, bench.payer.govcloud.account_id)
    assert bench.calls("RemoveAccountFromOrganization") == 0
