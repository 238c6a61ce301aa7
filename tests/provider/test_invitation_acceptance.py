"""What an acceptance decides without a call."""

from __future__ import annotations

from typing import Any

import pytest

from custom_resources.plugin import UNKNOWN, ProviderError, ResourceContext, Values
from custom_resources.plugin.validation import validate
from custom_resources.provider.invitation_acceptance import InvitationAcceptanceResource
from custom_resources.provider.invitation_acceptance_schema import SCHEMA

REQUIRED = {"handshake_id": "h-abcdefgh", "account_id": "222222222222"}


def values(**changes: Any) -> Values:
    """An acceptance as it stands in the state."""
    made: Values = dict.fromkeys(SCHEMA.attributes)
    return (
        made
        | REQUIRED
        | {
            "organization_id": "o-govgovgovg",
            "role_name": "OrganizationAccountAccessRole",
            "id": "h-abcdefgh",
            "state": "ACCEPTED",
        }
        | changes
    )


def problems(**config: Any) -> list[tuple[str | int, ...]]:
    """The paths that validation complains about, without a configured provider."""
    ctx = ResourceContext()
    given = dict.fromkeys(SCHEMA.attributes) | REQUIRED | config
    validate(SCHEMA, given, ctx.diagnostics, True)
    InvitationAcceptanceResource().validate(given, ctx)
    return [diagnostic.path for diagnostic in ctx.diagnostics]


@pytest.mark.parametrize(
    ("attribute", "value"),
    [
        *(("handshake_id", bad) for bad in ("", "h-short", "H-ABCDEFGH", "h-abcdefgh\n", "h-" + "a" * 10_000)),
        *(("account_id", bad) for bad in ("", "1" * 13, "22222222222\uff12")),
        *(("organization_id", bad) for bad in ("", "o-SHORT", "r-ab12", "o-" + "a" * 10_000, "o-govgovgov\u0261")),
        *(("role_name", bad) for bad in ("", "a/b", "x" * 65)),
        *(
            ("role_arn", bad)
            for bad in ("admin", "arn:aws-us-gov:iam::333333333333:role/x", "arn:aws:iam::222222222222:role/x")
        ),
        *(("external_id", bad) for bad in ("x", "x" * 10_000)),
        ("timeouts", {"create": "0s", "update": None}),
    ],
)
def test_bad_input_is_refused_at_its_attribute(attribute: str, value: Any) -> None:
    assert {path[0] for path in problems(**{attribute: value})} == {attribute}


def test_unknown_and_null_values_are_no_bad_input() -> None:
    optional = ("organization_id", "role_name", "role_arn", "external_id", "timeouts")
    for value in (UNKNOWN, None):
        assert problems(**dict.fromkeys(optional, value)) == []
    assert problems(**dict.fromkeys(SCHEMA.attributes, UNKNOWN)) == []


def test_another_invitation_is_accepted_in_place(ctx: ResourceContext) -> None:
    ctx.config = dict.fromkeys(SCHEMA.attributes)
    planned = InvitationAcceptanceResource().plan(values(), values(handshake_id="h-otherone"), ctx)
    assert (planned["id"], planned["state"], planned["organization_id"]) == ("h-otherone", UNKNOWN, UNKNOWN)
    unknown = InvitationAcceptanceResource().plan(values(), values(handshake_id=UNKNOWN), ctx)
    assert unknown["id"] is UNKNOWN
    ctx.config = {"organization_id": "o-expectedone"}
    assert (
        InvitationAcceptanceResource().plan(values(), values(handshake_id="h-otherone"), ctx)["organization_id"]
        == "o-expectedone"
    )


def test_another_expected_organization_is_refused_for_what_was_accepted(ctx: ResourceContext) -> None:
    prior, planned = values(), values(organization_id="o-expectedone")
    for call in (InvitationAcceptanceResource().plan, InvitationAcceptanceResource().update):
        with pytest.raises(ProviderError, match="of another organization") as error:
            call(prior, planned, ctx)
        assert error.value.path == ("organization_id",)


def test_what_aws_never_sees_is_changed_without_a_call(ctx: ResourceContext) -> None:
    planned = values(role_name="Other", external_id="secret", role_arn="arn:aws-us-gov:iam::222222222222:role/x/y")
    assert InvitationAcceptanceResource().plan(values(), planned, ctx) == planned
    assert InvitationAcceptanceResource().update(values(), planned, ctx) == planned


def test_an_acceptance_is_read_without_a_call(ctx: ResourceContext) -> None:
    assert InvitationAcceptanceResource().read(values(), ctx) == values()


def test_destroying_forgets_without_a_call_and_says_so(ctx: ResourceContext) -> None:
    InvitationAcceptanceResource().plan_destroy(values(), ctx)
    InvitationAcceptanceResource().delete(values(), ctx)
    planned, done = ctx.diagnostics
    assert "will be forgotten" in planned.summary
    assert "was forgotten" in done.summary
    assert "o-govgovgovg" in done.detail


def test_another_account_is_refused_at_apply_too(ctx: ResourceContext) -> None:
    with pytest.raises(ProviderError, match="account_id can't be changed"):
        InvitationAcceptanceResource().update(values(), values(account_id="333333333333"), ctx)


@pytest.mark.parametrize(
    "import_id",
    ["", "h-abcdefgh", "222222222222", "222222222222/", "h-abcdefgh/222222222222", "222222222222/h-abcdefgh/a b"],
)
def test_an_import_needs_both_ids(import_id: str, ctx: ResourceContext) -> None:
    with pytest.raises(ProviderError, match="ACCOUNT_ID/HANDSHAKE_ID"):
        InvitationAcceptanceResource().import_state(import_id, ctx)


def test_an_import_takes_the_role_as_a_third_part(ctx: ResourceContext) -> None:
    for import_id, role_name in (
        ("222222222222/h-abcdefgh", "OrganizationAccountAccessRole"),
        ("222222222222/h-abcdefgh/Ops", "Ops"),
    ):
        state = InvitationAcceptanceResource().import_state(import_id, ctx)
        assert (state["account_id"], state["id"], state["role_name"]) == ("222222222222", "h-abcdefgh", role_name)
