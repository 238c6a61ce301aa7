"""What S3 refuses, and moto takes or fails at.

Codes: S3 API Reference, "List of error codes".
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re

from moto.s3.exceptions import (
    InvalidBucketName,
    InvalidContinuationToken,
    InvalidLocationConstraintException,
    MissingKey,
    NoSuchUpload,
)
from moto.s3.models import S3Backend

from partition_simulator.context import Call
from partition_simulator.http.errors import AwsError, Refused

# S3 User Guide, "General purpose bucket naming rules".
_NAME = re.compile(r"(?!\d+\.\d+\.\d+\.\d+$)(?!xn--|sthree-|amzn-s3-demo-)[a-z0-9](?!.*\.\.)[a-z0-9.-]{1,61}[a-z0-9]")
_SUFFIXES = ("-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3")
_LONGEST_KEY = 1024  # bytes (S3 User Guide, "Naming Amazon S3 objects")
_GRANT = re.compile(r'\s*(id|uri|emailAddress)\s*=\s*"?[^"=]+"?\s*')
# Of an object that isn't there moto's methods for these fail.
_OF_AN_OBJECT = ("DeleteObjectTagging", "PutObjectLegalHold", "PutObjectRetention")
_HASHES = {"x-amz-checksum-sha1": hashlib.sha1, "x-amz-checksum-sha256": hashlib.sha256}


def check_bucket(call: Call, backend: S3Backend) -> None:
    """Refuse what is asked of a bucket."""
    asked = call.parameters
    _check_integrity(call)
    _check_grants(call)
    if call.operation == "CreateBucket":
        name, where = asked["Bucket"], (asked.get("CreateBucketConfiguration") or {}).get("LocationConstraint")
        if _NAME.fullmatch(name) is None or name.endswith(_SUFFIXES):
            raise InvalidBucketName
        # "EU" is an older name of eu-west-1.
        if where is not None and not call.partition.has_region("eu-west-1" if where == "EU" else where):
            raise InvalidLocationConstraintException
    token = asked.get("ContinuationToken")
    if call.operation == "ListObjectsV2" and token is not None and token not in backend._pagination_tokens:
        raise InvalidContinuationToken


def check_key(call: Call, backend: S3Backend) -> None:
    """Refuse what is asked of an object."""
    asked = call.parameters
    key = asked["Key"]
    if len(key.encode()) > _LONGEST_KEY:
        raise Refused(AwsError("KeyTooLongError", "Your key is too long"))
    _check_integrity(call)
    _check_grants(call)
    upload = asked.get("UploadId")
    if upload is not None:
        found = backend.get_bucket(asked["Bucket"]).multiparts.get(upload)
        if found is None or found.key_name != key:
            raise NoSuchUpload(upload_id=upload)
    if call.operation in _OF_AN_OBJECT and backend.get_object(asked["Bucket"], key, asked.get("VersionId")) is None:
        raise MissingKey(key=key)


def _check_grants(call: Call) -> None:
    for name, value in call.parameters.items():
        if name.startswith("Grant") and not all(_GRANT.fullmatch(grant) for grant in value.split(",")):
            raise Refused(AwsError("InvalidArgument", "Argument format not recognized"))


def _check_integrity(call: Call) -> None:
    """Refuse a body that isn't the one whose hash was sent with it; that of a body in chunks comes behind them."""
    assert call.request is not None
    headers, body = call.request.headers, call.request.body
    if "aws-chunked" in headers.get("content-encoding", ""):
        return
    given = headers.get("content-md5")
    if given is not None:
        _check_hash("Content-MD5", given, hashlib.md5(body, usedforsecurity=False).digest(), "InvalidDigest")
    for header, algorithm in _HASHES.items():
        if header in headers:
            _check_hash(header, headers[header], algorithm(body).digest(), "InvalidRequest")


def _check_hash(header: str, given: str, right: bytes, malformed: str) -> None:
    try:
        sent = base64.b64decode(given, validate=True)
    except (binascii.Error, ValueError):
        sent = b""
    if len(sent) != len(right):
        raise Refused(AwsError(malformed, f"The {header} you specified is not valid."))
    if sent != right:
        raise Refused(AwsError("BadDigest", f"The {header} you specified did not match what we received."))
