"""Which membership a resource may end."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from custom_resources.engine.model import Membership
from custom_resources.plugin import ProviderError, ResourceContext
from custom_resources.provider.membership import MembershipResource
from custom_resources.provider.membership_claim import superseded
from tests.provider.conftest import make_settings, membership_values

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
    ("changes", "private", "reason"),
    [
        ({}, OWN, None),
        ({"claim": "mine"}, OWN, None),
        ({}, {}, None),
        ({"state": "SUSPENDED", "claim": "mine"}, OWN, None),
        ({"claim": "other"}, OWN, "another resource"),
        ({"claim": "other"}, {}, "another resource"),
        ({"organization_id": "o-otherother", "claim": "mine"}, OWN, "o-otherother"),
        ({"joined_timestamp": JOINED.replace(year=2027)}, OWN, "another membership"),
    ],
)
def test_only_the_membership_of_the_state_that_nobody_else_claimed_is_ended(
    changes: dict[str, Any], private: dict[str, Any], reason: str | None, ctx: ResourceContext
) -> None:
    ctx.private = dict(private)
    why = superseded(membership(**changes), membership_values(), ctx)
    assert why is None if reason is None else reason in (why or "")


@pytest.mark.parametrize(("marker", "tags", "refused"), [(True, 50, True), (True, 49, False), (False, 50, False)])
def test_the_claim_needs_room_among_the_tags(marker: bool, tags: int, refused: bool) -> None:
    ctx = ResourceContext(provider_data=make_settings(creation_marker=marker))
    planned = membership_values(on_destroy="remove", tags={f"k{number}": "" for number in range(tags)})
    if not refused:
        assert MembershipResource().plan(None, planned, ctx) == planned
        return
    with pytest.raises(ProviderError, match="Too many tags") as error:
        MembershipResource().plan(None, planned, ctx)
    assert error.value.path == ("tags",)
    assert MembershipResource().plan(None, planned | {"on_destroy": "keep"}, ctx)
