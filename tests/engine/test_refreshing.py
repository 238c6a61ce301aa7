"""Reading anew what is known already: nothing that never changes is asked for, nothing that changed is missed."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from custom_resources.engine.account_pairs import refresh_pair
from custom_resources.engine.errors import Elsewhere, Stopped
from custom_resources.engine.estate import Estate
from custom_resources.engine.memberships import read_membership, refresh_membership
from custom_resources.engine.model import UNREADABLE, AccountPair
from custom_resources.engine.pair_reading import read_pair
from partition_simulator import moto_bridge
from tests.engine.conftest import Bench

INFORMATION = "GetGovCloudAccountInformation"


def vend(bench: Bench, number: int, *, joined: bool = True) -> list[tuple[str, str]]:
    """So many pairs; returns the ids of their halves."""
    join = bench.payer.govcloud if joined else None
    made = [
        bench.simulator.vend(f"pair-{each}", f"pair-{each}@example.gov", tags={"Stage": "test"}, join=join)
        for each in range(number)
    ]
    bench.simulator.reset_calls()
    return [(pair.commercial.account_id, pair.govcloud.account_id) for pair in made]


def refreshed(estate: Estate, pairs: list[tuple[str, str]], *, with_tags: bool = False) -> list[AccountPair]:
    with ThreadPoolExecutor(10) as pool:
        return list(pool.map(lambda ids: refresh_pair(estate, *ids, with_tags=with_tags), pairs))


def test_it_tells_what_reading_one_by_one_tells(bench: Bench, estate: Estate) -> None:
    ids = vend(bench, 25)
    assert refreshed(estate, ids, with_tags=True) == [read_pair(estate, each) for each, _ in ids]
    one = ids[7][1]
    assert refresh_membership(estate, one) == read_membership(estate, one)


def test_the_govcloud_id_is_not_asked_for_again_and_its_state_comes_from_its_organization(
    bench: Bench, estate: Estate
) -> None:
    found = refreshed(estate, vend(bench, 25))
    assert {pair.govcloud_state for pair in found} == {"ACTIVE"}
    assert bench.calls(INFORMATION) == 0
    assert bench.calls("ListTagsForResource") == 0
    assert bench.calls("DescribeOrganization") == 0
    assert sum(bench.simulator.calls().values()) <= 2 * (2 + 3)


def test_where_the_govcloud_id_is_not_known_it_is_asked_for(bench: Bench, estate: Estate) -> None:
    ((commercial, govcloud),) = vend(bench, 1)
    assert refresh_pair(estate, commercial, None).govcloud_account_id == govcloud
    assert bench.calls(INFORMATION) == 1


def test_halves_that_are_no_members_are_looked_for_a_few_times_only(bench: Bench, estate: Estate) -> None:
    ids = vend(bench, 20, joined=False)
    found = [refresh_pair(estate, *each, with_tags=False) for each in ids]
    assert {pair.govcloud_state for pair in found} == {"ACTIVE"}
    assert bench.calls(INFORMATION) == 20
    assert bench.simulator.calls()["govcloud organizations.DescribeAccount"] <= 3


def test_an_organization_that_cannot_be_read_is_asked_once(bench: Bench, estate: Estate) -> None:
    ids = vend(bench, 10)
    reads = estate.govcloud_management
    bench.fault("DescribeAccount", code="AccessDeniedException", times=1000, partition="govcloud")
    bench.fault("ListAccounts", code="AccessDeniedException", times=1000, partition="govcloud")
    found = [refresh_pair(estate, *each, with_tags=False) for each in ids]
    assert {pair.govcloud_state for pair in found} == {"ACTIVE"}
    calls = bench.simulator.calls()
    assert calls["govcloud organizations.ListAccounts"] + calls["govcloud organizations.DescribeAccount"] <= 2
    assert reads.credential_set.configured


def test_where_nothing_tells_the_state_it_is_called_unreadable(bench: Bench) -> None:
    ((commercial, govcloud),) = vend(bench, 1, joined=False)
    bench.fault(INFORMATION, service="account", code="AccessDeniedException", times=1000)
    assert refresh_pair(bench.estate(), commercial, govcloud).govcloud_state == UNREADABLE


def test_one_that_left_is_told_with_the_request_that_made_it(bench: Bench, estate: Estate) -> None:
    pair = bench.vend("gone")
    world = bench.simulator.world
    account = world.accounts[pair.commercial_account_id]
    organization = moto_bridge.organization_of(world.accounts[world.memberships[account.account_id]])
    organization.expel(world, account.account_id)
    with pytest.raises(Elsewhere, match="not a member of this organization any more"):
        refresh_pair(estate, pair.commercial_account_id, pair.govcloud_account_id)


def test_a_membership_that_is_none_is_none(bench: Bench, estate: Estate) -> None:
    ((_, govcloud),) = vend(bench, 1, joined=False)
    assert refresh_membership(estate, govcloud) is None


def test_without_paths_the_parent_is_still_told(bench_with: Callable[..., Bench]) -> None:
    bench = bench_with(account_paths=False)
    ids = vend(bench, 25)
    assert {pair.parent_id for pair in refreshed(bench.estate(), ids)} == {bench.root("commercial")}


def test_a_stop_is_heard_and_no_answer_of_the_organization(bench: Bench, estate: Estate) -> None:
    ((commercial, govcloud),) = vend(bench, 1)
    bench.pace.stop_when = lambda pace: True
    with pytest.raises(Stopped):
        refresh_pair(estate, commercial, govcloud)
