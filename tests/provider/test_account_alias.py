"""What an alias decides without a call."""

from __future__ import annotations

from typing import Any

import pytest

from custom_resources.engine.errors import Refused, Stopped
from custom_resources.plugin import UNKNOWN, Diagnostics, ProviderError, ResourceContext, Values
from custom_resources.plugin.validation import validate
from custom_resources.provider import account_alias_messages as messages
from custom_resources.provider.account_alias import AccountAliasResource, parse_import_id
from custom_resources.provider.account_alias_schema import SCHEMA

URL = "https://example-log.signin.amazonaws-us-gov.com/console/"


def alias_values(**changes: Any) -> Values:
    """An alias as it stands in the state."""
    values: Values = dict.fromkeys(SCHEMA.attributes)
    return (
        values
        | {
            "account_id": "222222222222",
            "side": "govcloud",
            "alias": "example-log",
            "role_name": "OrganizationAccountAccessRole",
            "on_destroy": "keep",
            "id": "222222222222",
            "sign_in_url": URL,
        }
        | changes
    )


def config(**changes: Any) -> Values:
    values: Values = dict.fromkeys(SCHEMA.attributes)
    return values | {"account_id": "222222222222", "alias": "example-log"} | changes


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("account_id", value) for value in ["", "12345678901x", "\uff12" * 12, "x" * 10_000]),
        *(("alias", value) for value in ["ab", "-ab", "ab-", "a--b", "Abc", "a_b", "ali\u0430s", "x" * 64]),
        ("side", "china"),
        ("role_name", "a b"),
        ("role_arn", "admin"),
        ("external_id", "x"),
        ("on_destroy", "destroy"),
    ],
)
def test_what_aws_would_refuse_is_found_at_its_attribute(name: str, value: Any) -> None:
    diagnostics = Diagnostics()
    validate(SCHEMA, config(**{name: value}), diagnostics)
    assert {diagnostic.path for diagnostic in diagnostics} == {(name,)}


@pytest.mark.parametrize(
    "changes",
    [
        {"role_arn": "arn:aws-us-gov:iam::333333333333:role/x"},
        {"role_arn": "arn:aws:iam::222222222222:role/x"},
        {"role_arn": "arn:aws-us-gov:iam::222222222222:role/x", "side": "commercial"},
    ],
)
def test_a_role_of_another_account_or_side_is_found_at_the_role(changes: dict[str, Any], ctx: ResourceContext) -> None:
    AccountAliasResource().validate(config(**changes), ctx)
    assert [diagnostic.path for diagnostic in ctx.diagnostics] == [("role_arn",)]


def test_what_may_be_meant_passes_unknown_values_too(ctx: ResourceContext) -> None:
    role = "arn:aws:iam::222222222222:role/a/b"
    for changes in ({}, {"side": "commercial", "role_arn": role}, dict.fromkeys(SCHEMA.attributes, UNKNOWN)):
        AccountAliasResource().validate(config(**changes), ctx)
    assert list(ctx.diagnostics) == []


def test_the_guard_goes_by_the_account() -> None:
    identity = AccountAliasResource().identity
    assert identity(alias_values()) == "222222222222"
    assert identity(alias_values(account_id=UNKNOWN)) is None


@pytest.mark.parametrize(
    ("changes", "url"),
    [
        ({}, URL),
        ({"side": "commercial"}, "https://example-log.signin.aws.amazon.com/console/"),
        ({"alias": UNKNOWN}, UNKNOWN),
        ({"side": UNKNOWN}, UNKNOWN),
        ({"account_id": UNKNOWN}, URL),
    ],
)
def test_the_sign_in_url_is_in_the_plan(changes: dict[str, Any], url: Any, ctx: ResourceContext) -> None:
    planned = AccountAliasResource().plan(None, alias_values(sign_in_url=UNKNOWN, **changes), ctx)
    assert planned["sign_in_url"] == url


def test_one_alias_of_two_accounts_is_refused_at_plan_and_of_two_sides_is_not(ctx: ResourceContext) -> None:
    plan = AccountAliasResource().plan
    for _ in range(2):  # the same one again is no other
        plan(None, alias_values(), ctx)
    plan(None, alias_values(account_id="333333333333", side="commercial"), ctx)
    with pytest.raises(ProviderError, match="is planned for account 222222222222 too") as raised:
        plan(None, alias_values(account_id="333333333333"), ctx)
    assert raised.value.path == ("alias",)


def test_destroying_keeps_by_default_without_a_call_and_says_so(ctx: ResourceContext) -> None:
    AccountAliasResource().plan_destroy(alias_values(), ctx)
    AccountAliasResource().delete(alias_values(), ctx)
    AccountAliasResource().plan_destroy(alias_values(on_destroy="delete"), ctx)
    planned, done, deleting = ctx.diagnostics
    assert "will be forgotten" in planned.summary
    assert "was forgotten" in done.summary
    assert "will be deleted" in deleting.summary


def test_half_of_a_replacement_deletes_no_alias(ctx: ResourceContext) -> None:
    AccountAliasResource().delete(alias_values(on_destroy="delete"), ctx)  # no destroy was planned, and no call is made
    (warning,) = ctx.diagnostics
    assert "forgotten, not deleted" in warning.summary


def test_an_alias_that_is_gone_is_deleted_without_a_call(ctx: ResourceContext) -> None:
    gone = alias_values(alias=None, sign_in_url=None, on_destroy="delete")
    AccountAliasResource().plan_destroy(gone, ctx)
    AccountAliasResource().delete(gone, ctx)
    assert list(ctx.diagnostics) == []


def test_a_change_of_settings_that_aws_never_sees_makes_no_call(ctx: ResourceContext) -> None:
    planned = alias_values(on_destroy="delete", role_name="Other", timeouts={"create": "5m"})
    assert AccountAliasResource().update(alias_values(), planned, ctx) == planned


def test_the_import_block_is_offered_where_it_helps() -> None:
    another = Refused("giving", "has another", attribute="alias")
    taken = Refused("giving", "taken", attribute="alias", code="EntityAlreadyExists")
    values = alias_values()
    assert 'id = "govcloud/222222222222"' in messages.unfinished(another, values, new=True)
    assert messages.unfinished(another, values, new=False) == ""
    assert messages.unfinished(taken, values, new=True) == ""
    assert "Apply again" in messages.unfinished(Stopped("giving", "stopped"), values, new=True)


@pytest.mark.parametrize(
    ("import_id", "side", "role_name"),
    [
        ("222222222222", None, None),
        ("commercial/222222222222", "commercial", None),
        ("govcloud/222222222222/Ops", "govcloud", "Ops"),
    ],
)
def test_an_import_id_has_the_account(import_id: str, side: str | None, role_name: str | None) -> None:
    parsed = parse_import_id(import_id)
    assert (parsed["account_id"], parsed["side"], parsed.get("role_name")) == ("222222222222", side, role_name)


@pytest.mark.parametrize(
    "import_id",
    [
        *("", "/", "example-log", "22222222222", "222222222222/", "china/222222222222", "commercial"),
        *("222222222222/a b", "222222222222/Ops/more", "222222222222\n", "govcloud/commercial/222222222222"),
    ],
)
def test_any_other_import_id_is_refused(import_id: str, ctx: ResourceContext) -> None:
    with pytest.raises(ProviderError, match="Invalid import id"):
        AccountAliasResource().import_state(import_id, ctx)


def test_without_a_configured_provider_there_is_no_plan() -> None:
    with pytest.raises(ProviderError, match="isn't configured"):
        AccountAliasResource().plan(None, alias_values(), ResourceContext())
