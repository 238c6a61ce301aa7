"""The data source `govpair_account_pairs`."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from custom_resources.engine.account_pairs import Inventory, InventoryFilter
from custom_resources.engine.errors import NotFound
from custom_resources.engine.organization import MemberAccount
from custom_resources.plugin import Context, ProviderError, Values
from custom_resources.provider.account_pairs_data_source import AccountPairsDataSource
from custom_resources.provider.pair_attributes import all_attributes
from tests.provider.conftest import make_settings
from tests.provider.pairs import PAIR, no_check

SOURCE = AccountPairsDataSource()
PLAIN = MemberAccount("333333333333", "", "plain@example.gov", "plain", "ACTIVE", "CREATED", None, "r-ab12")


def config(**changes: Any) -> Values:
    return dict.fromkeys(SOURCE.schema.attributes) | changes


@pytest.fixture
def ctx(monkeypatch: pytest.MonkeyPatch) -> Context:
    no_check(monkeypatch)
    return Context(provider_data=make_settings())


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[InventoryFilter, bool]]:
    """What the engine was asked for; it answers with one pair."""
    calls: list[tuple[InventoryFilter, bool]] = []

    def answer(estate: object, wanted: InventoryFilter, *, with_tags: bool) -> Inventory:
        calls.append((wanted, with_tags))
        return Inventory((PAIR,))

    monkeypatch.setattr("custom_resources.engine.account_pairs.list_inventory", answer)
    return calls


def test_without_filters_everything_is_asked_for_with_tags(ctx: Context, asked: list[Any]) -> None:
    read = SOURCE.read(config(), ctx)
    assert asked == [(InventoryFilter(), True)]
    (pair,) = read["account_pairs"]
    assert pair.keys() == all_attributes().keys()
    assert (pair["email"], pair["owner"], pair["tags"]) == (PAIR.email, "govpair", {"Team": "a"})
    assert pair["joined_timestamp"] == "2026-01-02T03:04:05Z"


def test_every_filter_reaches_the_engine(ctx: Context, asked: list[Any]) -> None:
    SOURCE.read(
        config(
            parent_id="r-ab12",
            recursive=True,
            tags={"a": "b"},
            states=["ACTIVE", "ACTIVE"],
            name_pattern="log-*",
            commercial_account_ids=["111111111111"],
            govcloud_account_ids=["222222222222"],
        ),
        ctx,
    )
    assert asked[0][0] == InventoryFilter(
        "r-ab12",
        True,
        {"a": "b"},
        frozenset({"ACTIVE"}),
        "log-*",
        frozenset({"111111111111"}),
        frozenset({"222222222222"}),
    )


def test_tags_that_are_not_read_are_null_and_not_empty(ctx: Context, asked: list[Any]) -> None:
    (pair,) = SOURCE.read(config(read_tags=False), ctx)["account_pairs"]
    assert asked[0][1] is False
    assert (pair["tags"], pair["owner"]) == (None, None)


def test_accounts_of_which_aws_does_not_tell_are_named_in_a_warning(
    ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = tuple(replace(PLAIN, id=f"{number:012}") for number in range(30))
    inventory = Inventory((PAIR,), many, "AccessDenied.")
    monkeypatch.setattr("custom_resources.engine.account_pairs.list_inventory", lambda *_, **__: inventory)
    assert len(SOURCE.read(config(), ctx)["account_pairs"]) == 1
    (warning,) = ctx.diagnostics
    assert warning.severity == "warning"
    assert "30 member accounts" in warning.summary
    assert "000000000000" in warning.detail
    assert "and 10 more" in warning.detail
    assert "AccessDenied." in warning.detail


def test_a_parent_that_is_not_there_is_blamed_on_the_attribute(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object, **__: object) -> Inventory:
        raise NotFound("listing the accounts in r-zzzz", "no such root", attribute="parent_id")

    monkeypatch.setattr("custom_resources.engine.account_pairs.list_inventory", missing)
    with pytest.raises(ProviderError) as error:
        SOURCE.read(config(parent_id="r-zzzz"), ctx)
    assert error.value.path == ("parent_id",)


@pytest.mark.parametrize(
    ("given", "path"),
    [({"recursive": True}, ("recursive",)), ({"read_tags": False, "tags": {"a": "b"}}, ("read_tags",))],
)
def test_what_does_not_go_together_is_refused(given: dict[str, Any], path: tuple[str, ...]) -> None:
    ctx = Context()
    SOURCE.validate(config(**given), ctx)
    assert [item.path for item in ctx.diagnostics] == [path]


@pytest.mark.parametrize("given", [{"recursive": False}, {"recursive": True, "parent_id": "r-ab12"}])
def test_what_goes_together_passes(given: dict[str, Any]) -> None:
    ctx = Context()
    SOURCE.validate(config(**given), ctx)
    assert len(ctx.diagnostics) == 0
