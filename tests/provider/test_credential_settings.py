"""One credential set of the provider block."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from custom_resources.engine.credentials import AssumeRole
from custom_resources.plugin import UNKNOWN, Diagnostics
from custom_resources.provider.credential_settings import (
    check_credential_set,
    credential_set,
    credential_set_attribute,
    unknown_paths,
)

SECRET = "not-a-real-secret"


def test_a_null_among_the_roles_to_assume_is_refused() -> None:
    roles = credential_set_attribute("A set.").attributes["assume_role"]
    (rule,) = roles.validators
    assert "null" in (rule([{"role_arn": "x"}, None]) or "")
    assert rule([{"role_arn": "x"}]) is None


def test_an_absent_block_leaves_everything_to_botocore() -> None:
    made = credential_set("commercial", None)
    assert (made.name, made.profile, made.access_key, made.assume_role, made.endpoints) == (
        "commercial",
        None,
        None,
        (),
        {},
    )


def test_a_block_becomes_the_engine_s_credential_set() -> None:
    made = credential_set(
        "govcloud_paired",
        {
            "profile": None,
            "access_key": "AKIDEXAMPLE",
            "secret_key": SECRET,
            "token": None,
            "region": "us-gov-east-1",
            "account_id": "123456789012",
            "assume_role": [
                {
                    "role_arn": "arn:aws-us-gov:iam::123456789012:role/ops",
                    "session_name": None,
                    "external_id": "x-1",
                    "duration_seconds": Decimal(900),
                }
            ],
            "endpoints": {"sts": "http://127.0.0.1:1"},
            "use_fips_endpoint": True,
        },
    )
    assert made.access_key == "AKIDEXAMPLE"
    assert made.region == "us-gov-east-1"
    assert made.use_fips_endpoint is True
    assert made.endpoints == {"sts": "http://127.0.0.1:1"}
    assert made.assume_role == (
        AssumeRole("arn:aws-us-gov:iam::123456789012:role/ops", external_id="x-1", duration_seconds=900),
    )


def test_a_secret_is_not_in_what_the_set_prints() -> None:
    assert SECRET not in repr(credential_set("commercial", {"access_key": "AKIDEXAMPLE", "secret_key": SECRET}))


@pytest.mark.parametrize(
    ("values", "path"),
    [
        ({"access_key": "AKIDEXAMPLE", "secret_key": None}, "access_key"),
        ({"access_key": None, "secret_key": SECRET}, "secret_key"),
        ({"token": "t", "access_key": None}, "token"),
        ({"profile": "p", "access_key": "AKIDEXAMPLE", "secret_key": SECRET}, "access_key"),
    ],
)
def test_a_combination_that_cannot_be_meant_is_refused_at_its_path(values: dict[str, Any], path: str) -> None:
    diagnostics = Diagnostics()
    check_credential_set("commercial", values, diagnostics)
    (only,) = diagnostics
    assert only.path == ("commercial", path)
    assert SECRET not in only.detail


@pytest.mark.parametrize("values", [None, UNKNOWN, {"access_key": UNKNOWN, "secret_key": UNKNOWN}, {"profile": "p"}])
def test_what_may_be_right_passes(values: Any) -> None:
    diagnostics = Diagnostics()
    check_credential_set("commercial", values, diagnostics)
    assert not diagnostics.has_errors


def test_unknown_values_are_found_where_they_are() -> None:
    config = {
        "owner": "x",
        "commercial": {"profile": UNKNOWN, "assume_role": [{"role_arn": "a"}, {"role_arn": UNKNOWN}]},
        "govcloud_paired": UNKNOWN,
    }
    assert unknown_paths(config) == [
        ("commercial", "profile"),
        ("commercial", "assume_role", 1, "role_arn"),
        ("govcloud_paired",),
    ]


@pytest.mark.parametrize(
    ("name", "region", "wrong"),
    [
        ("commercial", "us-east-1", False),
        ("commercial", "us-gov-west-1", True),
        ("govcloud_paired", "us-gov-east-1", False),
        ("govcloud_paired", "us-west-1", True),
        ("govcloud_management", "us-west-1", True),
        ("govcloud_management", UNKNOWN, False),
    ],
)
def test_a_region_of_the_other_partition_is_refused_at_its_attribute(name: Any, region: Any, wrong: bool) -> None:
    diagnostics = Diagnostics()
    check_credential_set(name, {"region": region}, diagnostics)
    assert [each.path for each in diagnostics] == ([(name, "region")] if wrong else [])
