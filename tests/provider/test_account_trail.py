"""What a trail decides without a call."""

from __future__ import annotations

from typing import Any

import pytest

from custom_resources.plugin import UNKNOWN, Diagnostics, ProviderError, ResourceContext, Values
from custom_resources.plugin.validation import validate
from custom_resources.provider.account_trail import AccountTrailResource, parse_import_id
from custom_resources.provider.account_trail_schema import SCHEMA

KEY = "arn:aws-us-gov:kms:us-gov-west-1:222222222222:key/12345678-1234-1234-1234-123456789012"


def trail_values(**changes: Any) -> Values:
    """A trail as it stands in the state."""
    values: Values = dict.fromkeys(SCHEMA.attributes)
    return (
        values
        | {
            "account_id": "222222222222",
            "side": "govcloud",
            "name": "audit",
            "s3_bucket_name": "log-archive",
            "include_global_service_events": True,
            "is_multi_region_trail": True,
            "enable_log_file_validation": True,
            "logging": True,
            "role_name": "OrganizationAccountAccessRole",
            "on_destroy": "keep",
            "id": "222222222222/audit",
            "arn": "arn:aws-us-gov:cloudtrail:us-gov-west-1:222222222222:trail/audit",
            "home_region": "us-gov-west-1",
            "state": "LOGGING",
        }
        | changes
    )


def config(**changes: Any) -> Values:
    values: Values = dict.fromkeys(SCHEMA.attributes)
    return values | {"account_id": "222222222222", "s3_bucket_name": "log-archive"} | changes


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("account_id", value) for value in ["", "12345678901x", "\uff12" * 12, "x" * 10_000]),
        ("side", "china"),
        *(("name", value) for value in ["ab", "a--b", "10.0.0.1", "tr\u0430il", "x" * 10_000]),
        *(("s3_bucket_name", value) for value in ["ab", "Logs", "arn:aws:s3:::logs", "l\u043egs", "x" * 10_000]),
        *(("s3_key_prefix", value) for value in ["", "/a", "a/", "ü", "x" * 10_000]),
        *(("kms_key_id", value) for value in ["alias/logs", "x" * 10_000]),
        *(("tags", value) for value in [{"aws:x": "v"}, {"": "v"}, {"k": "v" * 257}, {"k": None}]),
        ("tags", {f"k{number}": "v" for number in range(51)}),
        ("role_name", "a b"),
        ("role_arn", "admin"),
        ("external_id", "x"),
        ("region", "nowhere"),
        ("on_destroy", "destroy"),
    ],
)
def test_what_aws_would_refuse_is_found_at_its_attribute(name: str, value: Any) -> None:
    diagnostics = Diagnostics()
    validate(SCHEMA, config(**{name: value}), diagnostics)
    assert {diagnostic.path for diagnostic in diagnostics} == {(name,)}


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("role_arn", {"role_arn": "arn:aws-us-gov:iam::333333333333:role/x"}),
        ("role_arn", {"role_arn": "arn:aws:iam::222222222222:role/x"}),
        ("role_arn", {"role_arn": "arn:aws-us-gov:iam::222222222222:role/x", "side": "commercial"}),
        ("region", {"region": "us-east-1"}),
        ("region", {"region": "us-gov-east-1", "side": "commercial"}),
        ("kms_key_id", {"kms_key_id": KEY, "side": "commercial"}),
        ("include_global_service_events", {"include_global_service_events": False}),
        ("include_global_service_events", {"include_global_service_events": False, "is_multi_region_trail": True}),
    ],
)
def test_what_does_not_go_together_is_found_at_the_attribute(
    name: str, changes: dict[str, Any], ctx: ResourceContext
) -> None:
    AccountTrailResource().validate(config(**changes), ctx)
    assert [diagnostic.path for diagnostic in ctx.diagnostics] == [(name,)]


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"kms_key_id": KEY, "region": "us-gov-east-1"},
        {"side": "commercial", "region": "us-east-2", "role_arn": "arn:aws:iam::222222222222:role/a/b"},
        {"include_global_service_events": False, "is_multi_region_trail": False},
        {"include_global_service_events": False, "is_multi_region_trail": UNKNOWN},
        {"side": UNKNOWN, "region": "us-east-1", "kms_key_id": KEY},
        dict.fromkeys(SCHEMA.attributes, UNKNOWN),
    ],
)
def test_what_may_be_meant_passes_unknown_values_too(changes: dict[str, Any], ctx: ResourceContext) -> None:
    AccountTrailResource().validate(config(**changes), ctx)
    assert list(ctx.diagnostics) == []


def test_the_guard_goes_by_account_and_name() -> None:
    identity = AccountTrailResource().identity
    assert identity(trail_values()) == "222222222222/audit"
    assert identity(trail_values(account_id=UNKNOWN)) is None


def test_destroying_keeps_by_default_without_a_call_and_says_so(ctx: ResourceContext) -> None:
    AccountTrailResource().plan_destroy(trail_values(), ctx)
    AccountTrailResource().delete(trail_values(), ctx)
    AccountTrailResource().plan_destroy(trail_values(on_destroy="delete"), ctx)
    planned, done, deleting = ctx.diagnostics
    assert "will be forgotten" in planned.summary
    assert "was forgotten" in done.summary
    assert "will be deleted" in deleting.summary


def test_half_of_a_replacement_deletes_no_trail(ctx: ResourceContext) -> None:
    AccountTrailResource().delete(trail_values(on_destroy="delete"), ctx)  # no destroy was planned, and no call is made
    (warning,) = ctx.diagnostics
    assert "forgotten, not deleted" in warning.summary


def test_a_trail_that_is_gone_is_deleted_without_a_call(ctx: ResourceContext) -> None:
    gone = trail_values(state="ABSENT", on_destroy="delete")
    AccountTrailResource().plan_destroy(gone, ctx)
    AccountTrailResource().delete(gone, ctx)
    assert list(ctx.diagnostics) == []


def test_a_trail_that_is_gone_is_planned_to_be_made_again_in_place(ctx: ResourceContext) -> None:
    gone = trail_values(state="ABSENT", logging=False)
    planned = AccountTrailResource().plan(gone, trail_values(region="us-gov-east-1"), ctx)
    assert planned["arn"] is planned["home_region"] is planned["state"] is UNKNOWN


def test_another_home_region_is_refused_at_plan_and_the_same_one_may_be_said(ctx: ResourceContext) -> None:
    plan = AccountTrailResource().plan
    assert plan(trail_values(), trail_values(region="us-gov-west-1"), ctx)["region"] == "us-gov-west-1"
    with pytest.raises(ProviderError, match="can't move to us-gov-east-1") as raised:
        plan(trail_values(), trail_values(region="us-gov-east-1"), ctx)
    assert raised.value.path == ("region",)


def test_a_change_of_settings_that_aws_never_sees_makes_no_call(ctx: ResourceContext) -> None:
    planned = trail_values(role_name="Other", timeouts={"create": "5m"}, state=UNKNOWN)
    assert AccountTrailResource().update(trail_values(), planned, ctx) == planned | {"state": "LOGGING"}
    prior = trail_values(on_destroy="delete")  # the claim stays: it does no harm
    assert AccountTrailResource().update(prior, dict(planned), ctx)["on_destroy"] == "keep"


@pytest.mark.parametrize(
    ("import_id", "side", "role_name"),
    [
        ("222222222222/audit", None, None),
        ("commercial/222222222222/audit", "commercial", None),
        ("govcloud/222222222222/audit/Ops", "govcloud", "Ops"),
    ],
)
def test_an_import_id_has_account_and_name(import_id: str, side: str | None, role_name: str | None) -> None:
    parsed = parse_import_id(import_id)
    assert (parsed["account_id"], parsed["name"]) == ("222222222222", "audit")
    assert (parsed["side"], parsed.get("role_name")) == (side, role_name)


@pytest.mark.parametrize(
    "import_id",
    [
        "",
        "/",
        "audit",
        "222222222222",
        "222222222222/",
        "22222222222/audit",
        "china/222222222222/audit",
        "commercial",
        "222222222222/a b",
        "222222222222/audit/a b",
        "222222222222/audit/Ops/more",
        "222222222222/audit\n",
    ],
)
def test_any_other_import_id_is_refused(import_id: str, ctx: ResourceContext) -> None:
    with pytest.raises(ProviderError, match="Invalid import id"):
        AccountTrailResource().import_state(import_id, ctx)


def test_without_a_configured_provider_there_is_no_plan() -> None:
    with pytest.raises(ProviderError, match="isn't configured"):
        AccountTrailResource().plan(None, trail_values(), ResourceContext())
