"""SigV4: reading the Authorization header, and recomputing the signature with botocore's own signer."""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import UTC, datetime

from botocore.auth import S3SigV4Auth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from partition_simulator.http.message import HttpRequest

_AUTHORIZATION = re.compile(
    r"AWS4-HMAC-SHA256\s+Credential=(?P<key>[^/\s,]+)/(?P<date>\d{8})/(?P<region>[^/\s,]+)/(?P<service>[^/\s,]+)"
    r"/aws4_request\s*,\s*SignedHeaders=(?P<headers>[^,\s]+)\s*,\s*Signature=(?P<signature>[0-9a-f]{64})"
)


@dataclass(frozen=True)
class Authorization:
    """What the Authorization header of a signed request says."""

    access_key_id: str
    date: str
    region: str
    service: str
    signed_headers: tuple[str, ...]
    signature: str


def read_authorization(request: HttpRequest) -> Authorization | None:
    """The parsed header; None when there is none or it isn't SigV4 (query-string signing isn't simulated)."""
    found = _AUTHORIZATION.match(request.headers.get("authorization", ""))
    if found is None:
        return None
    return Authorization(
        access_key_id=found["key"],
        date=found["date"],
        region=found["region"],
        service=found["service"],
        signed_headers=tuple(found["headers"].split(";")),
        signature=found["signature"],
    )


def is_genuine(request: HttpRequest, authorization: Authorization, secret_access_key: str) -> bool:
    """Whether the request was signed with this secret, and its body is the one that was signed."""
    signs_host = "host" in authorization.signed_headers and "host" in request.headers
    if not signs_host or unsigned(request, authorization) or not _body_as_declared(request):
        return False
    timestamp = request.headers.get("x-amz-date", "")
    if timestamp[:8] != authorization.date:
        return False
    signed = {name: request.headers[name] for name in authorization.signed_headers if name in request.headers}
    expected = AWSRequest(
        method=request.method,
        url=f"http://{request.headers['host']}{request.target}",
        headers=signed,
        data=request.body,
    )
    expected.context["timestamp"] = timestamp
    # S3 signs the path as sent; everybody else normalizes and encodes it once more.
    signer_type = S3SigV4Auth if authorization.service == "s3" else SigV4Auth
    signer = signer_type(
        Credentials(authorization.access_key_id, secret_access_key), authorization.service, authorization.region
    )
    canonical = signer.canonical_request(expected)
    signature: str = signer.signature(signer.string_to_sign(expected, canonical), expected)
    return hmac.compare_digest(signature, authorization.signature)


def unsigned(request: HttpRequest, authorization: Authorization) -> list[str]:
    """Headers of AWS that aren't signed: whoever stands between could have put them in, an operation's name too.

    "Any x-amz-* headers in the request must also be signed" is AWS's rule for clients (IAM User Guide, "Create a
    signed AWS API request"); that each service refuses others is unverified (claim: unsigned-headers).
    """
    return [name for name in request.headers if name.startswith("x-amz-") and name not in authorization.signed_headers]


def signed_at(request: HttpRequest) -> float:
    """When a request says that it was signed, in seconds since the epoch; 0 where that can't be read."""
    try:
        return (
            datetime.strptime(request.headers.get("x-amz-date", ""), "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC).timestamp()
        )
    except ValueError:
        return 0.0


def _body_as_declared(request: HttpRequest) -> bool:
    declared = request.headers.get("x-amz-content-sha256")
    if declared is None or not re.fullmatch(r"[0-9a-f]{64}", declared):
        # Absent: the signer hashes the body itself. UNSIGNED-PAYLOAD and STREAMING-…: the body isn't covered.
        return True
    return hmac.compare_digest(declared, hashlib.sha256(request.body).hexdigest())
