"""One plan doesn't end and keep the same thing: where an `import` block stands in for a `moved` one, for example."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from custom_resources.plugin import ProviderError, Resource, ResourceContext, Values
from custom_resources.provider.account_alias import AccountAliasResource
from custom_resources.provider.account_trail import AccountTrailResource
from custom_resources.provider.membership import MembershipResource
from custom_resources.provider.planned_ends import was_wished
from tests.provider.conftest import make_settings, membership_values
from tests.provider.ground import Ground, ground
from tests.provider.host import Host
from tests.provider.test_account_alias import alias_values
from tests.provider.test_account_trail import trail_values

ENDED: list[tuple[type[Resource], Values]] = [
    (MembershipResource, membership_values(on_destroy="remove")),
    (AccountTrailResource, trail_values(on_destroy="delete")),
    (AccountAliasResource, alias_values(on_destroy="delete")),
]


@pytest.fixture
def aws() -> Iterator[Ground]:
    with ground() as found:
        yield found


@pytest.mark.parametrize(("resource", "values"), ENDED)
@pytest.mark.parametrize("kept_first", [True, False])
def test_what_one_resource_keeps_another_does_not_end_whichever_is_planned_first(
    resource: type[Resource], values: Values, kept_first: bool
) -> None:
    settings = make_settings()
    kept = lambda: resource().plan(dict(values), dict(values), ResourceContext(provider_data=settings))  # noqa: E731
    ended = lambda: resource().plan_destroy(dict(values), ResourceContext(provider_data=settings))  # noqa: E731
    first, second = (kept, ended) if kept_first else (ended, kept)
    first()
    with pytest.raises(ProviderError, match="is ended and kept in one plan") as refused:
        second()
    assert "`moved` block" in refused.value.detail


@pytest.mark.parametrize(("resource", "values"), ENDED)
def test_what_is_only_forgotten_may_be_kept_elsewhere(resource: type[Resource], values: Values) -> None:
    ctx = ResourceContext(provider_data=make_settings())
    resource().plan_destroy(values | {"on_destroy": "keep"}, ctx)
    assert resource().plan(dict(values), dict(values), ctx)


@pytest.mark.parametrize(("resource", "values"), ENDED[:2])
def test_what_another_has_claimed_is_planned_to_be_forgotten_and_is_no_conflict(
    resource: type[Resource], values: Values
) -> None:
    settings = make_settings()
    ctx = ResourceContext(provider_data=settings, private={"anothers": "another resource has taken it over"})
    resource().plan_destroy(values, ctx)
    (warning,) = ctx.diagnostics
    assert "will be forgotten, not" in warning.summary
    assert "another resource has taken it over" in warning.detail
    assert was_wished(ctx.private)  # the delete looks again
    assert resource().plan(dict(values), dict(values), ResourceContext(provider_data=settings))


def test_a_membership_whose_new_address_imports_it_is_not_ended_by_the_old_one(aws: Ground) -> None:
    host = Host(aws.provider, aws.settings())
    pair = {"govpair_account_pair.a": {"email": "aws+a@example.gov", "name": "a"}}
    assert not host.apply(pair).errors
    account_id = host.values("govpair_account_pair.a")["govcloud_account_id"]
    declared = {"account_id": account_id, "on_destroy": "remove"}
    assert not host.apply(pair | {"govpair_membership.old": declared}).errors
    renamed = pair | {"govpair_membership.new": declared}
    refused = host.apply(renamed, imports={"govpair_membership.new": account_id})
    (error,) = refused.errors
    assert account_id in error.summary
    assert "is ended and kept in one plan" in error.summary
    assert aws.own(account_id)
    host.state["govpair_membership.new"] = host.state.pop("govpair_membership.old")  # a `moved` block
    assert host.plan(renamed).empty


def test_a_membership_that_another_state_imported_says_so_in_both(aws: Ground) -> None:
    one, two = (Host(aws.provider, aws.settings()) for _ in range(2))
    pair = {"govpair_account_pair.a": {"email": "aws+a@example.gov", "name": "a"}}
    assert not one.apply(pair).errors
    account_id = one.values("govpair_account_pair.a")["govcloud_account_id"]
    declared = {"govpair_membership.a": {"account_id": account_id, "on_destroy": "remove"}}
    assert not one.apply(pair | declared).errors
    plan = two.plan(declared, imports={"govpair_membership.a": account_id})
    assert "is claimed by another declaration" in plan.said[-1].summary
    assert not two.apply_plan(plan).errors
    assert two.plan(declared).empty
    assert [item.summary for item in two.plan(declared).said] == []
    gone = one.apply(pair)
    assert "will be forgotten, not ended" in " ".join(item.summary for item in gone.said)
    assert aws.own(account_id)
