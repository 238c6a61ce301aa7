"""The stage of the front that counts a call and holds it to its rates."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING

from partition_simulator.http.errors import AwsError, Refused
from partition_simulator.http.services import protocol_of
from partition_simulator.rates.rates import microseconds

if TYPE_CHECKING:
    from partition_simulator.context import Call

# Codes: the services' botocore models; for the query services the "Common errors" pages. Account Management's status
# is its model's. The messages, and that a throttled call isn't looked at any further, are unverified
# (claim: throttled-calls).
_ERRORS = {
    "organizations": AwsError("TooManyRequestsException", "You have sent too many requests in too short a time."),
    "account": AwsError("TooManyRequestsException", "Rate exceeded", 429),
    "servicequotas": AwsError("TooManyRequestsException", "Rate exceeded"),
    "cloudtrail": AwsError("ThrottlingException", "Rate exceeded"),
    "s3": AwsError("SlowDown", "Please reduce your request rate.", 503),
}
_QUERY = AwsError("Throttling", "Rate exceeded")
_OTHER = AwsError("ThrottlingException", "Rate exceeded")


def meter(call: Call) -> None:
    """Count a call, and refuse it when a bucket of its caller's is empty; that takes no token."""
    world, side, account = call.world, call.partition.side, call.principal.account_id
    now = microseconds(call.now)
    admitted = not world.rates.is_limited(call.service, call.operation) or world.rates.admit(
        side, call.service, call.operation, {"account": account, "organization": _organization(call)}, now
    )
    invocation = call.request.headers.get("amz-sdk-invocation-id") if call.request is not None else None
    world.traffic.count(side, call.service, call.operation, account, invocation, admitted, now)
    if not admitted:
        fallback = _QUERY if protocol_of(call.service) == "query" else _OTHER
        raise Refused(_ERRORS.get(call.service, fallback))


def _organization(call: Call) -> str | None:
    """Whose organization a call is about, by its management account: the handshake's, else the caller's."""
    if call.operation in ("AcceptHandshake", "DescribeHandshake") and call.request is not None:
        with contextlib.suppress(ValueError, TypeError, AttributeError):  # unreadable, and refused as such later
            handshake = call.world.handshakes.get(json.loads(call.request.body).get("HandshakeId"))
            return handshake.management_account_id if handshake is not None else None
    return call.management_account_id
