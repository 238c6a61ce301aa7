"""Whether a bucket's policy lets CloudTrail write a trail's logs.

The policy that AWS asks for: CloudTrail User Guide, "Amazon S3 bucket policy for CloudTrail": `s3:GetBucketAcl` on the
bucket and `s3:PutObject` below `PREFIX/AWSLogs/ACCOUNT/`, both to `cloudtrail.amazonaws.com` (in GovCloud too), with
`s3:x-amz-acl`, and `aws:SourceArn` or `aws:SourceAccount`, as conditions where there are any.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

SERVICE = "cloudtrail.amazonaws.com"


@dataclass(frozen=True)
class Delivery:
    """Where a trail writes, and for whom."""

    partition: str
    bucket: str
    prefix: str | None
    account_id: str
    trail_arn: str


def lets_cloudtrail_write(policy: bytes | None, delivery: Delivery) -> bool:
    """Whether both calls that CloudTrail makes are allowed, and neither denied."""
    if not policy:
        return False
    try:
        document = json.loads(policy)
    except ValueError:
        return False
    statements = [statement for statement in _many(document.get("Statement", [])) if isinstance(statement, dict)]
    bucket_arn = f"arn:{delivery.partition}:s3:::{delivery.bucket}"
    folder = f"{delivery.prefix.rstrip('/')}/AWSLogs" if delivery.prefix else "AWSLogs"
    context = {
        "aws:sourcearn": delivery.trail_arn,
        "aws:sourceaccount": delivery.account_id,
        "s3:x-amz-acl": "bucket-owner-full-control",
        "aws:securetransport": "true",
    }
    return all(
        _allowed(statements, action, resource, context)
        for action, resource in (
            ("s3:GetBucketAcl", bucket_arn),
            ("s3:PutObject", f"{bucket_arn}/{folder}/{delivery.account_id}/CloudTrail/log.json.gz"),
        )
    )


def _allowed(statements: list[dict[str, Any]], action: str, resource: str, context: Mapping[str, str]) -> bool:
    allowed = False
    for statement in statements:
        if not _applies(statement, action, resource, context):
            continue
        if statement.get("Effect") == "Deny":
            return False
        allowed = allowed or statement.get("Effect") == "Allow"
    return allowed


def _applies(statement: dict[str, Any], action: str, resource: str, context: Mapping[str, str]) -> bool:
    return (
        _names_cloudtrail(statement.get("Principal"))
        and any(fnmatchcase(action.lower(), str(one).lower()) for one in _many(statement.get("Action", [])))
        and any(fnmatchcase(resource, str(one)) for one in _many(statement.get("Resource", [])))
        and all(
            _holds(operator, [str(value) for value in _many(expected)], context.get(key.lower()))
            for operator, keys in statement.get("Condition", {}).items()
            for key, expected in keys.items()
        )
    )


def _names_cloudtrail(principal: Any) -> bool:
    if isinstance(principal, dict):
        return SERVICE in _many(principal.get("Service", [])) or "*" in _many(principal.get("AWS", []))
    return bool(principal == "*")


def _holds(operator: str, expected: list[str], value: str | None) -> bool:
    """One condition; a key that isn't in the request, and an operator that isn't known here, never hold."""
    if value is None:
        return False
    if operator in ("StringEquals", "Bool"):
        return value in expected
    if operator in ("StringLike", "ArnLike", "ArnEquals"):
        return any(fnmatchcase(value, pattern) for pattern in expected)
    return operator in ("StringNotEquals",) and value not in expected


def _many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
