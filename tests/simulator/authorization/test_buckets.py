"""Buckets: the owner's account needs one side's consent, another account both sides'."""

from __future__ import annotations

import json
from typing import Any

import pytest

from partition_simulator import Keys
from tests.simulator.authorization.conftest import add_user, refused
from tests.simulator.conftest import Bench

BUCKET = "log-archive"
OBJECTS = f"arn:aws:s3:::{BUCKET}/*"
READ = {"Action": "s3:GetObject", "Resource": OBJECTS}


def put_policy(bench: Bench, *statements: dict[str, Any]) -> None:
    filled = [{"Effect": "Allow", "Resource": OBJECTS, **statement} for statement in statements]
    text = json.dumps({"Version": "2012-10-17", "Statement": filled})
    bench.client("s3", "commercial").put_bucket_policy(Bucket=BUCKET, Policy=text)


@pytest.fixture
def logs(organized: Bench) -> Bench:
    """A bucket of the payer's with one object."""
    s3 = organized.client("s3", "commercial")
    s3.create_bucket(Bucket=BUCKET)
    s3.put_object(Bucket=BUCKET, Key="a/b", Body=b"content")
    return organized


@pytest.fixture
def member(logs: Bench) -> Keys:
    """An administrator in a member account."""
    return logs.sim.keys_for(logs.sim.vend("x", "x@example.gov").commercial.account_id)


def read(bench: Bench, keys: Keys) -> Any:
    return bench.client("s3", "commercial", keys).get_object(Bucket=BUCKET, Key="a/b")["Body"].read()


def test_a_user_of_the_account_reads_by_its_own_policy(logs: Bench) -> None:
    assert read(logs, add_user(logs, "commercial", READ)) == b"content"


def test_a_user_of_the_account_reads_by_the_bucket_s_policy(logs: Bench) -> None:
    user = add_user(logs, "commercial")
    put_policy(logs, {"Principal": {"AWS": user.arn}, "Action": "s3:GetObject"})
    assert read(logs, user) == b"content"


def test_naming_the_account_leaves_it_to_the_user_s_own_policies(logs: Bench) -> None:
    user = add_user(logs, "commercial")
    put_policy(logs, {"Principal": {"AWS": user.account_id}, "Action": "s3:GetObject"})
    code, message = refused(read, bench=logs, keys=user)
    assert code == "AccessDenied"
    assert message == (
        f'User: {user.arn} is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::{BUCKET}/a/b" because '
        "no identity-based policy allows the s3:GetObject action"
    )


def test_a_deny_in_the_bucket_s_policy_stops_an_administrator(logs: Bench) -> None:
    put_policy(logs, {"Effect": "Deny", "Principal": "*", "Action": "s3:GetObject"})
    code, message = refused(read, bench=logs, keys=logs.payer.commercial)
    assert code == "AccessDenied"
    assert message.endswith("with an explicit deny in a resource-based policy")


def test_another_account_needs_the_bucket_s_policy(logs: Bench, member: Keys) -> None:
    code, message = refused(read, bench=logs, keys=member)
    assert code == "AccessDenied"
    assert message.endswith("because no resource-based policy allows the s3:GetObject action")
    put_policy(logs, {"Principal": {"AWS": f"arn:aws:iam::{member.account_id}:root"}, "Action": "s3:GetObject"})
    assert read(logs, member) == b"content"


def test_another_account_needs_its_own_policy_too(logs: Bench, member: Keys) -> None:
    user = add_user(logs, "commercial", {"Action": "iam:*"}, admin=member)
    put_policy(logs, {"Principal": {"AWS": user.arn}, "Action": "s3:GetObject"})
    assert "because no identity-based policy allows" in refused(read, bench=logs, keys=user)[1]


def test_members_of_the_organization_read_and_nobody_else(logs: Bench, member: Keys) -> None:
    organization = logs.organizations("commercial").describe_organization()["Organization"]["Id"]
    condition = {"StringEquals": {"aws:PrincipalOrgID": organization}}
    put_policy(logs, {"Principal": {"AWS": "*"}, "Action": "s3:GetObject", "Condition": condition})
    assert read(logs, member) == b"content"
    stranger = logs.sim.seed_management_pair("other", "other@example.gov").commercial
    assert refused(read, bench=logs, keys=stranger) == ("AccessDenied", "Access Denied")


def test_insecure_transport_is_denied_to_nobody_here(logs: Bench) -> None:
    condition = {"Bool": {"aws:SecureTransport": "false"}}
    put_policy(logs, {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Condition": condition})
    assert read(logs, logs.payer.commercial) == b"content"


def test_the_bucket_s_policy_is_its_account_s_own_business(logs: Bench, member: Keys) -> None:
    put_policy(logs, {"Principal": "*", "Action": "s3:*", "Resource": [f"arn:aws:s3:::{BUCKET}", OBJECTS]})
    s3 = logs.client("s3", "commercial", member)
    assert s3.list_objects_v2(Bucket=BUCKET)["Contents"]
    assert refused(s3.get_bucket_policy, Bucket=BUCKET)[0] == "MethodNotAllowed"


@pytest.mark.parametrize(
    ("action", "operation", "arguments"),
    [
        ("s3:ListBucket", "list_objects_v2", {}),
        ("s3:ListBucket", "head_bucket", {}),
        ("s3:PutEncryptionConfiguration", "delete_bucket_encryption", {}),
        ("s3:PutBucketPublicAccessBlock", "delete_public_access_block", {}),
        ("s3:PutBucketVersioning", "put_bucket_versioning", {"VersioningConfiguration": {"Status": "Enabled"}}),
        ("s3:GetObject", "head_object", {"Key": "a/b"}),
        ("s3:PutObject", "create_multipart_upload", {"Key": "c"}),
        ("s3:DeleteObject", "delete_objects", {"Delete": {"Objects": [{"Key": "a/b"}]}}),
    ],
)
def test_actions_are_named_as_s3_names_them(
    logs: Bench, action: str, operation: str, arguments: dict[str, Any]
) -> None:
    s3 = logs.client("s3", "commercial", add_user(logs, "commercial", {"Action": action}))
    assert getattr(s3, operation)(Bucket=BUCKET, **arguments)
    other = logs.client("s3", "commercial", add_user(logs, "commercial", {"NotAction": action}, name="other"))
    with pytest.raises(other.exceptions.ClientError) as error:
        getattr(other, operation)(Bucket=BUCKET, **arguments)
    assert error.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403
