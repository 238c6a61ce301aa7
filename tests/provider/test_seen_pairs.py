"""A wrong account id is told at plan, without a call, where a pair of this run has it."""

from __future__ import annotations

from typing import Any

import pytest

from custom_resources.plugin import UNKNOWN, ProviderError, Resource, ResourceContext
from custom_resources.provider.invitation import InvitationResource
from custom_resources.provider.invitation_schema import SCHEMA as INVITATION
from custom_resources.provider.membership import MembershipResource
from custom_resources.provider.settings import settings_of
from tests.provider.conftest import membership_values, pair_values

RESOURCES: list[tuple[type[Resource], dict[str, Any]]] = [
    (MembershipResource, membership_values()),
    (InvitationResource, dict.fromkeys(INVITATION.attributes)),
]


@pytest.mark.parametrize(("resource", "values"), RESOURCES)
@pytest.mark.parametrize(
    ("account_id", "state", "words"),
    [
        ("111111111111", "ACTIVE", "govcloud_account_id, 222222222222"),
        ("222222222222", "SUSPENDED", "closed (SUSPENDED)"),
    ],
)
def test_an_account_that_cannot_join_is_refused_at_plan_on_its_attribute(
    resource: type[Resource],
    values: dict[str, Any],
    account_id: str,
    state: str,
    words: str,
    ctx: ResourceContext,
) -> None:
    settings_of(ctx).seen_pairs.add(pair_values(commercial_state=state))
    with pytest.raises(ProviderError, match="can't join a GovCloud organization") as refused:
        resource().plan(None, values | {"account_id": account_id}, ctx)
    assert refused.value.path == ("account_id",)
    assert words in refused.value.detail


@pytest.mark.parametrize(("resource", "values"), RESOURCES)
@pytest.mark.parametrize("account_id", ["222222222222", "333333333333", UNKNOWN])
def test_what_may_join_is_planned(
    resource: type[Resource], values: dict[str, Any], account_id: Any, ctx: ResourceContext
) -> None:
    settings_of(ctx).seen_pairs.add(pair_values())
    assert resource().plan(None, values | {"account_id": account_id}, ctx)["account_id"] is account_id


def test_a_member_that_was_closed_since_is_no_error(ctx: ResourceContext) -> None:
    settings_of(ctx).seen_pairs.add(pair_values(commercial_state="SUSPENDED"))
    assert MembershipResource().plan(membership_values(), membership_values(), ctx)
