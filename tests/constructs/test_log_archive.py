from __future__ import annotations

import json
from typing import Any

import pytest

from constructs_lib.cdk import TerraformOutput, TerraformStack
from constructs_lib.credential_set import CredentialSet
from constructs_lib.errors import ConstructError
from constructs_lib.log_archive import LogArchive
from constructs_lib.providers import aws_provider
from tests.constructs.conftest import Json, synth

GOOD: dict[str, Any] = {
    "partition": "aws-us-gov",
    "bucket_name": "agency-logs",
    "organization_id": "o-abcdefghij",
    "logical_id": "logs",
}
ACCOUNTS = ["111122223333", "444455556666"]


def parts(stack: TerraformStack, **changes: Any) -> Json:
    """The bucket's parts by the end of their type's name, ``bucket`` for itself."""
    aws_provider(stack, CredentialSet())
    LogArchive(stack, "logs", **{**GOOD, **changes})
    return {
        name.removeprefix("aws_s3_bucket").lstrip("_") or "bucket": made["logs"]
        for name, made in synth(stack)["resource"].items()
    }


def statements(made: Json) -> dict[str, Json]:
    return {each["Sid"]: each for each in json.loads(made["policy"]["policy"])["Statement"]}


def test_the_bucket_is_encrypted_versioned_closed_and_kept(stack: TerraformStack) -> None:
    made = parts(stack)
    assert made["bucket"]["bucket"] == "agency-logs"
    assert made["bucket"]["force_destroy"] is False
    assert made["bucket"]["lifecycle"] == {"prevent_destroy": True}
    assert made["versioning"]["versioning_configuration"] == [{"status": "Enabled"}]
    assert made["server_side_encryption_configuration"]["rule"] == [
        {"apply_server_side_encryption_by_default": [{"sse_algorithm": "AES256"}]}
    ]
    block = made["public_access_block"]
    assert all(block[name] for name in block if name.startswith(("block_", "ignore_", "restrict_")))
    assert made["ownership_controls"]["rule"] == [{"object_ownership": "BucketOwnerEnforced"}]
    assert "object_lock_configuration" not in made


def test_calls_without_tls_are_denied(stack: TerraformStack) -> None:
    deny = statements(parts(stack))["TlsOnly"]
    assert (deny["Effect"], deny["Principal"], deny["Action"]) == ("Deny", "*", "s3:*")
    assert deny["Resource"] == ["arn:aws-us-gov:s3:::agency-logs", "arn:aws-us-gov:s3:::agency-logs/*"]
    assert deny["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


@pytest.mark.parametrize(
    ("given", "source"),
    [
        ({}, {"aws:SourceOrgID": "o-abcdefghij"}),
        ({"organization_id": None, "account_ids": ACCOUNTS}, {"aws:SourceAccount": ACCOUNTS}),
    ],
)
def test_cloudtrail_of_the_organization_or_of_the_accounts_may_write(
    stack: TerraformStack, given: Json, source: Json
) -> None:
    found = statements(parts(stack, **given))
    reads, writes = found["CloudTrailReadsAcl"], found["CloudTrailWrites"]
    assert reads["Principal"] == writes["Principal"] == {"Service": "cloudtrail.amazonaws.com"}
    assert reads["Condition"] == {"StringEquals": source}
    assert writes["Condition"] == {"StringEquals": {**source, "s3:x-amz-acl": "bucket-owner-full-control"}}
    assert writes["Resource"] == "arn:aws-us-gov:s3:::agency-logs/AWSLogs/*"


def test_a_prefix_comes_before_the_logs(stack: TerraformStack) -> None:
    writes = statements(parts(stack, partition="aws", key_prefix="gov/${x}"))["CloudTrailWrites"]
    assert writes["Resource"] == "arn:aws:s3:::agency-logs/gov/$${x}/AWSLogs/*"


def test_log_files_move_and_go_when_that_is_wanted(stack: TerraformStack) -> None:
    (rule,) = parts(stack, retention_days=400, archive_after_days=90)["lifecycle_configuration"]["rule"]
    assert rule["expiration"] == [{"days": 400}]
    assert rule["transition"] == [{"days": 90, "storage_class": "GLACIER"}]
    assert rule["noncurrent_version_expiration"] == [{"noncurrent_days": 90}]


def test_log_files_stay_for_ever_otherwise(stack: TerraformStack) -> None:
    (rule,) = parts(stack)["lifecycle_configuration"]["rule"]
    assert "expiration" not in rule
    assert "transition" not in rule


def test_object_lock_is_chosen_with_the_bucket(stack: TerraformStack) -> None:
    made = parts(stack, object_lock_days=30, object_lock_mode="COMPLIANCE")
    assert made["bucket"]["object_lock_enabled"] is True
    retention = [{"mode": "COMPLIANCE", "days": 30}]
    assert made["object_lock_configuration"]["rule"] == [{"default_retention": retention}]


def test_a_key_of_ones_own(stack: TerraformStack) -> None:
    key = "arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/12345678-1234-1234-1234-123456789012"
    (rule,) = parts(stack, kms_key_arn=key)["server_side_encryption_configuration"]["rule"]
    default = [{"sse_algorithm": "aws:kms", "kms_master_key_id": key}]
    assert rule == {"apply_server_side_encryption_by_default": default, "bucket_key_enabled": True}


def test_who_uses_the_name_waits_for_the_policy(stack: TerraformStack) -> None:
    aws_provider(stack, CredentialSet())
    archive = LogArchive(stack, "logs", **GOOD)
    TerraformOutput(stack, "name", value=archive.bucket_name)
    TerraformOutput(stack, "arn", value=archive.bucket_arn)
    assert {each["value"] for each in synth(stack)["output"].values()} == {
        "${aws_s3_bucket_policy.logs.bucket}",
        "${aws_s3_bucket.logs.arn}",
    }


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"bucket_name": "Logs"}, "bucket_name: "),
        ({"partition": "govcloud"}, "The partition must be"),
        ({"organization_id": "x"}, "organization_id: "),
        ({"organization_id": None}, "Give either organization_id or account_ids"),
        ({"account_ids": ACCOUNTS}, "Give either organization_id or account_ids"),
        ({"organization_id": None, "account_ids": ["1"]}, "account_ids: "),
        ({"organization_id": None, "account_ids": ACCOUNTS * 2}, "account_ids: An account is there twice"),
        ({"key_prefix": "/x"}, "key_prefix: "),
        (
            {"kms_key_arn": "arn:aws:kms:us-east-1:111122223333:key/12345678-1234-1234-1234-123456789012"},
            "kms_key_arn: arn:aws:kms:us-east-1:111122223333:key/12345678-1234-1234-1234-123456789012 is not of",
        ),
        ({"retention_days": 0}, "retention_days: It must be at least 1, not 0"),
        ({"retention_days": 30, "archive_after_days": 30}, "archive_after_days: 30 is not before the 30 days"),
        ({"retention_days": 30, "object_lock_days": 31}, "object_lock_days: 31 is longer than the 30 days"),
        ({"object_lock_mode": "LEGAL"}, "object_lock_mode: It must be GOVERNANCE or COMPLIANCE"),
        ({"organization_id": None, "account_ids": [f"{n:012}" for n in range(1400)]}, "account_ids: The policy has"),
    ],
)
def test_what_cannot_be_meant_is_refused(stack: TerraformStack, change: Json, problem: str) -> None:
    with pytest.raises(ConstructError) as raised:
        LogArchive(stack, "logs", **{**GOOD, **change})
    assert [each.startswith(problem) for each in raised.value.problems] == [True]


def test_twelve_hundred_accounts_fit_into_the_policy(stack: TerraformStack) -> None:
    accounts = [f"{n:012}" for n in range(600)]
    assert len(parts(stack, organization_id=None, account_ids=accounts)["policy"]["policy"]) < 20 * 1024
