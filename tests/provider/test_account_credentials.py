"""What credentials for a member account decide without a call."""

from __future__ import annotations

from typing import Any

import pytest

from custom_resources.plugin import UNKNOWN, Diagnostics, ProviderError, ResourceContext, Values
from custom_resources.plugin.validation import validate
from custom_resources.provider.account_credentials import SCHEMA, AccountCredentialsEphemeralResource


def config(**changes: Any) -> Values:
    values: Values = dict.fromkeys(SCHEMA.attributes)
    return values | {"account_id": "222222222222"} | changes


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("account_id", value) for value in ["", "1", "\uff11" * 12, "x" * 10_000]),
        *(("email", value) for value in ["", "x", "größe@example.gov", "x" * 10_000]),
        ("side", "china"),
        ("role_name", "a b"),
        ("role_arn", "admin"),
        ("external_id", "x"),
        *(("session_name", value) for value in ["x", "a b", "ü" * 10, "x" * 10_000]),
        *(("duration_seconds", value) for value in [899, 43201, 1000.5]),
        *(("policy", value) for value in ["", "{", "[]", '"x"', "x" * 10_000]),
    ],
)
def test_what_aws_would_refuse_is_found_at_its_attribute(name: str, value: Any) -> None:
    diagnostics = Diagnostics()
    validate(SCHEMA, config(**{name: value}), diagnostics)
    assert [diagnostic.path for diagnostic in diagnostics] == [(name,)]


@pytest.mark.parametrize(
    ("path", "changes"),
    [
        ("account_id", {"account_id": None}),
        ("account_id", {"email": "aws+log@example.gov"}),
        ("role_arn", {"role_arn": "arn:aws-us-gov:iam::333333333333:role/x"}),
        ("role_arn", {"role_arn": "arn:aws:iam::222222222222:role/x", "side": "govcloud"}),
        ("role_arn", {"role_arn": "arn:aws:iam::222222222222:role/x", "account_id": None, "email": "a+b@example.gov"}),
    ],
)
def test_one_account_is_meant_and_a_role_of_it(path: str, changes: dict[str, Any], ctx: ResourceContext) -> None:
    AccountCredentialsEphemeralResource().validate(config(**changes), ctx)
    assert [diagnostic.path for diagnostic in ctx.diagnostics] == [(path,)]


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"account_id": UNKNOWN},
        {"account_id": None, "email": UNKNOWN},
        {"role_arn": "arn:aws:iam::222222222222:role/x"},
        {"role_arn": UNKNOWN, "side": UNKNOWN},
    ],
)
def test_what_is_not_known_while_validating_passes(changes: dict[str, Any], ctx: ResourceContext) -> None:
    AccountCredentialsEphemeralResource().validate(config(**changes), ctx)
    assert not ctx.diagnostics.has_errors


@pytest.mark.parametrize("name", ["account_id", "external_id", "side"])
def test_opening_what_is_not_known_is_refused(name: str, ctx: ResourceContext) -> None:
    with pytest.raises(ProviderError, match="isn't known yet"):
        AccountCredentialsEphemeralResource().open(config(**{name: UNKNOWN}), ctx)


def test_every_secret_is_sensitive() -> None:
    for name in ("access_key_id", "secret_access_key", "session_token"):
        assert SCHEMA.attributes[name].sensitive
