"""CloudTrail: trails in their own account, region and partition, into a bucket that must let them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from partition_simulator.partitions import PARTITIONS, Side
from tests.simulator.conftest import Bench, code_of

LOG_BUCKET = "log-archive"


def policy(
    partition: str, bucket: str = LOG_BUCKET, prefix: str = "", condition: dict[str, Any] | None = None
) -> dict[str, Any]:
    """The policy that CloudTrail's User Guide gives."""
    principal = {"Service": "cloudtrail.amazonaws.com"}
    arn = f"arn:{partition}:s3:::{bucket}"
    return {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Principal": principal, "Action": "s3:GetBucketAcl", "Resource": arn},
            {
                "Effect": "Allow",
                "Principal": principal,
                "Action": "s3:PutObject",
                "Resource": f"{arn}/{prefix}AWSLogs/*",
                "Condition": condition or {"StringEquals": {"s3:x-amz-acl": "bucket-owner-full-control"}},
            },
        ],
    }


def make_bucket(bench: Bench, side: Side, document: dict[str, Any] | None) -> None:
    s3 = bench.client("s3", side)
    region = {"CreateBucketConfiguration": {"LocationConstraint": "us-gov-west-1"}} if side == "govcloud" else {}
    s3.create_bucket(Bucket=LOG_BUCKET, **region)
    if document is not None:
        s3.put_bucket_policy(Bucket=LOG_BUCKET, Policy=json.dumps(document))


@pytest.fixture(params=["commercial", "govcloud"])
def side(request: pytest.FixtureRequest) -> Side:
    chosen: Side = request.param
    return chosen


@pytest.fixture
def trails(organized: Bench, side: Side) -> Any:
    """CloudTrail in a member account, with a log bucket in the payer's."""
    make_bucket(organized, side, policy(PARTITIONS[side].name))
    return member_client(organized, side)()


def member_client(bench: Bench, side: Side) -> Callable[..., Any]:
    pair = bench.sim.vend("x", "x@example.gov")
    account = pair.commercial if side == "commercial" else pair.govcloud
    session = bench.assume(side, account.account_id)
    return lambda **more: bench.client("cloudtrail", side, session, **more)


def test_a_trail_goes_into_another_account_s_bucket_and_logs_once_it_is_told_to(trails: Any, side: Side) -> None:
    made = trails.create_trail(Name="audit", S3BucketName=LOG_BUCKET, IsMultiRegionTrail=True)
    assert made["TrailARN"].startswith(f"arn:{PARTITIONS[side].name}:cloudtrail:{PARTITIONS[side].home_region}:")
    assert "KmsKeyId" not in made or made["KmsKeyId"] is None
    assert trails.get_trail_status(Name="audit")["IsLogging"] is False
    trails.start_logging(Name="audit")
    assert trails.get_trail_status(Name="audit")["IsLogging"] is True
    trails.stop_logging(Name="audit")
    assert trails.get_trail_status(Name="audit")["IsLogging"] is False
    (shown,) = trails.describe_trails(trailNameList=["audit", "other"])["trailList"]
    assert (shown["Name"], shown["HomeRegion"], shown["IsMultiRegionTrail"]) == (
        "audit",
        PARTITIONS[side].home_region,
        True,
    )
    assert trails.get_trail(Name="audit")["Trail"] == shown
    trails.delete_trail(Name="audit")
    assert trails.describe_trails()["trailList"] == []


@pytest.mark.parametrize("without", ["bucket", "policy", "service", "folder", "acl"])
def test_a_bucket_that_does_not_let_cloudtrail_write_is_refused(organized: Bench, without: str) -> None:
    document: dict[str, Any] | None = policy("aws-us-gov")
    assert document is not None
    if without == "service":
        document["Statement"][1]["Principal"] = {"Service": "config.amazonaws.com"}
    elif without == "folder":
        document["Statement"][1]["Resource"] = f"arn:aws-us-gov:s3:::{LOG_BUCKET}/elsewhere/*"
    elif without == "acl":
        del document["Statement"][0]
    if without != "bucket":
        make_bucket(organized, "govcloud", None if without == "policy" else document)
    trails = member_client(organized, "govcloud")()
    with pytest.raises(ClientError) as error:
        trails.create_trail(Name="audit", S3BucketName=LOG_BUCKET)
    expected = "S3BucketDoesNotExistException" if without == "bucket" else "InsufficientS3BucketPolicyException"
    assert code_of(error) == expected
    assert trails.describe_trails()["trailList"] == []


@pytest.mark.parametrize(
    ("condition", "allowed"),
    [
        ({"StringEquals": {"s3:x-amz-acl": "bucket-owner-full-control", "aws:SourceAccount": "ACCOUNT"}}, True),
        ({"ArnLike": {"aws:SourceArn": "arn:aws-us-gov:cloudtrail:*:ACCOUNT:trail/*"}}, True),
        ({"ArnLike": {"aws:SourceArn": "arn:aws-us-gov:cloudtrail:*:111111111111:trail/*"}}, False),
        ({"StringEquals": {"aws:SourceArn": "arn:aws-us-gov:cloudtrail:us-gov-west-1:ACCOUNT:trail/audit"}}, True),
        ({"StringLike": {"aws:SourceAccount": ["1*", "ACCOUNT"]}}, True),
        ({"StringNotEquals": {"aws:SourceAccount": ["ACCOUNT"]}}, False),
        ({"StringEquals": {"aws:SourceAccount": "111111111111"}}, False),
        ({"StringEquals": {"aws:SourceOrgID": "ORGANIZATION"}}, True),
        ({"StringEquals": {"aws:PrincipalOrgID": "ORGANIZATION"}}, False),
        ({"NumericEquals": {"aws:SourceAccount": "ACCOUNT"}}, True),
    ],
)
def test_the_policy_s_conditions_are_looked_at(organized: Bench, condition: dict[str, Any], allowed: bool) -> None:
    member = organized.sim.vend("x", "x@example.gov", join=organized.payer.govcloud).govcloud.account_id
    organization = organized.organizations("govcloud").describe_organization()["Organization"]["Id"]
    written = json.dumps(condition).replace("ACCOUNT", member).replace("ORGANIZATION", organization)
    make_bucket(organized, "govcloud", policy("aws-us-gov", prefix="gov/", condition=json.loads(written)))
    trails = organized.client("cloudtrail", "govcloud", organized.assume("govcloud", member))
    if allowed:
        assert trails.create_trail(Name="audit", S3BucketName=LOG_BUCKET, S3KeyPrefix="gov/")
        return
    with pytest.raises(ClientError) as error:
        trails.create_trail(Name="audit", S3BucketName=LOG_BUCKET, S3KeyPrefix="gov/")
    assert code_of(error) == "InsufficientS3BucketPolicyException"


def test_a_deny_in_the_bucket_s_policy_wins(organized: Bench) -> None:
    document = policy("aws-us-gov")
    document["Statement"].append({"Effect": "Deny", "Principal": "*", "Action": "s3:Put*", "Resource": "*"})
    make_bucket(organized, "govcloud", document)
    with pytest.raises(ClientError) as error:
        member_client(organized, "govcloud")().create_trail(Name="audit", S3BucketName=LOG_BUCKET)
    assert code_of(error) == "InsufficientS3BucketPolicyException"


def test_an_update_is_checked_like_a_creation_and_empties_what_is_empty(trails: Any) -> None:
    trails.create_trail(Name="audit", S3BucketName=LOG_BUCKET)
    for wrong, code in (
        ({"S3BucketName": "elsewhere"}, "S3BucketDoesNotExistException"),
        ({"S3KeyPrefix": "not-allowed"}, "InsufficientS3BucketPolicyException"),
        ({"S3KeyPrefix": "x" * 201}, "InvalidS3PrefixException"),
        ({"IsMultiRegionTrail": True, "IncludeGlobalServiceEvents": False}, "InvalidParameterCombinationException"),
        ({"KmsKeyId": "no key"}, "InvalidKmsKeyIdException"),
    ):
        with pytest.raises(ClientError) as error:
            trails.update_trail(Name="audit", **wrong)
        assert code_of(error) == code
    key = "12345678-1234-1234-1234-123456789012"
    assert trails.update_trail(Name="audit", KmsKeyId=key, EnableLogFileValidation=True)["KmsKeyId"] == key
    trails.update_trail(Name="audit", KmsKeyId="", S3KeyPrefix="")
    shown = trails.get_trail(Name="audit")["Trail"]
    assert "KmsKeyId" not in shown
    assert "S3KeyPrefix" not in shown
    assert shown["LogFileValidationEnabled"] is True


@pytest.mark.parametrize("name", ["ab", "x" * 129, "-ab", "ab-", "a--b", "a b", "naïve", "10.0.0.1"])
def test_a_name_that_breaks_the_rules_is_refused(organized: Bench, name: str) -> None:
    make_bucket(organized, "govcloud", policy("aws-us-gov"))
    with pytest.raises(ClientError) as error:
        organized.client("cloudtrail", "govcloud").create_trail(Name=name, S3BucketName=LOG_BUCKET)
    assert code_of(error) == "InvalidTrailNameException"


def test_a_name_is_taken_once_and_there_are_five_trails(trails: Any) -> None:
    trails.create_trail(Name="trail0", S3BucketName=LOG_BUCKET)
    with pytest.raises(ClientError) as error:
        trails.create_trail(Name="trail0", S3BucketName=LOG_BUCKET)
    assert code_of(error) == "TrailAlreadyExistsException"
    for number in range(1, 5):
        trails.create_trail(Name=f"trail{number}", S3BucketName=LOG_BUCKET)
    with pytest.raises(ClientError) as error:
        trails.create_trail(Name="trail5", S3BucketName=LOG_BUCKET)
    assert code_of(error) == "MaximumNumberOfTrailsExceededException"


def test_another_region_shows_a_multi_region_trail_and_cannot_change_it(organized: Bench) -> None:
    make_bucket(organized, "govcloud", policy("aws-us-gov"))
    client = member_client(organized, "govcloud")
    west, east = client(), client(region="us-gov-east-1")
    arn = west.create_trail(Name="everywhere", S3BucketName=LOG_BUCKET, IsMultiRegionTrail=True)["TrailARN"]
    west.create_trail(Name="here", S3BucketName=LOG_BUCKET)
    assert [trail["Name"] for trail in east.describe_trails()["trailList"]] == ["everywhere"]
    assert east.describe_trails(includeShadowTrails=False)["trailList"] == []
    assert east.describe_trails(trailNameList=["everywhere"])["trailList"] == []
    assert east.get_trail(Name=arn)["Trail"]["HomeRegion"] == "us-gov-west-1"
    with pytest.raises(ClientError) as error:
        east.stop_logging(Name=arn)
    assert code_of(error) == "InvalidHomeRegionException"
    with pytest.raises(ClientError) as error:
        east.get_trail(Name="here")
    assert code_of(error) == "TrailNotFoundException"


def test_tags_belong_to_a_trail_that_exists(trails: Any) -> None:
    created = trails.create_trail(Name="audit", S3BucketName=LOG_BUCKET, TagsList=[{"Key": "A", "Value": "1"}])
    arn = created["TrailARN"]
    trails.add_tags(ResourceId=arn, TagsList=[{"Key": "B", "Value": "2"}])
    trails.remove_tags(ResourceId=arn, TagsList=[{"Key": "A"}])
    assert trails.list_tags(ResourceIdList=[arn])["ResourceTagList"][0]["TagsList"] == [{"Key": "B", "Value": "2"}]
    with pytest.raises(ClientError) as error:
        trails.add_tags(ResourceId=arn, TagsList=[{"Key": f"k{n}", "Value": "v"} for n in range(50)])
    assert code_of(error) == "TagsLimitExceededException"
    trails.delete_trail(Name="audit")
    for operation in (trails.add_tags, trails.remove_tags):
        with pytest.raises(ClientError) as error:
            operation(ResourceId=arn, TagsList=[{"Key": "B"}])
        assert code_of(error) == "ResourceNotFoundException"
    with pytest.raises(ClientError) as error:
        trails.list_tags(ResourceIdList=["arn:aws:s3:::bucket"])
    assert code_of(error) == "CloudTrailARNInvalidException"
    trails.create_trail(Name="audit", S3BucketName=LOG_BUCKET)
    assert trails.list_tags(ResourceIdList=[arn])["ResourceTagList"][0]["TagsList"] == []


def test_what_is_not_there_cannot_be_changed_or_read(trails: Any) -> None:
    for operation in ("start_logging", "stop_logging", "delete_trail", "get_trail", "get_trail_status", "update_trail"):
        with pytest.raises(ClientError) as error:
            getattr(trails, operation)(Name="absent")
        assert code_of(error) == "TrailNotFoundException", operation


def test_selectors_are_kept(trails: Any) -> None:
    trails.create_trail(Name="audit", S3BucketName=LOG_BUCKET)
    selectors = [{"ReadWriteType": "WriteOnly", "IncludeManagementEvents": True}]
    trails.put_event_selectors(TrailName="audit", EventSelectors=selectors)
    assert trails.get_event_selectors(TrailName="audit")["EventSelectors"][0]["ReadWriteType"] == "WriteOnly"
    assert trails.get_trail(Name="audit")["Trail"]["HasCustomEventSelectors"] is True
    trails.put_insight_selectors(TrailName="audit", InsightSelectors=[{"InsightType": "ApiCallRateInsight"}])
    assert trails.get_insight_selectors(TrailName="audit")["InsightSelectors"]


def test_one_account_s_trails_are_not_another_s(organized: Bench) -> None:
    make_bucket(organized, "govcloud", policy("aws-us-gov"))
    organized.client("cloudtrail", "govcloud").create_trail(Name="payer", S3BucketName=LOG_BUCKET)
    assert member_client(organized, "govcloud")().describe_trails()["trailList"] == []


def test_a_bucket_that_stopped_taking_logs_shows_in_the_status(organized: Bench) -> None:
    make_bucket(organized, "govcloud", policy("aws-us-gov"))
    trails, s3 = member_client(organized, "govcloud")(), organized.client("s3", "govcloud")
    trails.create_trail(Name="audit", S3BucketName=LOG_BUCKET)
    trails.start_logging(Name="audit")
    assert "LatestDeliveryError" not in trails.get_trail_status(Name="audit")
    s3.delete_bucket_policy(Bucket=LOG_BUCKET)
    assert trails.get_trail_status(Name="audit")["LatestDeliveryError"] == "AccessDenied"
    s3.delete_bucket(Bucket=LOG_BUCKET)
    assert trails.get_trail_status(Name="audit")["LatestDeliveryError"] == "NoSuchBucket"
    trails.stop_logging(Name="audit")
    assert "LatestDeliveryError" not in trails.get_trail_status(Name="audit")


def test_log_groups_of_the_other_partition_are_refused(trails: Any, side: Side) -> None:
    other = "aws" if side == "govcloud" else "aws-us-gov"
    asked = {
        "CloudWatchLogsLogGroupArn": f"arn:{other}:logs:us-east-1:123456789012:log-group:trail:*",
        "CloudWatchLogsRoleArn": f"arn:{other}:iam::123456789012:role/trail",
    }
    with pytest.raises(ClientError) as error:
        trails.create_trail(Name="trail", S3BucketName=LOG_BUCKET, **asked)
    assert code_of(error) == "InvalidCloudWatchLogsLogGroupArnException"


def test_an_organizations_trail_is_its_management_accounts_and_needs_trusted_access(organized: Bench) -> None:
    make_bucket(organized, "commercial", policy("aws"))
    asked = {"Name": "trail", "S3BucketName": LOG_BUCKET, "IsOrganizationTrail": True}
    alone = organized.sim.seed_management_pair("alone", "alone@example.gov")
    with pytest.raises(ClientError) as error:
        organized.client("cloudtrail", "commercial", alone.commercial).create_trail(**asked)
    assert code_of(error) == "OrganizationsNotInUseException"
    with pytest.raises(ClientError) as error:
        member_client(organized, "commercial")().create_trail(**asked)
    assert code_of(error) == "NotOrganizationMasterAccountException"
    payers = organized.client("cloudtrail", "commercial")
    with pytest.raises(ClientError) as error:
        payers.create_trail(**asked)
    assert code_of(error) == "CloudTrailAccessNotEnabledException"
    organized.organizations("commercial").enable_aws_service_access(ServicePrincipal="cloudtrail.amazonaws.com")
    assert payers.create_trail(**asked)["IsOrganizationTrail"] is True


def test_an_organizations_trail_writes_to_a_folder_of_the_organization_too(organized: Bench) -> None:
    organized.organizations("commercial").enable_aws_service_access(ServicePrincipal="cloudtrail.amazonaws.com")
    document = policy("aws")
    everywhere = document["Statement"][1]["Resource"]
    document["Statement"][1]["Resource"] = everywhere.replace("*", f"{organized.payer.commercial.account_id}/*")
    make_bucket(organized, "commercial", document)
    client = organized.client("cloudtrail", "commercial")
    wanted = {"Name": "all", "S3BucketName": LOG_BUCKET, "IsMultiRegionTrail": True, "IsOrganizationTrail": True}
    with pytest.raises(ClientError) as error:
        client.create_trail(**wanted)
    assert code_of(error) == "InsufficientS3BucketPolicyException"
    document["Statement"][1]["Resource"] = everywhere
    organized.client("s3", "commercial").put_bucket_policy(Bucket=LOG_BUCKET, Policy=json.dumps(document))
    client.create_trail(**wanted)
    client.start_logging(Name="all")
    assert "LatestDeliveryError" not in client.get_trail_status(Name="all")
