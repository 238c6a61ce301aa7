"""Valid calls of S3 and CloudTrail."""

from __future__ import annotations

import json
from typing import Any

from tests.simulator.conformance.calls import Input, ValidCall
from tests.simulator.conformance.town import LIFECYCLE_RULE, Town

_TAGS = {"TagSet": [{"Key": "a", "Value": "c"}]}
_NONE = "commercial", "govcloud"


def _town(**more: Any) -> Input:
    return lambda _: {"Bucket": "town", **more}


def _key(**more: Any) -> Input:
    return lambda _: {"Bucket": "town", "Key": "key", **more}


def _locked(**more: Any) -> Input:
    return lambda town: {"Bucket": "locked", "Key": "key", "VersionId": town.ids["locked version"], **more}


def _upload(**more: Any) -> Input:
    return lambda town: {"Bucket": "town", "Key": "parts", "UploadId": town.ids["upload"], **more}


def _new_bucket(town: Town) -> dict[str, Any]:
    if town.side == "commercial":
        return {"Bucket": "new", "ObjectOwnership": "BucketOwnerEnforced"}
    return {"Bucket": "new", "CreateBucketConfiguration": {"LocationConstraint": town.region}}


def _bucket_policy(town: Town) -> dict[str, Any]:
    resource = f"arn:{town.partition}:s3:::town/*"
    principal = {"AWS": f"arn:{town.partition}:iam::{town.payer.account_id}:root"}
    statement = {"Effect": "Allow", "Principal": principal, "Action": "s3:GetObject", "Resource": resource}
    return {"Bucket": "town", "Policy": json.dumps({"Version": "2012-10-17", "Statement": [statement]})}


_S3: dict[str, Input] = {
    "AbortMultipartUpload": _upload(),
    "CompleteMultipartUpload": lambda town: {
        **_upload()(town),
        "MultipartUpload": {"Parts": [{"ETag": town.ids["etag"], "PartNumber": 1}]},
    },
    "CopyObject": _key(CopySource="town/key", StorageClass="STANDARD_IA"),
    "CreateBucket": _new_bucket,
    "CreateMultipartUpload": _key(ServerSideEncryption="AES256"),
    "DeleteBucket": lambda _: {"Bucket": "empty-bucket"},
    "DeleteBucketEncryption": _town(),
    "DeleteBucketLifecycle": _town(),
    "DeleteBucketOwnershipControls": _town(),
    "DeleteBucketPolicy": lambda _: {"Bucket": "logs"},
    "DeleteBucketTagging": _town(),
    "DeleteObject": _key(),
    "DeleteObjectTagging": _key(),
    "DeleteObjects": _town(Delete={"Objects": [{"Key": "key"}]}),
    "DeletePublicAccessBlock": _town(),
    "GetBucketAccelerateConfiguration": _town(),
    "GetBucketAcl": _town(),
    "GetBucketCors": _town(),
    "GetBucketEncryption": _town(),
    "GetBucketLifecycleConfiguration": _town(),
    "GetBucketLocation": _town(),
    "GetBucketLogging": _town(),
    "GetBucketNotificationConfiguration": _town(),
    "GetBucketOwnershipControls": _town(),
    "GetBucketPolicy": lambda _: {"Bucket": "logs"},
    "GetBucketPolicyStatus": lambda _: {"Bucket": "logs"},
    "GetBucketReplication": _town(),
    "GetBucketRequestPayment": _town(),
    "GetBucketTagging": _town(),
    "GetBucketVersioning": lambda _: {"Bucket": "locked"},
    "GetBucketWebsite": _town(),
    "GetObject": _key(),
    "GetObjectAcl": _key(),
    "GetObjectLegalHold": _locked(),
    "GetObjectLockConfiguration": lambda _: {"Bucket": "locked"},
    "GetObjectRetention": _locked(),
    "GetObjectTagging": _key(),
    "GetPublicAccessBlock": _town(),
    "HeadBucket": _town(),
    "HeadObject": _key(),
    "ListBuckets": lambda _: {},
    "ListMultipartUploads": _town(),
    "ListObjectVersions": lambda _: {"Bucket": "locked"},
    "ListObjects": _town(MaxKeys=10),
    "ListObjectsV2": _town(MaxKeys=10),
    "ListParts": _upload(),
    "PutBucketAcl": lambda _: {"Bucket": "empty-bucket", "ACL": "private"},
    "PutBucketEncryption": _town(
        ServerSideEncryptionConfiguration={
            "Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms"}, "BucketKeyEnabled": True}]
        }
    ),
    "PutBucketLifecycleConfiguration": _town(LifecycleConfiguration={"Rules": [{**LIFECYCLE_RULE, "ID": "two"}]}),
    "PutBucketLogging": _town(BucketLoggingStatus={}),
    "PutBucketOwnershipControls": _town(OwnershipControls={"Rules": [{"ObjectOwnership": "BucketOwnerPreferred"}]}),
    "PutBucketPolicy": _bucket_policy,
    "PutBucketTagging": _town(Tagging=_TAGS),
    "PutBucketVersioning": _town(VersioningConfiguration={"Status": "Enabled"}),
    "PutObject": _key(Body=b"new", ServerSideEncryption="AES256", Tagging="x=y"),
    "PutObjectAcl": lambda _: {"Bucket": "town", "Key": "key", "ACL": "private"},
    "PutObjectLegalHold": _locked(LegalHold={"Status": "OFF"}),
    "PutObjectLockConfiguration": lambda _: {
        "Bucket": "locked",
        "ObjectLockConfiguration": {
            "ObjectLockEnabled": "Enabled",
            "Rule": {"DefaultRetention": {"Mode": "GOVERNANCE", "Days": 1}},
        },
    },
    "PutObjectRetention": _locked(Retention={"Mode": "GOVERNANCE", "RetainUntilDate": "2100-01-01T00:00:00Z"}),
    "PutObjectTagging": _key(Tagging=_TAGS),
    "PutPublicAccessBlock": _town(PublicAccessBlockConfiguration={"BlockPublicAcls": True, "IgnorePublicAcls": True}),
    "UploadPart": _upload(PartNumber=2, Body=b"more"),
}

_ABSENT = {
    "GetBucketCors": "NoSuchCORSConfiguration",
    "GetBucketReplication": "ReplicationConfigurationNotFoundError",
    "GetBucketWebsite": "NoSuchWebsiteConfiguration",
    # With "bucket owner enforced" ACLs are off (S3 User Guide, "Controlling ownership of objects").
}


def _trail(parameter: str = "Name", **more: Any) -> Input:
    return lambda _: {parameter: "trail", **more}


def _tags(parameter: str) -> Input:
    return lambda town: {"ResourceId": town.ids["trail"], parameter: [{"Key": "a", "Value": "c"}]}


_CLOUDTRAIL: dict[str, Input] = {
    "AddTags": _tags("TagsList"),
    "CreateTrail": lambda _: {"Name": "another", "S3BucketName": "logs", "TagsList": [{"Key": "a", "Value": "c"}]},
    "DeleteTrail": _trail(),
    "DescribeTrails": lambda town: {"trailNameList": ["trail", town.ids["trail"]], "includeShadowTrails": False},
    "GetEventSelectors": _trail("TrailName"),
    "GetInsightSelectors": _trail("TrailName"),
    "GetTrail": _trail(),
    "GetTrailStatus": _trail(),
    "ListTags": lambda town: {"ResourceIdList": [town.ids["trail"]]},
    "LookupEvents": lambda _: {
        "LookupAttributes": [{"AttributeKey": "EventName", "AttributeValue": "CreateAccountResult"}],
        "MaxResults": 5,
    },
    "PutEventSelectors": _trail(
        "TrailName", EventSelectors=[{"ReadWriteType": "All", "IncludeManagementEvents": True}]
    ),
    "PutInsightSelectors": _trail("TrailName", InsightSelectors=[{"InsightType": "ApiErrorRateInsight"}]),
    "RemoveTags": _tags("TagsList"),
    "StartLogging": _trail(),
    "StopLogging": _trail(),
    "UpdateTrail": _trail(S3KeyPrefix="", IncludeGlobalServiceEvents=True, EnableLogFileValidation=True),
}

CALLS = [
    ValidCall("s3", operation, asked, refused=dict.fromkeys(_NONE, _ABSENT[operation]) if operation in _ABSENT else {})
    for operation, asked in _S3.items()
] + [ValidCall("cloudtrail", operation, asked) for operation, asked in _CLOUDTRAIL.items()]
