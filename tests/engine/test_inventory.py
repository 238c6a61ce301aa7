"""The inventory of pairs: every page, every filter, and the truth about what AWS does not tell."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from custom_resources.engine.account_pairs import InventoryFilter, close_pair, list_inventory
from custom_resources.engine.errors import Invalid, NotFound, Refused, Stopped
from custom_resources.engine.estate import Estate
from tests.engine.conftest import TRUSTED_ACCESS, Bench


def names(estate: Estate, **wanted: Any) -> list[str]:
    return [pair.name for pair in list_inventory(estate, InventoryFilter(**wanted)).pairs]


def move(bench: Bench, account_id: str, unit: str) -> None:
    client = bench.client("commercial")
    source = client.list_parents(ChildId=account_id)["Parents"][0]["Id"]
    client.move_account(AccountId=account_id, SourceParentId=source, DestinationParentId=unit)


def test_every_pair_is_listed_over_all_pages_by_email_and_no_plain_account(bench_with: Callable[..., Bench]) -> None:
    bench = bench_with(creations_in_progress=100)
    for number in range(45):
        bench.simulator.vend(f"n{number:02}", f"n{number:02}@example.gov")
    bench.client("commercial").create_account(Email="plain@example.gov", AccountName="plain")
    bench.simulator.clock.advance(90)
    bench.simulator.reset_calls()
    inventory = list_inventory(bench.estate())
    assert [pair.name for pair in inventory.pairs] == [f"n{number:02}" for number in range(45)] + ["payer"]
    ids = {(pair.commercial_account_id, pair.govcloud_account_id) for pair in inventory.pairs}
    assert ids == {(pair["commercial"], pair["govcloud"]) for pair in bench.simulator.state()["pairs"]}
    assert inventory.untold == ()
    assert bench.calls("ListAccounts") == 3
    assert bench.calls("GetGovCloudAccountInformation") == 47


def test_an_empty_page_with_a_token_is_not_the_end(
    bench: Bench, estate: Estate, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.vend("logs", estate)
    real = estate.commercial.organizations().list_accounts

    def paged(**asked: Any) -> Any:
        return real() if asked.get("NextToken") == "again" else {"Accounts": [], "NextToken": "again"}

    monkeypatch.setattr(estate.commercial.organizations(), "list_accounts", paged)
    assert names(estate) == ["logs", "payer"]


def test_a_unit_s_pairs_are_listed_and_with_recursive_those_below_it(bench: Bench, estate: Estate) -> None:
    client, outer = bench.client("commercial"), bench.unit("commercial", "Workloads")
    inner = client.create_organizational_unit(ParentId=outer, Name="Test")["OrganizationalUnit"]["Id"]
    for name, unit in (("outer", outer), ("inner", inner), ("elsewhere", None)):
        pair = bench.vend(name, estate)
        if unit:
            move(bench, pair.commercial_account_id, unit)
    assert names(estate, parent_id=outer) == ["outer"]
    assert names(estate, parent_id=outer, recursive=True) == ["inner", "outer"]
    assert names(estate, parent_id=bench.root("commercial"), recursive=True) == ["elsewhere", "inner", "outer", "payer"]
    (pair,) = list_inventory(estate, InventoryFilter(parent_id=inner)).pairs
    assert pair.parent_id == inner


def test_tags_must_all_be_there_with_their_values(bench: Bench, estate: Estate) -> None:
    bench.vend("both", estate, tags={"Team": "a", "Cost": "1"})
    bench.vend("one", estate, tags={"Team": "a"})
    bench.vend("other", estate, tags={"Team": "b", "Cost": "1"})
    assert names(estate, tags={"Team": "a"}) == ["both", "one"]
    assert names(estate, tags={"Team": "a", "Cost": "1"}) == ["both"]
    assert names(estate, tags={"Team": ""}) == []


def test_states_names_and_ids_cost_no_call_for_the_others(bench: Bench, estate: Estate) -> None:
    logs, audit = bench.vend("log-archive", estate), bench.vend("log-audit", estate)
    close_pair(estate, audit.commercial_account_id)
    bench.simulator.reset_calls()
    assert names(estate, states=frozenset({"SUSPENDED"})) == ["log-audit"]
    assert names(estate, name_pattern="log-arch*") == ["log-archive"]
    assert names(estate, commercial_account_ids=frozenset({logs.commercial_account_id})) == ["log-archive"]
    assert bench.calls("GetGovCloudAccountInformation") == bench.calls("ListTagsForResource") == 3
    assert names(estate, govcloud_account_ids=frozenset({audit.govcloud_account_id, "1" * 12})) == ["log-audit"]
    assert names(estate, name_pattern="log-*", states=frozenset({"ACTIVE"})) == ["log-archive"]


def test_without_tags_none_are_read_and_a_filter_by_tags_reads_them_all_the_same(bench: Bench, estate: Estate) -> None:
    bench.vend("logs", estate, tags={"Team": "a"})
    bench.simulator.reset_calls()
    assert [dict(pair.tags) for pair in list_inventory(estate, with_tags=False).pairs] == [{}, {}]
    assert bench.calls("ListTagsForResource") == 0
    (pair,) = list_inventory(estate, InventoryFilter(tags={"Team": "a"}), with_tags=False).pairs
    assert (dict(pair.tags), pair.owner) == ({"Team": "a"}, "govpair")


def test_where_account_management_is_not_permitted_the_journal_tells_and_is_read_once(
    bench: Bench, estate: Estate
) -> None:
    pairs = [bench.vend(f"n{number}", estate) for number in range(3)]
    bench.client("commercial").disable_aws_service_access(ServicePrincipal=TRUSTED_ACCESS)
    bench.simulator.reset_calls()
    listed = {pair.commercial_account_id: pair.govcloud_account_id for pair in list_inventory(estate).pairs}
    assert listed == {pair.commercial_account_id: pair.govcloud_account_id for pair in pairs} | {
        bench.payer.commercial.account_id: bench.payer.govcloud.account_id  # asks about itself, which needs no trust
    }
    assert bench.calls("ListCreateAccountStatus") == 1
    assert bench.calls("LookupEvents") == 0


def test_accounts_that_aws_does_not_tell_about_are_named_and_not_left_out_silently(
    bench: Bench, estate: Estate
) -> None:
    bench.vend("logs", estate)
    bench.client("commercial").create_account(Email="plain@example.gov", AccountName="plain")
    bench.simulator.clock.advance(90)
    bench.client("commercial").disable_aws_service_access(ServicePrincipal=TRUSTED_ACCESS)
    inventory = list_inventory(estate)
    assert [pair.name for pair in inventory.pairs] == ["logs", "payer"]
    assert [account.name for account in inventory.untold] == ["plain"]
    assert "trusted access" in inventory.why


def test_a_rate_limit_in_the_middle_is_waited_out_without_beginning_anew(bench: Bench, estate: Estate) -> None:
    for number in range(22):
        bench.simulator.vend(f"n{number}", f"n{number}@example.gov")
    bench.fault("ListAccounts", code="TooManyRequestsException", times=3, skip=1)
    bench.fault("GetGovCloudAccountInformation", service="account", code="TooManyRequestsException", times=3, skip=5)
    bench.fault("ListTagsForResource", code="TooManyRequestsException", times=3, skip=5)
    assert len(list_inventory(estate).pairs) == 23
    assert bench.calls("ListAccounts") == 5
    refused = [line for line in bench.lines if "AWS answers" in line]
    assert len(refused) == 3


def test_an_account_that_leaves_while_it_is_listed_is_left_out(bench: Bench, estate: Estate) -> None:
    bench.vend("logs", estate)
    bench.fault("ListTagsForResource", code="TargetNotFoundException")
    bench.fault("DescribeAccount", code="AccountNotFoundException")
    assert len(list_inventory(estate).pairs) == 1


def test_one_that_is_still_there_is_not_left_out_whatever_one_call_says(bench: Bench, estate: Estate) -> None:
    bench.vend("logs", estate)
    bench.fault("ListTagsForResource", code="TargetNotFoundException")
    with pytest.raises(NotFound, match="TargetNotFoundException"):
        list_inventory(estate)


def test_a_unit_that_is_not_there_is_an_error_and_not_an_empty_list(estate: Estate, bench: Bench) -> None:
    for parent_id in ("r-zzzz", "ou-zzzz-zzzzzzzz"):
        for recursive in (True, False):
            with pytest.raises(NotFound, match=parent_id) as error:
                names(estate, parent_id=parent_id, recursive=recursive)
            assert error.value.attribute == "parent_id"
    govcloud = bench.root("govcloud")
    with pytest.raises(NotFound, match="differ"):
        names(estate, parent_id=govcloud)


@pytest.mark.parametrize(("attribute", "value"), [("parent_id", "o-abcdefghij"), ("name_pattern", "l\u043eg")])
def test_what_cannot_be_is_refused_before_any_call(bench: Bench, estate: Estate, attribute: str, value: str) -> None:
    with pytest.raises(Invalid) as error:
        names(estate, **{attribute: value})
    assert error.value.attribute == attribute
    assert not bench.simulator.calls()


def test_what_may_not_be_read_is_refused_with_the_permission(bench: Bench, estate: Estate) -> None:
    bench.fault("ListAccounts", code="AccessDeniedException")
    with pytest.raises(Refused, match="organizations:ListAccounts"):
        list_inventory(estate)


def test_a_stop_is_heard_between_two_calls(bench: Bench, estate: Estate) -> None:
    bench.vend("logs", estate)
    bench.simulator.reset_calls()
    bench.pace.stop_when = lambda pace: bench.calls("ListAccounts") > 0
    with pytest.raises(Stopped):
        list_inventory(estate)
    assert bench.calls("GetGovCloudAccountInformation") == 0
