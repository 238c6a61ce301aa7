"""After an apply the plan is empty, and state and AWS agree: what the property tests once found, one by one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.provider.ground import Ground, ground
from tests.provider.host import Configuration, Host, Reference

PAIR, MEMBERSHIP = "govpair_account_pair.a", "govpair_membership.a"
EMAIL = "aws+a@example.gov"
DECLARED: Configuration = {
    PAIR: {"email": EMAIL, "name": "a", "tags": {"CostCenter": "100"}},
    MEMBERSHIP: {"account_id": Reference(PAIR, "govcloud_account_id"), "tags": {"CostCenter": "100"}},
}


@pytest.fixture
def aws() -> Iterator[Ground]:
    with ground() as found:
        yield found


@pytest.fixture
def host(aws: Ground) -> Host:
    return Host(aws.provider, aws.settings())


def applied(host: Host, declared: Configuration = DECLARED) -> None:
    assert host.apply(declared).errors == []
    assert host.plan(declared).empty


def forget_all(host: Host) -> None:
    for address in list(host.state):
        host.forget(address)


def test_a_pair_and_a_member_taken_up_again_lose_tags_that_are_not_declared(aws: Ground, host: Host) -> None:
    applied(host)
    pair = aws.pair(EMAIL)
    assert pair is not None
    for half in (pair.commercial, pair.govcloud):
        aws.member(half.account_id).tags["Stray"] = "1"
    forget_all(host)
    applied(host)
    for half in (pair.commercial, pair.govcloud):
        assert aws.tags(half.account_id) == {"CostCenter": "100"}


def test_default_tags_are_on_both_halves_also_when_they_are_taken_up_again(aws: Ground) -> None:
    host = Host(aws.provider, aws.settings(default_tags={"Team": "platform"}))
    for _ in range(2):
        applied(host)
        pair = aws.pair(EMAIL)
        assert pair is not None
        for half in (pair.commercial, pair.govcloud):
            assert aws.tags(half.account_id) == {"CostCenter": "100", "Team": "platform"}
        forget_all(host)


def test_tags_that_aws_sets_itself_are_nobodys_change(aws: Ground, host: Host) -> None:
    applied(host)
    pair = aws.pair(EMAIL)
    assert pair is not None
    for half in (pair.commercial, pair.govcloud):
        aws.member(half.account_id).tags["aws:made-by"] = "aws"
    assert host.plan(DECLARED).empty
    forget_all(host)
    applied(host)


def test_a_closed_account_whose_place_for_closed_accounts_is_not_declared_any_more_goes_back(
    aws: Ground, host: Host
) -> None:
    places = aws.parents["commercial"]
    pair = {"email": EMAIL, "name": "a", "parent_id": places["Security"]}
    applied(host, {PAIR: pair})
    applied(host, {PAIR: pair | {"closed": True, "closed_accounts_parent_id": places["Workloads"]}})
    assert aws.member(host.values(PAIR)["id"]).parent_id == places["Workloads"]
    applied(host, {PAIR: pair | {"closed": True}})
    assert aws.member(host.values(PAIR)["id"]).parent_id == places["Security"]
