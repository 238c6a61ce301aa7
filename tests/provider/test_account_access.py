"""What waiting for access decides without a call."""

from __future__ import annotations

from typing import Any

import pytest

from custom_resources.plugin import UNKNOWN, Diagnostics, ProviderError, ResourceContext, Values
from custom_resources.plugin.validation import validate
from custom_resources.provider.account_access import SCHEMA, AccountAccessResource


def access_values(**changes: Any) -> Values:
    """Access to both halves, as it stands in the state."""
    values: Values = dict.fromkeys(SCHEMA.attributes)
    return (
        values
        | {
            "commercial_account_id": "111111111111",
            "govcloud_account_id": "222222222222",
            "role_name": "OrganizationAccountAccessRole",
            "id": "111111111111/222222222222",
            "commercial_role_arn": "arn:aws:iam::111111111111:role/OrganizationAccountAccessRole",
            "govcloud_role_arn": "arn:aws-us-gov:iam::222222222222:role/OrganizationAccountAccessRole",
            "verified_timestamp": "2026-01-02T03:04:05Z",
        }
        | changes
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(
            (f"{side}_account_id", value)
            for side in ("commercial", "govcloud")
            for value in ["", "1", "\uff11" * 12, "x" * 10_000]
        ),
        ("role_name", "a b"),
        ("role_name", "x" * 10_000),
        ("external_id", "x"),
        ("external_id", "ü" * 10),
    ],
)
def test_what_aws_would_refuse_is_found_at_its_attribute(name: str, value: Any) -> None:
    diagnostics = Diagnostics()
    validate(SCHEMA, access_values(**{name: value}), diagnostics)
    assert [diagnostic.path for diagnostic in diagnostics] == [(name,)]


@pytest.mark.parametrize(
    ("ids", "path"),
    [
        ((None, None), ("govcloud_account_id",)),
        (("111111111111", "111111111111"), ("commercial_account_id",)),
    ],
)
def test_at_least_one_account_and_two_different_ones(
    ids: tuple[Any, Any], path: tuple[str], ctx: ResourceContext
) -> None:
    config = access_values(commercial_account_id=ids[0], govcloud_account_id=ids[1])
    AccountAccessResource().validate(config, ctx)
    assert [diagnostic.path for diagnostic in ctx.diagnostics] == [path]


@pytest.mark.parametrize("ids", [(UNKNOWN, None), (None, UNKNOWN), (UNKNOWN, UNKNOWN), ("111111111111", None)])
def test_one_account_or_one_not_known_yet_is_enough(ids: tuple[Any, Any], ctx: ResourceContext) -> None:
    config = access_values(commercial_account_id=ids[0], govcloud_account_id=ids[1])
    AccountAccessResource().validate(config, ctx)
    assert list(ctx.diagnostics) == []


def test_reading_and_destroying_call_nothing(ctx: ResourceContext) -> None:
    assert AccountAccessResource().read(access_values(), ctx) == access_values()
    AccountAccessResource().delete(access_values(), ctx)
    assert list(ctx.diagnostics) == []


def test_another_timeout_asks_nothing_anew(ctx: ResourceContext) -> None:
    unknown = dict.fromkeys(("id", "commercial_role_arn", "govcloud_role_arn", "verified_timestamp"), UNKNOWN)
    planned = AccountAccessResource().plan(access_values(), access_values(timeouts={"create": "1m"}, **unknown), ctx)
    assert planned == access_values(timeouts={"create": "1m"})
    assert AccountAccessResource().update(access_values(), planned, ctx) == planned


def test_another_role_is_asked_for_anew(ctx: ResourceContext) -> None:
    changed = access_values(role_name="Other", id=UNKNOWN)
    assert AccountAccessResource().plan(access_values(), changed, ctx)["id"] is UNKNOWN


def test_it_cannot_be_imported(ctx: ResourceContext) -> None:
    with pytest.raises(ProviderError, match="cannot be imported"):
        AccountAccessResource().import_state("111111111111", ctx)


def test_without_a_configured_provider_there_is_no_plan() -> None:
    with pytest.raises(ProviderError, match="isn't configured"):
        AccountAccessResource().plan(None, access_values(), ResourceContext())
