"""S3: actions have names of their own, and a bucket may be another account's."""

from __future__ import annotations

from urllib.parse import unquote

from partition_simulator import moto_bridge
from partition_simulator.authorization.actions.asked import Asked
from partition_simulator.context import Call

# Operation → action, where they differ.
ACTIONS = {
    "CompleteMultipartUpload": "PutObject",
    "CopyObject": "PutObject",
    "CreateBucketMetadataConfiguration": "CreateBucketMetadataTableConfiguration",
    "CreateMultipartUpload": "PutObject",
    "DeleteBucketAnalyticsConfiguration": "PutAnalyticsConfiguration",
    "DeleteBucketCors": "PutBucketCORS",
    "DeleteBucketEncryption": "PutEncryptionConfiguration",
    "DeleteBucketIntelligentTieringConfiguration": "PutIntelligentTieringConfiguration",
    "DeleteBucketInventoryConfiguration": "PutInventoryConfiguration",
    "DeleteBucketLifecycle": "PutLifecycleConfiguration",
    "DeleteBucketMetadataConfiguration": "DeleteBucketMetadataTableConfiguration",
    "DeleteBucketMetricsConfiguration": "PutMetricsConfiguration",
    "DeleteBucketOwnershipControls": "PutBucketOwnershipControls",
    "DeleteBucketReplication": "PutReplicationConfiguration",
    "DeleteBucketTagging": "PutBucketTagging",
    "DeleteObjects": "DeleteObject",
    "DeletePublicAccessBlock": "PutBucketPublicAccessBlock",
    "GetBucketAccelerateConfiguration": "GetAccelerateConfiguration",
    "GetBucketAnalyticsConfiguration": "GetAnalyticsConfiguration",
    "GetBucketCors": "GetBucketCORS",
    "GetBucketEncryption": "GetEncryptionConfiguration",
    "GetBucketIntelligentTieringConfiguration": "GetIntelligentTieringConfiguration",
    "GetBucketInventoryConfiguration": "GetInventoryConfiguration",
    "GetBucketLifecycle": "GetLifecycleConfiguration",
    "GetBucketLifecycleConfiguration": "GetLifecycleConfiguration",
    "GetBucketMetadataConfiguration": "GetBucketMetadataTableConfiguration",
    "GetBucketMetricsConfiguration": "GetMetricsConfiguration",
    "GetBucketNotificationConfiguration": "GetBucketNotification",
    "GetBucketReplication": "GetReplicationConfiguration",
    "GetObjectLockConfiguration": "GetBucketObjectLockConfiguration",
    "GetPublicAccessBlock": "GetBucketPublicAccessBlock",
    "HeadBucket": "ListBucket",
    "HeadObject": "GetObject",
    "ListBucketAnalyticsConfigurations": "GetAnalyticsConfiguration",
    "ListBucketIntelligentTieringConfigurations": "GetIntelligentTieringConfiguration",
    "ListBucketInventoryConfigurations": "GetInventoryConfiguration",
    "ListBucketMetricsConfigurations": "GetMetricsConfiguration",
    "ListBuckets": "ListAllMyBuckets",
    "ListMultipartUploads": "ListBucketMultipartUploads",
    "ListObjectVersions": "ListBucketVersions",
    "ListObjects": "ListBucket",
    "ListObjectsV2": "ListBucket",
    "ListParts": "ListMultipartUploadParts",
    "PostObject": "PutObject",
    "PutBucketAccelerateConfiguration": "PutAccelerateConfiguration",
    "PutBucketAnalyticsConfiguration": "PutAnalyticsConfiguration",
    "PutBucketCors": "PutBucketCORS",
    "PutBucketEncryption": "PutEncryptionConfiguration",
    "PutBucketIntelligentTieringConfiguration": "PutIntelligentTieringConfiguration",
    "PutBucketInventoryConfiguration": "PutInventoryConfiguration",
    "PutBucketLifecycle": "PutLifecycleConfiguration",
    "PutBucketLifecycleConfiguration": "PutLifecycleConfiguration",
    "PutBucketMetricsConfiguration": "PutMetricsConfiguration",
    "PutBucketNotificationConfiguration": "PutBucketNotification",
    "PutBucketReplication": "PutReplicationConfiguration",
    "PutObjectLockConfiguration": "PutBucketObjectLockConfiguration",
    "PutPublicAccessBlock": "PutBucketPublicAccessBlock",
    "SelectObjectContent": "GetObject",
    "UploadPart": "PutObject",
    "UploadPartCopy": "PutObject",
}
# Actions of which there is another one for a version that is named.
_VERSIONED = {
    "DeleteObject": "DeleteObjectVersion",
    "DeleteObjectTagging": "DeleteObjectVersionTagging",
    "GetObject": "GetObjectVersion",
    "GetObjectAcl": "GetObjectVersionAcl",
    "GetObjectAttributes": "GetObjectVersionAttributes",
    "GetObjectTagging": "GetObjectVersionTagging",
    "PutObjectAcl": "PutObjectVersionAcl",
    "PutObjectTagging": "PutObjectVersionTagging",
}
_BUCKET_PARAMETERS = (("ACL", "PutBucketAcl"), ("ObjectOwnership", "PutBucketOwnershipControls"))
_OBJECT_PARAMETERS = (("ACL", "PutObjectAcl"), ("Tagging", "PutObjectTagging"))


def asked(call: Call) -> list[Asked]:
    """What a call needs, on what is copied too."""
    action, parameters = ACTIONS.get(call.operation, call.operation), call.parameters
    bucket, key = parameters.get("Bucket"), parameters.get("Key")
    if not bucket:
        return [Asked(f"s3:{action}")]
    # A name that is taken is for CreateBucket itself to refuse.
    owner = None if call.operation == "CreateBucket" else _owner(call, bucket)
    resource = f"arn:{call.partition.name}:s3:::{bucket}"
    if call.operation == "DeleteObjects":
        # AWS decides for each key and answers 200 with errors inside; here one refusal refuses the request.
        return [
            Asked(f"s3:{_of_version(action, entry.get('VersionId'))}", f"{resource}/{entry['Key']}", owner)
            for entry in parameters["Delete"]["Objects"]
        ]
    if key:
        action, resource = _of_version(action, parameters.get("VersionId")), f"{resource}/{key}"
    found = [Asked(f"s3:{action}", resource, owner)]
    more = _OBJECT_PARAMETERS if action == "PutObject" else ()
    more = _BUCKET_PARAMETERS if call.operation == "CreateBucket" else more
    found += [Asked(f"s3:{needed}", resource, owner) for name, needed in more if parameters.get(name)]
    if "CopySource" in parameters:
        found.append(_read(call, parameters["CopySource"]))
    return found


def _owner(call: Call, bucket: str) -> str | None:
    return moto_bridge.bucket_owner(call.world, call.partition.name, bucket)


def _of_version(action: str, version: str | None) -> str:
    return _VERSIONED.get(action, action) if version not in (None, "", "null") else action


def _read(call: Call, source: str) -> Asked:
    """Reading what a copy is made of; ``source`` is ``BUCKET/KEY``, percent-encoded, perhaps with a version."""
    name, _, query = source.partition("?")
    bucket, _, key = unquote(name).removeprefix("/").partition("/")
    action = _of_version("GetObject", query.removeprefix("versionId=") if query else None)
    return Asked(f"s3:{action}", f"arn:{call.partition.name}:s3:::{bucket}/{key}", _owner(call, bucket))
