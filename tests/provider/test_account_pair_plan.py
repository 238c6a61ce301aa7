"""What is refused, and what is filled in, when Terraform plans an account pair."""

from __future__ import annotations

from typing import Any

import pytest

from custom_resources.plugin import UNKNOWN, ProviderError, ResourceContext, Values
from custom_resources.provider.account_pair import AccountPairResource
from custom_resources.provider.account_pair_import import IMPORTED
from tests.provider.conftest import make_settings, pair_values

COMPUTED = ("id", "commercial_account_id", "govcloud_account_id", "commercial_role_arn", "govcloud_role_arn")


def new(**changes: Any) -> Values:
    return pair_values(**dict.fromkeys(COMPUTED, UNKNOWN), parent_id=UNKNOWN) | changes


def plan(prior: Values | None, planned: Values, ctx: ResourceContext) -> Values:
    return AccountPairResource().plan(prior, planned, ctx)


def test_a_new_pair_is_planned_as_declared(ctx: ResourceContext) -> None:
    assert plan(None, new(), ctx) == new()


@pytest.mark.parametrize("name", ["Log Archive", "log_archive", "name(1)"])
def test_a_new_pair_must_have_a_name_that_can_be_created(name: str, ctx: ResourceContext) -> None:
    with pytest.raises(ProviderError, match="Invalid name") as refused:
        plan(None, new(name=name), ctx)
    assert refused.value.path == ("name",)


def test_a_pair_that_may_be_adopted_may_have_any_account_name(ctx: ResourceContext) -> None:
    assert plan(None, new(name="Log Archive", adopt_existing=True), ctx)["name"] == "Log Archive"


def test_a_new_pair_may_have_a_name_that_is_not_known_yet(ctx: ResourceContext) -> None:
    assert plan(None, new(name=UNKNOWN), ctx)["name"] is UNKNOWN


def test_an_existing_pair_may_be_renamed_to_a_name_with_spaces(ctx: ResourceContext) -> None:
    assert plan(pair_values(), pair_values(name="Log Archive"), ctx)["name"] == "Log Archive"


def test_a_new_pair_whose_email_is_not_known_yet_is_refused(ctx: ResourceContext) -> None:
    with pytest.raises(ProviderError, match="its email isn't known") as refused:
        plan(None, new(email=UNKNOWN), ctx)
    assert refused.value.path == ("email",)


def test_a_new_pair_needs_an_owner_and_one_that_exists_does_not() -> None:
    ctx = ResourceContext(provider_data=make_settings(owner=None))
    with pytest.raises(ProviderError, match="the provider's owner isn't set") as refused:
        plan(None, new(), ctx)
    assert "Set owner in the provider block" in refused.value.detail
    assert plan(pair_values(), pair_values(name="renamed"), ctx)["name"] == "renamed"
    assert plan(None, new(), ResourceContext(provider_data=make_settings(owner=None, creation_marker=False))) == new()


def test_creating_a_pair_closed_is_refused(ctx: ResourceContext) -> None:
    with pytest.raises(ProviderError, match="can't be created closed") as refused:
        plan(None, new(closed=True), ctx)
    assert refused.value.path == ("closed",)


def test_the_marker_takes_one_of_the_fifty_tags(ctx: ResourceContext) -> None:
    fifty = {f"k{number}": "v" for number in range(50)}
    with pytest.raises(ProviderError, match="too many tags"):
        plan(None, new(tags=fifty), ctx)
    unmarked = ResourceContext(provider_data=make_settings(creation_marker=False))
    assert plan(None, new(tags=fifty), unmarked)["tags"] == fifty


def test_the_eleventh_new_pair_of_a_plan_is_refused(ctx: ResourceContext) -> None:
    for number in range(10):
        plan(None, new(name=f"pair-{number}"), ctx)
    with pytest.raises(ProviderError, match="Too many new account pairs"):
        plan(None, new(name="pair-10"), ctx)


def test_changes_do_not_count_as_new_pairs(ctx: ResourceContext) -> None:
    for _ in range(20):
        plan(pair_values(), pair_values(name="renamed"), ctx)
    assert plan(None, new(), ctx)


@pytest.mark.parametrize(("attribute", "value"), [("role_name", "Other"), ("iam_user_access_to_billing", "DENY")])
def test_a_change_that_needs_another_account_is_refused_with_the_way(
    attribute: str, value: str, ctx: ResourceContext
) -> None:
    with pytest.raises(ProviderError, match="can't be changed") as refused:
        plan(pair_values(), pair_values(**{attribute: value}), ctx)
    assert refused.value.path == (attribute,)
    assert "closed = true" in refused.value.detail


def test_after_an_import_the_role_name_comes_from_the_configuration(ctx: ResourceContext) -> None:
    ctx.private[IMPORTED] = True
    planned = plan(pair_values(), pair_values(role_name="Other", iam_user_access_to_billing="DENY"), ctx)
    assert planned["commercial_role_arn"] == "arn:aws:iam::111111111111:role/Other"
    assert planned["govcloud_role_arn"] == "arn:aws-us-gov:iam::222222222222:role/Other"


def test_another_spelling_of_the_email_is_no_change(ctx: ResourceContext) -> None:
    assert plan(pair_values(), pair_values(email="AWS+Log@example.gov"), ctx) == pair_values()


def test_closing_is_planned_in_place_and_warned_about(ctx: ResourceContext) -> None:
    planned = plan(pair_values(), pair_values(closed=True), ctx)
    assert planned["commercial_state"] is UNKNOWN
    assert planned["govcloud_state"] is UNKNOWN
    (warning,) = ctx.diagnostics
    assert "111111111111" in warning.detail
    assert "222222222222" in warning.detail


def test_reopening_is_refused(ctx: ResourceContext) -> None:
    prior = pair_values(closed=True, commercial_state="SUSPENDED")
    with pytest.raises(ProviderError, match="can't be reopened") as refused:
        plan(prior, pair_values(closed=False, commercial_state="SUSPENDED"), ctx)
    assert "AWS Support" in refused.value.detail


def test_without_a_configured_provider_nothing_is_planned() -> None:
    with pytest.raises(ProviderError, match="isn't configured"):
        plan(None, new(), ResourceContext())


def test_a_closing_that_is_not_known_yet_is_refused_for_a_pair_that_exists_and_a_new_one(ctx: ResourceContext) -> None:
    for prior, planned in ((pair_values(), pair_values(closed=UNKNOWN)), (None, new(closed=UNKNOWN))):
        with pytest.raises(ProviderError, match="whether it is to be closed isn't known") as refused:
            plan(prior, planned, ctx)
        assert refused.value.path == ("closed",)
