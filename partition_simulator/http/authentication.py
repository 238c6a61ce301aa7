"""Who signed a request: key → partition → signature → session, refused the way each service refuses."""

from __future__ import annotations

import time
from collections.abc import Callable

from partition_simulator.http.errors import AwsError, Refused
from partition_simulator.http.incoming import Incoming
from partition_simulator.http.services import protocol_of
from partition_simulator.http.signature import is_genuine, signed_at
from partition_simulator.partitions import Partition
from partition_simulator.world.keys import AccessKey

# Per protocol family: (code, status) for each kind of refusal. The codes are those SDKs know from the services'
# "Common errors" pages; the statuses, and the wording of the region's message, are unverified
# (claim: refusal-statuses).
_QUERY = {
    "unknown key": ("InvalidClientTokenId", 403),
    "signature": ("SignatureDoesNotMatch", 403),
    "missing": ("MissingAuthenticationToken", 403),
    "expired": ("ExpiredToken", 403),
    "region": ("SignatureDoesNotMatch", 403),
    "incomplete": ("IncompleteSignature", 400),
    "old": ("SignatureDoesNotMatch", 403),
}
_JSON = {
    "unknown key": ("UnrecognizedClientException", 400),
    "signature": ("InvalidSignatureException", 400),
    "missing": ("MissingAuthenticationTokenException", 400),
    "expired": ("ExpiredTokenException", 400),
    "region": ("InvalidSignatureException", 400),
    "incomplete": ("IncompleteSignatureException", 400),
    "old": ("InvalidSignatureException", 400),
}
_S3 = {
    "unknown key": ("InvalidAccessKeyId", 403),
    "signature": ("SignatureDoesNotMatch", 403),
    "missing": ("AccessDenied", 403),
    "expired": ("ExpiredToken", 400),
    "region": ("AuthorizationHeaderMalformed", 400),
    "incomplete": ("AuthorizationHeaderMalformed", 400),
    "old": ("RequestTimeTooSkewed", 403),
}
_MESSAGES = {
    "unknown key": "The security token included in the request is invalid.",
    "signature": (
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access "
        "Key and signing method. Consult the service documentation for details."
    ),
    "missing": "Request is missing Authentication Token",
    "expired": "The security token included in the request is expired",
    "region": "Credential should be scoped to a valid region.",
    "incomplete": "The Authorization header lacks Credential, SignedHeaders or Signature of AWS4-HMAC-SHA256.",
    "old": "Signature expired: the request was signed too long ago, or its clock is ahead.",
}
_PRESIGNED = "The partition simulator does not simulate signatures in the query (presigned URLs); sign the headers."

# "Requests must reach AWS within five minutes of the time stamp in the request" (IAM User Guide, SigV4; S3 takes
# fifteen). By the real clock, which clients sign by; that AWS looks at the time after the signature is unverified
# (claim: signature-time).
SKEW = 900


def refusal(service: str, kind: str) -> AwsError:
    """The error for one kind of refusal, as the service words it."""
    protocol = protocol_of(service)
    table = _S3 if service == "s3" else _QUERY if protocol in ("query", "ec2", "rest-xml") else _JSON
    code, status = table[kind]
    return AwsError(code, _MESSAGES[kind], status)


def authenticate(
    incoming: Incoming,
    partition: Partition,
    find_key: Callable[[str], AccessKey | None],
    now: float,
) -> AccessKey:
    """The key that signed the request; Refused as the service refuses.

    A key of the other partition is unknown here, because partitions share no credentials; that it gets the answer of
    a key that exists nowhere is assumed (unverified, claim: keys-of-other-partition). ``now`` is the
    clock's unscaled reading.
    """
    service, authorization = incoming.service, incoming.authorization
    if authorization is None:
        if "Signature=" in incoming.request.query:
            raise Refused(AwsError("OperationNotSimulated", _PRESIGNED))
        signed = "authorization" in incoming.request.headers
        raise Refused(refusal(service, "incomplete" if signed else "missing"))
    key = find_key(authorization.access_key_id)
    if key is None or key.principal.partition != partition:
        raise Refused(refusal(service, "unknown key"))
    if not partition.is_signed_for(service, authorization.region):
        raise Refused(refusal(service, "region"))
    if key.session_token != incoming.request.headers.get("x-amz-security-token"):
        raise Refused(refusal(service, "unknown key"))
    if not is_genuine(incoming.request, authorization, key.secret_access_key):
        raise Refused(refusal(service, "signature"))
    if abs(time.time() - signed_at(incoming.request)) > SKEW:
        raise Refused(refusal(service, "old"))
    if key.expires_at is not None and now >= key.expires_at:
        raise Refused(refusal(service, "expired"))
    return key
