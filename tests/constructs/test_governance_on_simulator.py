"""What the ready-made guardrails and the log archive's policy forbid and allow, on both sides of the simulator."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from constructs_lib.log_archive_policy import log_archive_policy
from constructs_lib.ready_made_policies import ready_made
from partition_simulator import Keys
from partition_simulator.partitions import PARTITIONS, Side
from partition_simulator.world.keys import AccessKey, Principal
from tests.simulator.authorization.conftest import add_user, refused
from tests.simulator.conftest import Bench, bench, code_of, member_of, organized, settings  # noqa: F401  fixtures

BUCKET = "agency-logs"
ADMINISTRATOR = {"Action": "*"}


class Guarded:
    """A member with a user who may do everything, and the role that AWS makes; guardrails are attached to the root."""

    def __init__(self, bench: Bench, side: Side) -> None:  # noqa: F811
        self.bench, self.side, self.partition = bench, side, PARTITIONS[side].name
        self.where = (
            {"CreateBucketConfiguration": {"LocationConstraint": "us-gov-west-1"}} if side == "govcloud" else {}
        )
        self.organizations = bench.organizations(side)
        self.root = self.organizations.list_roots()["Roots"][0]["Id"]
        self.organizations.enable_policy_type(RootId=self.root, PolicyType="SERVICE_CONTROL_POLICY")
        self.member, _ = member_of(bench, side)
        self.role = bench.assume(side, self.member)
        self.user = add_user(bench, side, ADMINISTRATOR, admin=self.role)

    def attach(self, name: str, **options: Any) -> None:
        policy = ready_made(name, self.partition, **options)
        made = self.organizations.create_policy(
            Name=policy.name, Description=policy.description, Type="SERVICE_CONTROL_POLICY", Content=policy.document()
        )
        policy_id = made["Policy"]["PolicySummary"]["Id"]
        self.organizations.attach_policy(PolicyId=policy_id, TargetId=self.root)

    def client(self, service: str, keys: Keys | dict[str, Any], region: str | None = None) -> Any:
        return self.bench.client(service, self.side, keys, region)

    def root_keys(self) -> dict[str, Any]:
        """Keys of the member's root user."""
        account = self.bench.sim.world.accounts[self.member]
        root = Principal(account.partition, self.member, account.root_arn, self.member)
        self.bench.sim.world.keys.add(AccessKey("AKIAROOT000000000000", "secret", root))
        return {"AccessKeyId": "AKIAROOT000000000000", "SecretAccessKey": "secret", "SessionToken": None}

    def make_bucket(self, policy: dict[str, Any] | None = None) -> Any:
        """The log bucket, in the member's account; answers with S3 as its administrators' role has it."""
        s3 = self.client("s3", self.role)
        where = (
            {"CreateBucketConfiguration": {"LocationConstraint": "us-gov-west-1"}} if self.side == "govcloud" else {}
        )
        s3.create_bucket(Bucket=BUCKET, **where)
        if policy is not None:
            s3.put_bucket_policy(Bucket=BUCKET, Policy=json.dumps(policy))
        return s3


@pytest.fixture(params=["commercial", "govcloud"])
def guarded(request: pytest.FixtureRequest, organized: Bench) -> Guarded:  # noqa: F811
    return Guarded(organized, request.param)


def denied(call: Any, **arguments: Any) -> bool:
    return refused(call, **arguments)[0] in ("AccessDenied", "AccessDeniedException")


def test_nobody_leaves_the_organization(guarded: Guarded) -> None:
    guarded.attach("deny-leaving-organization")
    for keys in (guarded.user, guarded.role):
        assert denied(guarded.client("organizations", keys).leave_organization)


def test_the_root_user_does_nothing_and_others_all(guarded: Guarded) -> None:
    iam = guarded.client("iam", guarded.root_keys())
    iam.create_group(GroupName="before")
    guarded.attach("deny-root-use")
    assert denied(iam.create_group, GroupName="after")
    guarded.client("iam", guarded.role).create_group(GroupName="role")
    guarded.client("iam", guarded.user).create_group(GroupName="user")


def test_trails_are_stopped_by_the_administrators_role_only(guarded: Guarded) -> None:
    bucket_arn = f"arn:{guarded.partition}:s3:::{BUCKET}"
    guarded.make_bucket(log_archive_policy(bucket_arn=bucket_arn, account_ids=[guarded.member]))
    own, theirs = guarded.client("cloudtrail", guarded.role), guarded.client("cloudtrail", guarded.user)
    guarded.attach("protect-trails")
    theirs.create_trail(Name="audit", S3BucketName=BUCKET)
    theirs.start_logging(Name="audit")
    for call in (theirs.stop_logging, theirs.delete_trail, theirs.update_trail):
        assert denied(call, Name="audit")
    assert theirs.get_trail_status(Name="audit")["IsLogging"] is True
    own.stop_logging(Name="audit")


def test_log_files_are_deleted_by_nobody_and_their_bucket_changed_by_the_role_only(guarded: Guarded) -> None:
    own, theirs = guarded.make_bucket(), guarded.client("s3", guarded.user)
    guarded.attach("protect-log-bucket", bucket_name=BUCKET)
    theirs.put_object(Bucket=BUCKET, Key="log", Body=b"")
    for s3 in (own, theirs):
        assert denied(s3.delete_object, Bucket=BUCKET, Key="log")
    versioning = {"Bucket": BUCKET, "VersioningConfiguration": {"Status": "Suspended"}}
    assert denied(theirs.put_bucket_versioning, **versioning)
    assert denied(theirs.delete_bucket, Bucket=BUCKET)
    own.put_bucket_versioning(**versioning)
    theirs.create_bucket(Bucket="another-bucket", **guarded.where)
    theirs.delete_bucket(Bucket="another-bucket")


def test_only_the_regions_are_open_and_global_services_everywhere(guarded: Guarded) -> None:
    home, other = ("us-gov-east-1", "us-gov-west-1") if guarded.side == "govcloud" else ("us-west-2", "eu-west-1")
    guarded.attach("allow-only-us-regions", regions=[home])
    guarded.client("cloudtrail", guarded.user, home).describe_trails()
    assert denied(guarded.client("cloudtrail", guarded.user, other).describe_trails)
    # Their endpoints are in a region that isn't open.
    guarded.client("iam", guarded.user).create_group(GroupName="people")
    guarded.client("organizations", guarded.user).describe_organization()


@pytest.mark.parametrize("by", ["organization", "accounts"])
@pytest.mark.parametrize("prefix", [None, "gov"])
def test_trails_of_those_who_are_let_write_to_the_log_archive_and_others_not(
    guarded: Guarded, by: str, prefix: str | None
) -> None:
    bench = guarded.bench  # noqa: F811
    other, _ = member_of(bench, guarded.side)
    pair = bench.sim.vend("outside", "outside@example.gov")
    customer = bench.sim.seed_management_pair("alone", "alone@example.gov")
    outside = bench.assume("govcloud", pair.govcloud.account_id) if guarded.side == "govcloud" else customer.commercial
    organization_id = guarded.organizations.describe_organization()["Organization"]["Id"]
    whose: dict[str, Any] = (
        {"organization_id": organization_id} if by == "organization" else {"account_ids": [guarded.member]}
    )
    bucket_arn = f"arn:{guarded.partition}:s3:::{BUCKET}"
    guarded.make_bucket(log_archive_policy(bucket_arn=bucket_arn, key_prefix=prefix, **whose))
    wanted = {"Name": "audit", "S3BucketName": BUCKET, **({"S3KeyPrefix": prefix} if prefix else {})}

    def writes(keys: Keys | dict[str, Any]) -> bool:
        trails = guarded.client("cloudtrail", keys)
        try:
            trails.create_trail(**wanted)
        except ClientError as error:
            assert error.response["Error"]["Code"] == "InsufficientS3BucketPolicyException"
            return False
        trails.start_logging(Name="audit")
        assert "LatestDeliveryError" not in trails.get_trail_status(Name="audit")
        return True

    assert writes(guarded.role)
    assert writes(bench.assume(guarded.side, other)) is (by == "organization")
    assert not writes(outside)
    with pytest.raises(ClientError) as error:
        guarded.client("s3", outside).put_object(Bucket=BUCKET, Key="AWSLogs/forged", Body=b"")
    assert code_of(error) == "AccessDenied"
