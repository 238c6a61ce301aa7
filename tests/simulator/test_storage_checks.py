"""What S3 refuses, and moto takes or fails at."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any

import pytest

from partition_simulator.partitions import Side
from tests.simulator.conftest import Bench, refusal


@pytest.fixture
def s3(bench: Bench) -> Any:
    """A client, with one bucket of one object."""
    client = bench.client("s3", "commercial")
    client.create_bucket(Bucket="logs")
    client.put_object(Bucket="logs", Key="key", Body=b"body")
    return client


@pytest.mark.parametrize(
    "name", ["Upper", "under_score", "1.2.3.4", "ab", "-a-", "a..b", "xn--a", "some-s3alias", "a" * 64]
)
def test_a_bucket_has_a_name_by_the_rules(s3: Any, name: str) -> None:
    assert refusal(lambda: s3.create_bucket(Bucket=name))[0] in ("InvalidBucketName", "InvalidArgument")


@pytest.mark.parametrize("name", ["abc", "a.b-c", "1-2", "log-archive-123456789012"])
def test_names_by_the_rules_are_taken(s3: Any, name: str) -> None:
    s3.create_bucket(Bucket=name)
    assert s3.head_bucket(Bucket=name)["ResponseMetadata"]["HTTPStatusCode"] == 200


@pytest.mark.parametrize(("side", "region"), [("commercial", "us-gov-west-1"), ("govcloud", "eu-west-1")])
def test_a_bucket_is_in_a_region_of_its_partition(bench: Bench, side: Side, region: str) -> None:
    client = bench.client("s3", side)
    made = {"Bucket": "logs", "CreateBucketConfiguration": {"LocationConstraint": region}}
    assert refusal(lambda: client.create_bucket(**made))[0] == "InvalidLocationConstraint"


@pytest.mark.parametrize(
    ("code", "ask"),
    [
        ("KeyTooLongError", lambda s3: s3.put_object(Bucket="logs", Key="ü" * 513, Body=b"")),
        ("InvalidArgument", lambda s3: s3.put_object(Bucket="logs", Key="k", Body=b"", GrantRead="bogus")),
        ("InvalidArgument", lambda s3: s3.put_bucket_acl(Bucket="logs", GrantFullControl="bogus")),
        ("InvalidArgument", lambda s3: s3.list_objects_v2(Bucket="logs", ContinuationToken="bogus")),
        ("NoSuchKey", lambda s3: s3.delete_object_tagging(Bucket="logs", Key="none")),
        ("NoSuchKey", lambda s3: s3.put_object_legal_hold(Bucket="logs", Key="none", LegalHold={"Status": "ON"})),
        ("NoSuchUpload", lambda s3: s3.upload_part(Bucket="logs", Key="k", UploadId="x", PartNumber=1, Body=b"")),
        ("BadDigest", lambda s3: s3.put_object(Bucket="logs", Key="k", Body=b"1", ContentMD5="A" * 22 + "==")),
        ("InvalidDigest", lambda s3: s3.put_object(Bucket="logs", Key="k", Body=b"1", ContentMD5="AAAA")),
        ("BadDigest", lambda s3: s3.put_object(Bucket="logs", Key="k", Body=b"1", ChecksumSHA256="A" * 43 + "=")),
    ],
)
def test_what_cannot_be_is_refused_by_its_name(s3: Any, code: str, ask: Callable[[Any], Any]) -> None:
    assert refusal(lambda: ask(s3))[0] == code
    assert [found["Key"] for found in s3.list_objects_v2(Bucket="logs")["Contents"]] == ["key"]


def test_a_part_goes_to_the_key_of_its_upload(s3: Any) -> None:
    upload = s3.create_multipart_upload(Bucket="logs", Key="one")["UploadId"]
    asked = {"Bucket": "logs", "UploadId": upload, "PartNumber": 1, "Body": b"part"}
    assert refusal(lambda: s3.upload_part(Key="other", **asked))[0] == "NoSuchUpload"
    assert s3.upload_part(Key="one", **asked)["ETag"]


@pytest.mark.parametrize("asked", ["bogus", "lines=0-1", "bytes=1=2"])
def test_a_range_that_means_nothing_is_the_whole_object(s3: Any, asked: str) -> None:
    assert s3.get_object(Bucket="logs", Key="key", Range=asked)["Body"].read() == b"body"


@pytest.mark.parametrize("key", ["tab\tand\nline", "../../etc/passwd", ".", "_simulator/state"])
def test_a_key_is_no_path(s3: Any, key: str) -> None:
    s3.put_object(Bucket="logs", Key=key, Body=b"mine")
    assert s3.get_object(Bucket="logs", Key=key)["Body"].read() == b"mine"


def test_presigned_urls_say_that_they_are_not_simulated(s3: Any) -> None:
    url = s3.generate_presigned_url("get_object", Params={"Bucket": "logs", "Key": "key"})
    with pytest.raises(urllib.error.HTTPError) as error:
        urllib.request.urlopen(url, timeout=10)
    assert error.value.code == 400
    assert b"presigned" in error.value.read()


def test_a_header_that_the_client_chose_is_one_header(s3: Any) -> None:
    asked = {"Bucket": "logs", "Key": "key"}
    answer = s3.get_object(ResponseContentType="text/plain\r\nX-Other: 1", **asked)["ResponseMetadata"]["HTTPHeaders"]
    assert answer["content-type"] == "text/plain  X-Other: 1"
    assert "x-other" not in answer
    assert "name=" in s3.get_object(ResponseContentDisposition='name="€"', **asked)["ContentDisposition"]
