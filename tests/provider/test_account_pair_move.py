"""From the state of an `aws_organizations_account`, and from our own of an earlier version, to a pair's."""

from __future__ import annotations

import json
from typing import Any

import pytest

from custom_resources.engine.errors import NotFound
from custom_resources.plugin import ProviderError, ResourceContext
from custom_resources.provider.account_pair import AccountPairResource
from custom_resources.provider.account_pair_messages import unreadable
from custom_resources.provider.account_pair_move import SOURCE_TYPE
from custom_resources.provider.default_tags import split_tags
from custom_resources.provider.membership import MembershipResource
from tests.provider.conftest import pair_values
from tests.provider.states import VERSION_0

AWS = "registry.terraform.io/hashicorp/aws"
THEIRS: dict[str, Any] = {
    "id": "111111111111",
    "arn": "arn:aws:organizations::999999999999:account/o-abcdefghij/111111111111",
    "name": "log-archive",
    "email": "aws+log@example.gov",
    "create_govcloud": True,
    "govcloud_id": "222222222222",
    "close_on_deletion": False,
    "role_name": None,
    "iam_user_access_to_billing": None,
    "parent_id": "r-ab12",
    "tags": {"A": "1"},
    "tags_all": {"A": "1", "B": "2"},
    "joined_timestamp": "2026-01-02T03:04:05Z",
    "joined_method": "CREATED",
}


def move(ctx: ResourceContext, source: str = SOURCE_TYPE, provider: str = AWS, **changes: Any) -> dict[str, Any]:
    return AccountPairResource().move_state(source, provider, 0, THEIRS | changes, ctx)


@pytest.mark.parametrize("provider", [AWS, "registry.opentofu.org/hashicorp/aws", "mirror.example.gov/hashicorp/aws"])
def test_a_move_keeps_what_the_other_state_tells_without_a_configured_provider(provider: str) -> None:
    moved = move(ResourceContext(), provider=provider)
    assert moved["id"] == moved["commercial_account_id"] == "111111111111"
    assert moved["govcloud_account_id"] == "222222222222"
    assert moved["role_name"] == "OrganizationAccountAccessRole"
    assert (moved["tags"], moved["tags_all"]) == ({"A": "1"}, None)
    assert (moved["joined_timestamp"], moved["joined_method"]) == ("2026-01-02T03:04:05Z", "CREATED")
    assert moved.keys() == AccountPairResource.schema.attributes.keys()


@pytest.mark.parametrize("lost", [None, ""])
def test_a_govcloud_id_that_was_lost_is_left_to_the_read(lost: str | None, ctx: ResourceContext) -> None:
    moved = move(ctx, govcloud_id=lost)
    assert moved["govcloud_account_id"] is None
    with pytest.raises(ProviderError, match="not read yet"):
        AccountPairResource().plan(moved, pair_values(), ctx)


@pytest.mark.parametrize(
    ("ours", "tags"),
    [(None, {"A": "1", "B": "2"}), ({"B": "2"}, {"A": "1"}), ({"A": "1", "B": "3"}, {"A": "1", "B": "2"})],
)
def test_a_tag_by_their_default_tags_is_by_ours_or_the_pairs_own(
    ours: dict[str, str] | None, tags: dict[str, str], ctx: ResourceContext
) -> None:
    every = {"A": "1", "B": "2"}
    assert split_tags(every, move(ctx), ours) == {"tags": tags, "tags_all": every}


def test_a_pair_that_was_moved_but_not_read_is_not_closed_unseen(ctx: ResourceContext) -> None:
    moved = move(ctx)  # whose GovCloud id is known
    with pytest.raises(ProviderError, match="without -refresh=false"):
        AccountPairResource().plan(moved, moved | {"closed": True}, ctx)


def test_close_on_deletion_is_said_not_to_be_taken_over(ctx: ResourceContext) -> None:
    move(ctx, close_on_deletion=True)
    (warning,) = ctx.diagnostics
    assert "111111111111" in warning.summary
    assert "closed = true" in warning.detail


@pytest.mark.parametrize(
    ("source", "provider", "changes"),
    [
        ("aws_instance", AWS, {}),
        (SOURCE_TYPE, "registry.terraform.io/someone/aws", {}),
        (SOURCE_TYPE, "registry.terraform.io/nothashicorp/aws", {}),
        (SOURCE_TYPE, AWS, {"id": "x" * 10_000}),
        (SOURCE_TYPE, AWS, {"id": None}),
    ],
)
def test_anything_else_is_refused_by_name(
    source: str, provider: str, changes: dict[str, Any], ctx: ResourceContext
) -> None:
    with pytest.raises(ProviderError) as refused:
        move(ctx, source, provider, **changes)
    assert str((THEIRS | changes)["id"])[:12] in refused.value.summary + refused.value.detail


def test_an_account_without_a_govcloud_half_is_named() -> None:
    told = unreadable(NotFound("reading", "no half"), pair_values(), moved=True)
    assert "Account 111111111111 was moved here" in told
    assert "`moved` block" in told


def test_states_of_version_0_get_all_their_tags(ctx: ResourceContext) -> None:
    pair, member = (
        resource["instances"][0]["attributes"] for resource in json.loads(VERSION_0.read_text())["resources"]
    )
    for resource, raw in ((AccountPairResource(), pair), (MembershipResource(), member)):
        state = resource.upgrade_state(0, raw, ctx)
        assert state == raw | dict.fromkeys(state.keys() - raw.keys()) | {"tags_all": raw["tags"]}
        assert resource.upgrade_state(0, raw | {"tags": None}, ctx)["tags_all"] == {}
