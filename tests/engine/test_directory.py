"""One refresh's view of an organization: what it costs, what it tells, and what it does where something fails."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from custom_resources.engine.directory import Directory
from custom_resources.engine.errors import Refused, Stopped, Transient
from custom_resources.engine.estate import Estate
from custom_resources.engine.listings import Structure
from custom_resources.engine.organization import MemberAccount
from tests.engine.conftest import Bench


def vend(bench: Bench, number: int, **more: object) -> list[str]:
    """So many pairs that are joined; returns their GovCloud ids."""
    made = [
        bench.simulator.vend(f"pair-{each}", f"pair-{each}@example.gov", join=bench.payer.govcloud, **more)  # type: ignore[arg-type]
        for each in range(number)
    ]
    bench.simulator.reset_calls()
    return [pair.govcloud.account_id for pair in made]


def read(
    estate: Estate, ids: Sequence[str], parent_id: str = "", parallel: int = 10
) -> tuple[Directory, list[MemberAccount | None]]:
    """Ask for all of them, so many at a time, as Terraform does."""
    directory = estate.directory(estate.govcloud_management)

    def ask(account_id: str) -> MemberAccount | None:
        return directory.account(account_id, estate.short_deadline(f"reading {account_id}"), parent_id)

    with ThreadPoolExecutor(parallel) as pool:
        return directory, list(pool.map(ask, ids))


def total(bench: Bench) -> int:
    return sum(bench.simulator.calls().values())


def test_a_whole_organization_is_read_in_pages(bench: Bench, estate: Estate) -> None:
    ids = vend(bench, 100)
    _, found = read(estate, ids)
    assert [each.id for each in found if each] == ids
    assert {each.parent_id for each in found if each} == {bench.root("govcloud")}
    assert bench.calls("ListAccounts") == 6  # 101 accounts
    assert bench.calls("DescribeAccount") <= 3


def test_ten_among_many_do_not_page_the_organization(bench_with: Callable[..., Bench]) -> None:
    bench = bench_with(account_quota=2000)
    ids = vend(bench, 500)
    read(bench.estate(), ids[250:260])
    assert total(bench) <= 15
    assert bench.calls("ListAccounts") <= 6


def test_without_paths_accounts_are_listed_where_they_were_last_seen(bench_with: Callable[..., Bench]) -> None:
    bench = bench_with(account_paths=False)
    ids, root = vend(bench, 100), bench.root("govcloud")
    bench.simulator.reset_calls()
    _, found = read(bench.estate(), ids, parent_id=root)
    assert {each.parent_id for each in found if each} == {root}
    assert bench.calls("ListAccountsForParent") == 6
    assert total(bench) <= 6 + 1 + 2 * 3


def test_without_paths_and_without_knowing_where_they_were_the_tree_is_read(bench_with: Callable[..., Bench]) -> None:
    bench = bench_with(account_paths=False)
    ids = vend(bench, 60)
    unit = bench.unit("govcloud")
    for each in ids[:30]:
        bench.client("govcloud").move_account(
            AccountId=each, SourceParentId=bench.root("govcloud"), DestinationParentId=unit
        )
    bench.simulator.reset_calls()
    _, found = read(bench.estate(), ids)
    assert [each.parent_id for each in found if each] == [unit] * 30 + [bench.root("govcloud")] * 30
    assert bench.calls("ListAccountsForParent") <= 4
    assert total(bench) <= 4 + 3 + 1 + 2 * 3


def test_one_that_moved_is_found_all_the_same(bench_with: Callable[..., Bench]) -> None:
    bench = bench_with(account_paths=False)
    ids, root, unit = vend(bench, 5), bench.root("govcloud"), bench.unit("govcloud")
    bench.client("govcloud").move_account(AccountId=ids[0], SourceParentId=root, DestinationParentId=unit)
    _, found = read(bench.estate(), ids, parent_id=root)
    assert [each.parent_id for each in found if each] == [unit, *[root] * 4]


def test_a_parent_that_is_gone_hides_nobody(bench_with: Callable[..., Bench]) -> None:
    bench = bench_with(account_paths=False)
    ids = vend(bench, 4)
    _, found = read(bench.estate(), ids, parent_id="ou-ab12-99999999")
    assert {each.parent_id for each in found if each} == {bench.root("govcloud")}


def test_who_is_missing_from_a_listing_is_described_before_it_is_believed(bench: Bench, estate: Estate) -> None:
    ids = vend(bench, 30)
    commercial = bench.payer.commercial.account_id
    _, found = read(estate, [*ids, commercial])
    assert found[-1] is None
    assert bench.calls("DescribeAccount") >= 1


def test_where_listing_is_not_permitted_each_is_described(bench: Bench, estate: Estate) -> None:
    ids = vend(bench, 10)
    bench.fault("ListAccounts", code="AccessDeniedException", times=100)
    _, found = read(estate, ids)
    assert [each.id for each in found if each] == ids
    assert bench.calls("ListAccounts") == 1


def test_an_error_is_every_askers_own(bench: Bench, estate: Estate) -> None:
    ids = vend(bench, 3)
    bench.fault("ListAccounts", code="AccessDeniedException", times=100)
    bench.fault("DescribeAccount", code="AccessDeniedException", times=100)
    with pytest.raises(Refused, match=ids[0]):
        read(estate, ids[:1])
    with pytest.raises(Refused, match=ids[1]):
        read(estate, ids[1:2])


def test_a_throttled_page_is_waited_out(bench: Bench, estate: Estate) -> None:
    ids = vend(bench, 40)
    bench.fault("ListAccounts", code="TooManyRequestsException", times=9)
    _, found = read(estate, ids)
    assert [each.id for each in found if each] == ids


def test_a_stop_is_heard(bench: Bench, estate: Estate) -> None:
    ids = vend(bench, 2)
    bench.pace.stop_when = lambda pace: True
    with pytest.raises(Stopped):
        read(estate, ids)
    assert total(bench) == 0


def test_many_who_ask_for_one_account_make_one_call(bench: Bench, estate: Estate) -> None:
    ids = vend(bench, 100)
    _, found = read(estate, [ids[50]] * 8, parallel=8)
    assert {each.id for each in found if each} == {ids[50]}
    assert total(bench) == 1


def test_a_change_made_from_here_begins_a_new_directory(bench: Bench, estate: Estate) -> None:
    from custom_resources.engine.memberships import place_member

    ids, unit = vend(bench, 30), bench.unit("govcloud")
    before, _ = read(estate, ids)
    place_member(estate, ids[0], unit)
    after, found = read(estate, ids)
    assert before is not after
    assert found[0] is not None
    assert found[0].parent_id == unit
    assert read(estate, ids)[0] is after


def test_a_failing_page_leaves_the_others_able_to_go_on(bench: Bench, estate: Estate) -> None:
    """The thread that meets the error raises it; whoever waited for its page reads the page instead."""
    ids = vend(bench, 30)
    directory, estate_now = estate.directory(estate.govcloud_management), estate
    bench.fault("ListAccounts", code="AWSOrganizationsNotInUseException", times=1)
    results: list[object] = []

    def ask(account_id: str) -> None:
        try:
            results.append(directory.account(account_id, estate_now.short_deadline("reading")))
        except (Refused, Transient) as error:
            results.append(error)

    threads = [threading.Thread(target=ask, args=(each,)) for each in ids]
    for each in threads:
        each.start()
    for each in threads:
        each.join(60)
    assert sum(isinstance(each, MemberAccount) for each in results) >= 29


def test_the_structure_may_grow_while_its_unread_parents_are_gone_through(estate: Estate) -> None:
    structure = Structure(estate.commercial)
    structure.listing("r-1")
    structure.listing("ou-1")
    seen = []
    for parent in structure.unread():
        structure.listing(f"{parent.parent_id}-more")  # as another thread does
        seen.append(parent.parent_id)
    assert seen == ["r-1", "ou-1"]
