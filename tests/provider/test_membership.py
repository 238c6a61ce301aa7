"""What a membership decides without a call."""

from __future__ import annotations

import pytest

from custom_resources.plugin import UNKNOWN, ProviderError, ResourceContext
from custom_resources.provider.membership import RENAMED_FROM, MembershipResource
from tests.provider.conftest import membership_values


def test_destroying_keeps_by_default_without_a_call_and_says_so(ctx: ResourceContext) -> None:
    MembershipResource().delete(membership_values(), ctx)
    (warning,) = ctx.diagnostics
    assert "forgotten" in warning.summary
    assert "o-govgovgovg" in warning.detail


def test_a_planned_destroy_says_what_becomes_of_the_account(ctx: ResourceContext) -> None:
    MembershipResource().plan_destroy(membership_values(), ctx)
    MembershipResource().plan_destroy(membership_values(on_destroy="remove"), ctx)
    kept, removed = ctx.diagnostics
    assert "forgotten" in kept.summary
    assert "ended" in removed.summary


def test_a_destroy_that_was_not_planned_as_one_is_half_of_a_replacement_and_ends_nothing(ctx: ResourceContext) -> None:
    MembershipResource().plan_destroy(membership_values(on_destroy="remove"), ctx)
    MembershipResource().plan(None, membership_values(account_id=UNKNOWN), ctx)
    MembershipResource().delete(membership_values(on_destroy="remove"), ctx)
    assert "isn't ended by a replacement" in [warning.summary for warning in ctx.diagnostics][-1]


def test_the_guard_goes_by_the_account_whatever_on_destroy_says() -> None:
    for on_destroy in ("keep", "remove"):
        assert MembershipResource().identity(membership_values(on_destroy=on_destroy)) == "222222222222"
    assert MembershipResource().identity(membership_values(account_id=UNKNOWN)) is None


def test_a_role_of_another_account_or_partition_is_refused(ctx: ResourceContext) -> None:
    for arn in ("arn:aws-us-gov:iam::333333333333:role/x", "arn:aws:iam::222222222222:role/x"):
        MembershipResource().validate(membership_values(role_arn=arn), ctx)
    assert [diagnostic.path for diagnostic in ctx.diagnostics] == [("role_arn",), ("role_arn",)]


@pytest.mark.parametrize(("partition", "refused"), [("aws", True), ("aws-us-gov", False)])
def test_a_role_of_another_partition_is_refused_before_the_account_is_known(
    ctx: ResourceContext, partition: str, refused: bool
) -> None:
    arn = f"arn:{partition}:iam::333333333333:role/x"
    MembershipResource().validate(membership_values(account_id=UNKNOWN, role_arn=arn), ctx)
    assert ctx.diagnostics.has_errors is refused


def test_a_role_of_the_account_is_accepted(ctx: ResourceContext) -> None:
    MembershipResource().validate(membership_values(role_arn="arn:aws-us-gov:iam::222222222222:role/a/b"), ctx)
    assert not ctx.diagnostics.has_errors


@pytest.mark.parametrize(
    ("import_id", "role"), [("222222222222", "OrganizationAccountAccessRole"), ("222222222222/Ops", "Ops")]
)
def test_an_import_id_may_name_the_role(import_id: str, role: str, ctx: ResourceContext) -> None:
    state = MembershipResource().import_state(import_id, ctx)
    assert (state["id"], state["account_id"], state["role_name"]) == ("222222222222", "222222222222", role)


@pytest.mark.parametrize("import_id", ["", "x", "222222222222\n", "o-abc", "222222222222/", "222222222222/two words"])
def test_only_an_account_id_and_a_role_can_be_imported(import_id: str, ctx: ResourceContext) -> None:
    with pytest.raises(ProviderError, match="Invalid import id"):
        MembershipResource().import_state(import_id, ctx)


def test_a_change_of_settings_that_aws_never_sees_makes_no_call(ctx: ResourceContext) -> None:
    prior = membership_values()
    planned = membership_values(invitation_notes="hello", role_name="Other", tags={}, timeouts={"delete": "1h"})
    assert MembershipResource().update(prior, planned, ctx) == planned
    with pytest.raises(ProviderError, match="account_id can't be changed"):
        MembershipResource().update(prior, membership_values(account_id="333333333333"), ctx)


def test_a_name_changed_by_hand_is_shown_where_none_is_declared(ctx: ResourceContext) -> None:
    prior = membership_values(name="by-hand")
    ctx.private[RENAMED_FROM], ctx.config = "log-archive", {"name": None}
    MembershipResource().plan(prior, dict(prior), ctx)
    (warning,) = ctx.diagnostics
    assert "has another name: by-hand" in warning.summary
    assert "log-archive" in warning.detail
    assert RENAMED_FROM not in ctx.private


def test_a_declared_name_needs_no_warning_the_change_shows_it(ctx: ResourceContext) -> None:
    prior = membership_values(name="by-hand")
    ctx.private[RENAMED_FROM], ctx.config = "log-archive", {"name": "log-archive"}
    MembershipResource().plan(prior, prior | {"name": "log-archive"}, ctx)
    assert not list(ctx.diagnostics)
