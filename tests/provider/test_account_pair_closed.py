"""What becomes of a pair that was closed: reopened by AWS Support, or gone after 90 days."""

from __future__ import annotations

from typing import Any

import pytest

from custom_resources.engine import account_pairs
from custom_resources.engine.errors import Elsewhere
from custom_resources.engine.estate import Estate
from custom_resources.plugin import ProviderError, ResourceContext, Values
from custom_resources.provider.account_pair import AccountPairResource
from custom_resources.provider.account_pair_closed import GONE, REOPENED
from tests.provider.conftest import make_settings, pair_values
from tests.provider.test_account_pair import AT_AWS, SUSPENDED, read

SHUT: dict[str, Any] = {"closed": True, "commercial_state": "SUSPENDED", "govcloud_state": "SUSPENDED"}


@pytest.fixture(autouse=True)
def no_credentials_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Estate, "verify_for_pairs", lambda estate: None)


def plan(prior: Values, planned: Values, ctx: ResourceContext) -> Values:
    return AccountPairResource().plan(prior, planned, ctx)


def test_a_pair_closed_here_and_reopened_is_not_closed_again_by_what_is_left_declared(
    ctx: ResourceContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = read(pair_values(**SHUT), AT_AWS, ctx, monkeypatch)
    assert (now["closed"], now["commercial_state"]) == (True, "ACTIVE")
    for _ in range(2):  # also after a refresh was stored
        with pytest.raises(ProviderError, match="was closed and is ACTIVE again") as refused:
            plan(now, dict(now), ctx)
        assert refused.value.path == ("closed",)
        assert "set closed = false and apply" in refused.value.detail
        now = read(now, AT_AWS, ctx, monkeypatch)
    opened = plan(now, now | {"closed": False}, ctx)
    assert (opened["closed"], opened["commercial_state"]) == (False, "ACTIVE")
    state = AccountPairResource().update(now, opened, ctx)  # no call
    assert len(ctx.diagnostics) == 0
    state = read(state, AT_AWS, ctx, monkeypatch)
    assert plan(state, state | {"closed": True}, ctx)["closed"] is True  # a wish of its own
    (warning,) = ctx.diagnostics
    assert "will be closed" in warning.summary


def test_a_pair_closed_elsewhere_and_reopened_is_not_closed_by_the_acknowledgement_that_came_late(
    ctx: ResourceContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = read(pair_values(), SUSPENDED, ctx, monkeypatch)
    now = read(stored, AT_AWS, ctx, monkeypatch)
    assert (now["closed"], REOPENED in ctx.private) == (False, True)
    with pytest.raises(ProviderError, match="was closed and is ACTIVE again"):
        plan(now, now | {"closed": True}, ctx)
    assert plan(now, dict(now), ctx) == now
    read(now, AT_AWS, ctx, monkeypatch)
    assert REOPENED not in ctx.private
    assert plan(now, now | {"closed": True}, ctx)["closed"] is True


def test_acknowledging_a_pair_that_is_closed_warns_of_no_closing(ctx: ResourceContext) -> None:
    prior = pair_values(**SHUT | {"closed": False})
    assert plan(prior, prior | {"closed": True}, ctx)["closed"] is True
    assert len(ctx.diagnostics) == 0


def test_a_closed_pair_that_was_reopened_lives_on_when_it_is_forgotten(ctx: ResourceContext) -> None:
    AccountPairResource().plan_destroy(pair_values(closed=True), ctx)
    (warning,) = ctx.diagnostics
    assert "will be forgotten, not closed" in warning.summary


def gone(state: Values, ctx: ResourceContext, patch: pytest.MonkeyPatch, *, here: bool = True) -> Values:
    """Read a pair whose account isn't in the organization."""

    def refuse(*_: object, **__: object) -> None:
        raise Elsewhere("reading the pair", "Not a member of this organization any more.")

    patch.setattr(account_pairs, "refresh_pair", refuse)
    patch.setattr(account_pairs, "in_organization", lambda estate, arn: here)
    found = AccountPairResource().read(state, ctx)
    assert found is not None
    return found


def test_a_pair_closed_here_that_left_the_organization_stays_and_is_said_to_be_closed(
    ctx: ResourceContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = pair_values(**SHUT, tags={"a": "b"}, tags_all={"a": "b"})
    now = gone(state, ctx, monkeypatch)
    assert now == state | {"commercial_state": "CLOSED", "govcloud_state": "CLOSED"}
    (warning,) = ctx.diagnostics
    assert "removed` block" in warning.detail
    assert "111111111111" in warning.detail
    assert gone(now, ctx, monkeypatch) == now
    assert plan(now, dict(now), ctx) == now
    AccountPairResource().plan_destroy(now, ctx)
    AccountPairResource().delete(now, ctx)
    assert len(ctx.diagnostics) == 1
    with pytest.raises(ProviderError, match="222222222222 can't join"):
        ctx.provider_data.seen_pairs.refuse_as_member("222222222222")


@pytest.mark.parametrize("state", [pair_values(), pair_values(**SHUT | {"closed": False}), pair_values(closed=True)])
def test_a_pair_that_was_not_closed_here_is_an_error_when_it_is_not_found(
    state: Values, ctx: ResourceContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ProviderError, match="Reading the pair") as error:
        gone(state, ctx, monkeypatch)
    assert "No new pair is planned in its place" in error.value.detail


def test_credentials_of_another_organization_say_nothing_about_a_closed_pair(
    ctx: ResourceContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ProviderError, match="Reading the pair"):
        gone(pair_values(**SHUT), ctx, monkeypatch, here=False)


def test_what_is_gone_takes_no_default_tags_and_no_change(monkeypatch: pytest.MonkeyPatch) -> None:
    ctx = ResourceContext(provider_data=make_settings(default_tags={"New": "1"}))
    now = gone(pair_values(**SHUT), ctx, monkeypatch)
    assert plan(now, dict(now), ctx) == now
    for name, value in {"name": "x", "tags": {"a": "b"}, "parent_id": "r-zz99", "closed": False}.items():
        with pytest.raises(ProviderError, match=f"closed for good: its {name} can't be changed") as refused:
            plan(now, now | {name: value}, ctx)
        assert refused.value.path == (name,)
    planned = plan(now, now | {"timeouts": {"create": "1h"}}, ctx)
    assert AccountPairResource().update(now, planned, ctx)["timeouts"] == {"create": "1h"}  # no call


def test_what_is_found_again_is_gone_no_more(ctx: ResourceContext, monkeypatch: pytest.MonkeyPatch) -> None:
    now = gone(pair_values(**SHUT), ctx, monkeypatch)
    monkeypatch.undo()
    monkeypatch.setattr(Estate, "verify_for_pairs", lambda estate: None)
    assert read(now, SUSPENDED, ctx, monkeypatch)["commercial_state"] == "SUSPENDED"
    assert GONE not in ctx.private
