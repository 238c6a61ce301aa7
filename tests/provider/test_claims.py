"""Which membership, and which trail, a resource may end."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from custom_resources.engine.errors import Refused
from custom_resources.engine.model import Membership
from custom_resources.plugin import UNKNOWN, ProviderError, Resource, ResourceContext, Values
from custom_resources.provider.account_trail import AccountTrailResource
from custom_resources.provider.claims import MEMBERSHIPS, TRAILS, Claims
from custom_resources.provider.membership import MembershipResource
from custom_resources.provider.membership_state import another_one
from tests.provider.conftest import make_settings, membership_values
from tests.provider.test_account_trail import trail_values

JOINED = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
OWN = {"claim": "mine"}


def membership(**changes: Any) -> Membership:
    """The membership of :func:`membership_values`, as AWS has it."""
    given: dict[str, Any] = {
        "account_id": "222222222222",
        "organization_id": "o-govgovgovg",
        "arn": "arn:aws-us-gov:organizations::888888888888:account/o-govgovgovg/222222222222",
        "state": "ACTIVE",
        "parent_id": "r-gov1",
        "tags": {},
        "handshake_id": None,
        "joined_method": "INVITED",
        "joined_timestamp": JOINED,
    }
    return Membership(**given | changes)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, None),
        ({"state": "SUSPENDED"}, None),
        ({"organization_id": "o-otherother"}, "o-otherother"),
        ({"joined_timestamp": JOINED.replace(year=2027)}, "another membership"),
    ],
)
def test_another_membership_of_the_same_account_is_told_apart(changes: dict[str, Any], reason: str | None) -> None:
    why = another_one(membership(**changes), membership_values())
    assert why is None if reason is None else reason in (why or "")


@pytest.mark.parametrize("claims", [MEMBERSHIPS, TRAILS])
@pytest.mark.parametrize(
    ("present", "private", "reason"),
    [
        ("mine", OWN, None),
        ("other", OWN, "another resource"),
        ("other", {}, "another resource"),
        (None, OWN, "is gone"),
        (None, {}, "is gone"),
    ],
)
def test_only_what_carries_the_object_s_own_claim_is_ended(
    claims: Claims, present: str | None, private: dict[str, Any], reason: str | None, ctx: ResourceContext
) -> None:
    ctx.private = dict(private)
    why = claims.superseded(present, ctx)
    assert why is None if reason is None else reason in (why or "") and claims.tag in (why or "")


@pytest.mark.parametrize("claims", [MEMBERSHIPS, TRAILS])
@pytest.mark.parametrize(
    ("ends", "present", "claimed"),
    [(True, None, True), (True, "other", True), (False, "other", True), (False, None, False), (True, "mine", False)],
)
def test_what_may_be_ended_is_claimed_and_what_another_claimed_is_taken_over(
    claims: Claims, ends: bool, present: str | None, claimed: bool, ctx: ResourceContext
) -> None:
    ctx.private = dict(OWN)
    put: list[str] = []
    claims.claim_if_needed({"on_destroy": claims.ending if ends else "keep"}, ctx, present, put.append)
    assert put == (["mine"] if claimed else [])


def test_a_claim_is_made_up_once_and_kept(ctx: ResourceContext) -> None:
    put: list[str] = []
    TRAILS.claim_if_needed({"on_destroy": "delete"}, ctx, None, put.append)
    TRAILS.claim_if_needed({"on_destroy": "delete"}, ctx, "other", put.append)
    assert put == [ctx.private["claim"]] * 2
    assert len(put[0]) >= 32


def test_another_s_claim_is_not_lived_with_where_tags_are_switched_off() -> None:
    ctx = ResourceContext(provider_data=make_settings(creation_marker=False))
    with pytest.raises(ProviderError, match="claimed by another declaration") as error:
        MEMBERSHIPS.claim_if_needed({"on_destroy": "keep"}, ctx, "other", pytest.fail)
    assert "Remove the tag govpair:membership" in error.value.detail
    MEMBERSHIPS.claim_if_needed({"on_destroy": "keep"}, ctx, None, pytest.fail)


def test_a_refused_claim_is_the_fault_of_on_destroy(ctx: ResourceContext) -> None:
    def put(own: str) -> None:
        raise Refused("claiming", "No TagResource.")

    with pytest.raises(Refused, match="keep") as error:
        TRAILS.claim_if_needed({"on_destroy": "delete"}, ctx, None, put)
    assert error.value.attribute == "on_destroy"


@pytest.mark.parametrize("claims", [MEMBERSHIPS, TRAILS])
@pytest.mark.parametrize(
    ("ends", "present", "warned", "ends_nothing"),
    [
        (True, "mine", False, False),
        (True, "other", True, True),
        (True, None, False, True),
        (False, "other", True, False),
        (False, None, False, False),
    ],
)
def test_a_read_warns_of_another_s_claim_and_the_plan_of_a_destroy_knows(
    claims: Claims, ends: bool, present: str | None, warned: bool, ends_nothing: bool, ctx: ResourceContext
) -> None:
    ctx.private = OWN | {"anothers": "by an earlier read"}
    claims.look("This one", present, {"on_destroy": claims.ending if ends else "keep"}, ctx)
    assert [item.summary for item in ctx.diagnostics] == ["This one is claimed by another declaration"] * warned
    assert (claims.seen_as_anothers(ctx) is not None) == ends_nothing


RESOURCES: list[tuple[type[Resource], Values]] = [
    (MembershipResource, membership_values(on_destroy="remove")),
    (AccountTrailResource, trail_values(on_destroy="delete")),
]


@pytest.mark.parametrize(("resource", "values"), RESOURCES)
@pytest.mark.parametrize("prior", [True, False])
def test_without_tags_no_destroy_may_end_anything_and_the_plan_says_so(
    resource: type[Resource], values: Values, prior: bool
) -> None:
    ctx = ResourceContext(provider_data=make_settings(creation_marker=False))
    with pytest.raises(ProviderError, match="creation_marker = false leaves out") as error:
        resource().plan(dict(values) if prior else None, dict(values), ctx)
    assert error.value.path == ("on_destroy",)
    assert 'on_destroy = "keep"' in error.value.detail
    assert resource().plan(None, values | {"on_destroy": "keep"}, ctx)
    assert resource().plan(None, values | {"on_destroy": UNKNOWN}, ctx)


@pytest.mark.parametrize(("resource", "values"), RESOURCES)
def test_what_was_unknown_at_plan_is_refused_before_the_first_call(resource: type[Resource], values: Values) -> None:
    ctx = ResourceContext(provider_data=make_settings(creation_marker=False))
    with pytest.raises(ProviderError, match="creation_marker = false leaves out"):
        resource().create(dict(values), ctx)
    with pytest.raises(ProviderError, match="creation_marker = false leaves out"):
        resource().update(values | {"on_destroy": "keep"}, dict(values), ctx)


@pytest.mark.parametrize(("resource", "values"), RESOURCES)
@pytest.mark.parametrize(("tags", "refused"), [(50, True), (49, False)])
def test_the_claim_needs_room_among_the_tags(
    resource: type[Resource], values: Values, tags: int, refused: bool, ctx: ResourceContext
) -> None:
    planned = values | {"tags": {f"k{number}": "" for number in range(tags)}}
    assert resource().plan(None, planned | {"on_destroy": "keep"}, ctx)
    if not refused:
        assert resource().plan(None, planned, ctx) == planned
        return
    with pytest.raises(ProviderError, match="Too many tags") as error:
        resource().plan(None, planned, ctx)
    assert error.value.path == ("tags",)
