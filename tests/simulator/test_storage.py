"""S3, whose signatures cover the path as sent; and IAM in the right account and partition."""

from __future__ import annotations

import json

import pytest
from botocore.exceptions import ClientError

from partition_simulator.partitions import Side
from tests.simulator.conftest import Bench, code_of


@pytest.mark.parametrize("side", ["commercial", "govcloud"])
@pytest.mark.parametrize("key", ["plain", "dir/with space", "umläut/ü+&=?#%20.txt", "a//b/../c"])
def test_objects_with_awkward_names_are_stored(bench: Bench, side: Side, key: str) -> None:
    s3 = bench.client("s3", side)
    region = {"CreateBucketConfiguration": {"LocationConstraint": "us-gov-west-1"}} if side == "govcloud" else {}
    s3.create_bucket(Bucket="log-archive", **region)
    s3.put_object(Bucket="log-archive", Key=key, Body=b"content")
    assert s3.get_object(Bucket="log-archive", Key=key)["Body"].read() == b"content"
    assert s3.head_object(Bucket="log-archive", Key=key)["ContentLength"] == len(b"content")
    assert [o["Key"] for o in s3.list_objects_v2(Bucket="log-archive")["Contents"]] == [key]


def test_bucket_names_are_taken_within_a_partition_only(organized: Bench) -> None:
    other = organized.sim.seed_management_pair("other", "other@example.gov")
    region = {"CreateBucketConfiguration": {"LocationConstraint": "us-gov-west-1"}}
    organized.client("s3", "commercial").create_bucket(Bucket="logs")
    organized.client("s3", "govcloud").create_bucket(Bucket="logs", **region)
    with pytest.raises(ClientError) as error:
        organized.client("s3", "govcloud", other.govcloud).create_bucket(Bucket="logs", **region)
    assert code_of(error) == "BucketAlreadyExists"


def test_iam_knows_its_partition(bench: Bench) -> None:
    for side, partition in (("commercial", "aws"), ("govcloud", "aws-us-gov")):
        iam = bench.client("iam", side)  # type: ignore[arg-type]
        document = json.dumps({"Version": "2012-10-17", "Statement": []})
        arn = iam.create_role(RoleName="mine", AssumeRolePolicyDocument=document)["Role"]["Arn"]
        assert arn == f"arn:{partition}:iam::{bench.payer.side(side).account_id}:role/mine"  # type: ignore[arg-type]
        linked = iam.create_service_linked_role(AWSServiceName="config.amazonaws.com")["Role"]["Arn"]
        assert linked.startswith(f"arn:{partition}:iam::")


def test_iam_of_one_account_is_not_that_of_another(organized: Bench) -> None:
    pair = organized.sim.vend("x", "x@example.gov")
    session = organized.assume("govcloud", pair.govcloud.account_id)
    organized.client("iam", "govcloud", session).create_user(UserName="only-here")
    with pytest.raises(ClientError) as error:
        organized.client("iam", "govcloud").get_user(UserName="only-here")
    assert code_of(error) == "NoSuchEntity"
