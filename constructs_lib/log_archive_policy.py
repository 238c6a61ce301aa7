"""The bucket policy of a log archive. Pure Python.

What CloudTrail needs: CloudTrail User Guide, "Amazon S3 bucket policy for CloudTrail". That ``aws:SourceOrgID`` holds
CloudTrail's writes to one organization: Control Tower User Guide, "Amazon S3 bucket policy in the audit account".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from constructs_lib.service_principals import CLOUDTRAIL

MAX_BYTES = 20 * 1024
"""The longest bucket policy (S3 User Guide, "Bucket policies": 20 KB)."""


def log_archive_policy(
    *,
    bucket_arn: str,
    organization_id: str | None = None,
    account_ids: Sequence[str] = (),
    key_prefix: str | None = None,
) -> dict[str, Any]:
    """TLS only, and CloudTrail of the organization or of the accounts may write below ``PREFIX/AWSLogs/``.

    Below that an account's trail writes to a folder of the account's own, and an organization trail to one of the
    organization's (CloudTrail User Guide, "Finding your CloudTrail log files"): which one, no account can choose.
    """
    if organization_id is not None:
        source: dict[str, Any] = {"aws:SourceOrgID": organization_id}
    else:
        source = {"aws:SourceAccount": list(account_ids)}
    principal = {"Service": CLOUDTRAIL}
    folder = f"{key_prefix}/AWSLogs" if key_prefix else "AWSLogs"
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "TlsOnly",
                "Effect": "Deny",
                "Principal": "*",
                "Action": "s3:*",
                "Resource": [bucket_arn, f"{bucket_arn}/*"],
                "Condition": {"Bool": {"aws:SecureTransport": "false"}},
            },
            {
                "Sid": "CloudTrailReadsAcl",
                "Effect": "Allow",
                "Principal": principal,
                "Action": "s3:GetBucketAcl",
                "Resource": bucket_arn,
                "Condition": {"StringEquals": source},
            },
            {
                "Sid": "CloudTrailWrites",
                "Effect": "Allow",
                "Principal": principal,
                "Action": "s3:PutObject",
                "Resource": f"{bucket_arn}/{folder}/*",
                "Condition": {"StringEquals": {**source, "s3:x-amz-acl": "bucket-owner-full-control"}},
            },
        ],
    }
