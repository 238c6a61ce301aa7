"""A pair: what it is known by, how its state follows AWS, what an apply calls; a failed creation leaves no state."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from custom_resources.engine import account_pairs
from custom_resources.engine.errors import EngineError, Refused, TimedOut
from custom_resources.engine.estate import Estate
from custom_resources.engine.model import AccountPair
from custom_resources.plugin import UNKNOWN, ProviderError, ResourceContext, Values
from custom_resources.provider.account_pair import AccountPairResource
from tests.provider.conftest import pair_values

AT_AWS = AccountPair(
    email="aws+log@example.gov",
    name="log-archive",
    commercial_account_id="111111111111",
    govcloud_account_id="222222222222",
    commercial_arn="arn:aws:organizations::999999999999:account/o-abcdefghij/111111111111",
    govcloud_arn="arn:aws-us-gov:iam::222222222222:root",
    commercial_state="ACTIVE",
    govcloud_state="ACTIVE",
    parent_id="r-ab12",
    tags={},
    owner="govpair",
    joined_timestamp=datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=UTC),
    joined_method="CREATED",
)
SUSPENDED = replace(AT_AWS, commercial_state="SUSPENDED", govcloud_state="SUSPENDED")


@pytest.fixture(autouse=True)
def no_credentials_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Estate, "verify_for_pairs", lambda estate: None)


def read(state: Values, at_aws: AccountPair, ctx: ResourceContext, monkeypatch: pytest.MonkeyPatch) -> Values:
    monkeypatch.setattr(account_pairs, "refresh_pair", lambda *_, **__: at_aws)
    found = AccountPairResource().read(state, ctx)
    assert found is not None
    return found


def test_what_has_not_changed_is_read_as_it_was(ctx: ResourceContext, monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(pair_values(), AT_AWS, ctx, monkeypatch) == pair_values()


@pytest.mark.parametrize("tags", [None, {}])
def test_no_tags_are_read_as_they_were_declared(
    tags: Values | None, ctx: ResourceContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert read(pair_values(tags=tags), AT_AWS, ctx, monkeypatch)["tags"] == tags


def test_the_declared_spelling_of_the_email_stays(ctx: ResourceContext, monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(pair_values(email="AWS+Log@example.gov"), AT_AWS, ctx, monkeypatch)["email"] == "AWS+Log@example.gov"


def test_a_parent_that_could_not_be_told_stays(ctx: ResourceContext, monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(pair_values(), replace(AT_AWS, parent_id=""), ctx, monkeypatch)["parent_id"] == "r-ab12"


def test_a_pair_that_was_closed_elsewhere_is_warned_about_and_not_declared_closed(
    ctx: ResourceContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = read(pair_values(), SUSPENDED, ctx, monkeypatch)
    assert (now["closed"], now["commercial_state"]) == (False, "SUSPENDED")
    (warning,) = ctx.diagnostics
    assert "closed = true" in warning.detail


@pytest.mark.parametrize(("at_aws", "closed"), [(AT_AWS, False), (SUSPENDED, True)])
def test_an_imported_pair_is_closed_if_its_account_is(
    at_aws: AccountPair, closed: bool, ctx: ResourceContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported = AccountPairResource().import_state("111111111111", ctx)
    now = read(imported, at_aws, ctx, monkeypatch)
    assert now["closed"] is closed
    assert now["govcloud_account_id"] == "222222222222"
    assert len(ctx.diagnostics) == 0


def test_a_pair_is_known_by_its_email_however_it_is_spelled() -> None:
    identity = AccountPairResource().identity
    assert identity(pair_values(email="AWS+Log@Example.gov")) == "aws+log@example.gov"
    assert identity(pair_values(email=UNKNOWN)) is None


@pytest.mark.parametrize(
    "refusal",
    [
        Refused("tagging account 111111111111", "No.", commercial_account_id="111111111111"),
        TimedOut("creating account pair log-archive", "It takes long."),
    ],
)
def test_a_creation_that_fails_leaves_no_state_and_says_how_to_go_on(
    refusal: EngineError, ctx: ResourceContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise refusal

    monkeypatch.setattr(account_pairs, "create_pair", refuse)
    with pytest.raises(ProviderError, match="Apply again"):
        AccountPairResource().create(pair_values(parent_id=UNKNOWN), ctx)
    assert ctx.saved is None


def test_a_pair_that_was_taken_up_loses_tags_that_are_not_declared_and_is_told(
    ctx: ResourceContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    tagged: list[object] = []
    found = replace(AT_AWS, tags={"Theirs": "1"})
    monkeypatch.setattr(account_pairs, "create_pair", lambda *_, **__: (found, True))
    monkeypatch.setattr(account_pairs, "tag_pair", lambda *given, **__: tagged.append(given[2:]))
    state = AccountPairResource().create(pair_values(tags={"Ours": "2"}), ctx)
    assert tagged == [({"Ours": "2"}, {"Theirs": "1"})]
    assert state["tags"] == {"Ours": "2"}
    (warning,) = ctx.diagnostics
    assert "Theirs" in warning.detail


def test_what_only_terraform_knows_is_changed_without_a_call(ctx: ResourceContext) -> None:
    planned = pair_values(adopt_existing=True, timeouts={"create": "90m"})
    assert AccountPairResource().update(pair_values(), planned, ctx) == planned | {"tags_all": {}}


def test_a_change_that_is_refused_halfway_keeps_what_was_done(
    ctx: ResourceContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise Refused("placing account 111111111111", "No such unit.", attribute="parent_id")

    monkeypatch.setattr(account_pairs, "rename_pair", lambda *_, **__: None)
    monkeypatch.setattr(account_pairs, "place_pair", refuse)
    with pytest.raises(ProviderError) as error:
        AccountPairResource().update(pair_values(), pair_values(name="renamed", parent_id="r-zz99"), ctx)
    assert error.value.path == ("parent_id",)
    assert ctx.saved == pair_values(name="renamed")


def test_an_older_state_had_all_tags_in_one_place(ctx: ResourceContext) -> None:
    upgraded = AccountPairResource().upgrade_state(0, {"id": "111111111111", "tags": {"a": "b"}}, ctx)
    assert (upgraded["tags"], upgraded["tags_all"]) == ({"a": "b"}, {"a": "b"})
