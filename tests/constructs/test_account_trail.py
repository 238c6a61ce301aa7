from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.account_trail import AccountTrail
from constructs_lib.cdk import TerraformStack
from constructs_lib.credential_set import CredentialSet
from constructs_lib.errors import ConstructError
from constructs_lib.identifiers import identifier
from constructs_lib.organization_trail import OrganizationTrail
from constructs_lib.providers import aws_provider, govpair_provider
from tests.constructs.conftest import Json, synth

GOOD: dict[str, Any] = {"account_id": "111122223333", "s3_bucket_name": "agency-logs"}
KEY = "arn:aws:kms:us-east-1:111122223333:key/12345678-1234-1234-1234-123456789012"


def trails(stack: TerraformStack) -> Json:
    made: Json = synth(stack)["resource"]["govpair_account_trail"]
    return {name: {key: value for key, value in each.items() if key != "//"} for name, each in made.items()}


def test_every_argument_reaches_the_resource(stack: TerraformStack) -> None:
    govpair_provider(stack)
    given = {
        **GOOD,
        "side": "commercial",
        "name": "audit",
        "s3_key_prefix": "gov",
        "kms_key_id": KEY,
        "role_name": "Admin",
        "external_id": "e",
        "region": "us-west-2",
        "on_destroy": "delete",
        "tags": {"Owner": "platform"},
        "timeouts": {"create": "30m"},
    }
    AccountTrail(stack, "trail", logical_id="trail", **given)
    assert trails(stack) == {"trail": given}


def test_one_provider_serves_the_trails_of_any_number_of_accounts(stack: TerraformStack) -> None:
    govpair_provider(stack)
    accounts = {f"a.{number}": f"{number:012}" for number in range(50)}
    made = AccountTrail.in_accounts(
        stack, "trails", accounts, s3_bucket_name="agency-logs", role_names={"a.7": "Admin"}, logical_id=identifier
    )
    found = trails(stack)
    assert set(made) == set(accounts)
    assert {each["account_id"] for each in found.values()} == set(accounts.values())
    assert found[identifier("a.7")]["role_name"] == "Admin"
    assert "role_name" not in found[identifier("a.8")]
    assert len(synth(stack)["provider"]) == 1


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"account_id": "1"}, "account_id: "),
        ({"s3_bucket_name": "arn:aws:s3:::x"}, "s3_bucket_name: "),
        ({"side": "gov"}, "side: It must be commercial or govcloud"),
        ({"name": "a--b"}, "name: "),
        ({"s3_key_prefix": "x/"}, "s3_key_prefix: "),
        ({"kms_key_id": KEY}, f"kms_key_id: {KEY} is not on the side govcloud"),
        ({"role_arn": "arn:aws:iam::111122223333:role/x"}, "role_arn: arn:aws:iam::111122223333:role/x is not on"),
        ({"region": "us-east-1"}, "region: "),
        ({"on_destroy": "remove"}, "on_destroy: It must be keep or delete"),
        ({"tags": {"aws:x": ""}}, "tags: "),
    ],
)
def test_what_aws_would_refuse_is_refused(stack: TerraformStack, change: Json, problem: str) -> None:
    with pytest.raises(ConstructError) as raised:
        AccountTrail(stack, "trail", **{**GOOD, **change})
    assert [each.startswith(problem) for each in raised.value.problems] == [True]


def test_an_organization_trail_logs_all_accounts_and_regions(stack: TerraformStack) -> None:
    aws_provider(stack, CredentialSet())
    OrganizationTrail(stack, "trail", s3_bucket_name="agency-logs", logical_id="trail")
    made = synth(stack)["resource"]["aws_cloudtrail"]["trail"]
    assert made["name"] == "organization-trail"
    for setting in ("is_organization_trail", "is_multi_region_trail", "enable_log_file_validation", "enable_logging"):
        assert made[setting] is True


def test_an_organization_trail_that_aws_would_refuse_is_refused(stack: TerraformStack) -> None:
    with pytest.raises(ConstructError, match=r"name: .*s3_key_prefix: |(?s:name: .*s3_key_prefix: )"):
        OrganizationTrail(stack, "trail", s3_bucket_name="agency-logs", name="a", s3_key_prefix="/")
