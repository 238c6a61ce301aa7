"""What an invitation decides without a call."""

from __future__ import annotations

from typing import Any

import pytest

from custom_resources.plugin import UNKNOWN, ProviderError, ResourceContext, Values
from custom_resources.plugin.validation import validate
from custom_resources.provider.invitation import InvitationResource
from custom_resources.provider.invitation_schema import SCHEMA
from custom_resources.provider.settings import settings_of

ENDED = ["DECLINED", "CANCELED", "EXPIRED"]
OF_AWS = {"id", "handshake_id", "state", "organization_id", "arn", "requested_timestamp", "expiration_timestamp"}


def values(**changes: Any) -> Values:
    """An invitation as it stands in the state."""
    made: Values = dict.fromkeys(SCHEMA.attributes)
    return (
        made
        | {
            "account_id": "222222222222",
            "id": "h-abcdefgh",
            "handshake_id": "h-abcdefgh",
            "state": "OPEN",
            "organization_id": "o-govgovgovg",
            "arn": "arn:aws-us-gov:organizations::888888888888:handshake/o-govgovgovg/invite/h-abcdefgh",
            "requested_timestamp": "2026-01-02T03:04:05Z",
            "expiration_timestamp": "2026-01-17T03:04:05Z",
        }
        | changes
    )


def problems(**config: Any) -> list[tuple[str | int, ...]]:
    """The paths that validation complains about, without a configured provider."""
    ctx = ResourceContext()
    given = dict.fromkeys(SCHEMA.attributes) | {"account_id": "222222222222"} | config
    validate(SCHEMA, given, ctx.diagnostics, True)
    InvitationResource().validate(given, ctx)
    return [diagnostic.path for diagnostic in ctx.diagnostics]


@pytest.mark.parametrize(
    ("attribute", "value"),
    [
        *(("account_id", bad) for bad in ("", "1", "1" * 13, "1" * 10_000, "22222222222\uff12", "222222222222\n")),
        *(("notes", bad) for bad in ("x" * 1025, "x" * 10_000)),
        *(("tags", bad) for bad in ({"aws:x": ""}, {"k" * 129: ""}, {"k": "v" * 10_000}, {"k": None})),
        ("timeouts", {"create": "soon", "update": None, "delete": None}),
    ],
)
def test_bad_input_is_refused_at_its_attribute(attribute: str, value: Any) -> None:
    assert {path[0] for path in problems(**{attribute: value})} == {attribute}


def test_unknown_and_null_values_are_no_bad_input() -> None:
    for value in (UNKNOWN, None):
        assert problems(notes=value, tags=value, timeouts=value) == []
    assert problems(account_id=UNKNOWN) == []


def test_a_change_of_an_open_invitation_makes_all_that_aws_gives_unknown(ctx: ResourceContext) -> None:
    for changes in ({"notes": "hello"}, {"tags": {"a": "b"}}, {"tags": UNKNOWN}):
        planned = InvitationResource().plan(values(), values(**changes), ctx)
        assert {name for name, value in planned.items() if value is UNKNOWN and name != "tags"} == OF_AWS
    assert "sent anew" in next(warning.summary for warning in ctx.diagnostics)


@pytest.mark.parametrize("state", ["ACCEPTED", *ENDED])
def test_a_change_that_comes_too_late_is_remembered_and_said(ctx: ResourceContext, state: str) -> None:
    prior, planned = values(state=state), values(state=state, notes="hello", tags={"a": "b"})
    assert InvitationResource().plan(prior, planned, ctx) == planned
    assert "was sent as it was" in next(warning.summary for warning in ctx.diagnostics)
    assert InvitationResource().update(prior, planned, ctx) == planned


def test_empty_and_null_are_the_same(ctx: ResourceContext) -> None:
    planned = values(notes="", tags={})
    assert InvitationResource().plan(values(), planned, ctx) == planned
    assert InvitationResource().update(values(), planned, ctx) == planned
    assert len(ctx.diagnostics) == 0


def test_after_an_import_the_tags_are_taken_from_the_configuration_once(ctx: ResourceContext) -> None:
    resource = InvitationResource()
    assert resource.import_state("h-abcdefgh", ctx)["id"] == "h-abcdefgh"
    planned = values(tags={"a": "b"})
    assert resource.plan(values(), planned, ctx) == planned
    assert resource.update(values(), planned, ctx) == planned
    assert resource.plan(planned, values(tags={"a": "c"}), ctx)["id"] is UNKNOWN


@pytest.mark.parametrize("import_id", ["", "x", "222222222222", "h-short", "h-abcdefgh\n"])
def test_only_a_handshake_id_can_be_imported(import_id: str, ctx: ResourceContext) -> None:
    with pytest.raises(ProviderError, match="Invalid import id"):
        InvitationResource().import_state(import_id, ctx)


def test_an_accepted_one_is_read_and_destroyed_without_a_call(ctx: ResourceContext) -> None:
    accepted = values(state="ACCEPTED")
    assert InvitationResource().read(accepted, ctx) == accepted
    InvitationResource().delete(accepted, ctx)
    (warning,) = ctx.diagnostics
    assert "stays in organization o-govgovgovg" in warning.detail


@pytest.mark.parametrize("state", ENDED)
def test_one_that_has_ended_is_destroyed_without_a_call(ctx: ResourceContext, state: str) -> None:
    InvitationResource().plan_destroy(values(state=state), ctx)
    InvitationResource().delete(values(state=state), ctx)
    assert len(ctx.diagnostics) == 0


def test_one_that_a_new_resource_took_up_is_not_cancelled(ctx: ResourceContext) -> None:
    settings_of(ctx).invitations_in_use.add("h-abcdefgh")
    InvitationResource().delete(values(), ctx)
    (warning,) = ctx.diagnostics
    assert "isn't cancelled" in warning.detail


def test_another_account_is_refused_at_apply_too(ctx: ResourceContext) -> None:
    with pytest.raises(ProviderError, match="account_id can't be changed"):
        InvitationResource().update(values(), values(account_id="333333333333"), ctx)


def test_a_planned_destroy_says_what_becomes_of_the_invitation(ctx: ResourceContext) -> None:
    InvitationResource().plan_destroy(values(), ctx)
    InvitationResource().plan_destroy(values(state="ACCEPTED"), ctx)
    cancelled, forgotten = ctx.diagnostics
    assert "will be cancelled" in cancelled.summary
    assert "will be forgotten" in forgotten.summary


def test_without_a_configured_provider_there_is_no_plan() -> None:
    with pytest.raises(ProviderError, match="isn't configured"):
        InvitationResource().plan(None, values(), ResourceContext())
