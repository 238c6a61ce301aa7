"""What IAM refuses before it looks at anything, and moto takes or fails at.

Codes: the botocore model, ``iam``, and its common errors. Which one it is, is unverified (claim: iam-input-errors).
"""

from __future__ import annotations

import re

from partition_simulator import moto_bridge
from partition_simulator.context import Call
from partition_simulator.http.errors import AwsError, Refused

_POLICY_ARN = re.compile(r"arn:[a-z-]+:iam::(\d{12}|aws):policy/.+")
_SERVICE = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com")


def check(call: Call) -> None:
    """Refuse a Marker that no answer gave, and names of what can't be."""
    asked = call.parameters
    marker = asked.get("Marker", "0")
    if not (marker.isascii() and marker.isdecimal() and len(marker) < 10):  # moto's are numbers
        raise Refused(AwsError("ValidationError", "Invalid Marker."))
    boundary = asked.get("PermissionsBoundary")
    if boundary is not None and _POLICY_ARN.fullmatch(boundary) is None:
        raise Refused(AwsError("InvalidInput", f"Value ({boundary}) for parameter PermissionsBoundary is invalid."))
    if call.operation == "CreateServiceLinkedRole" and _SERVICE.fullmatch(asked["AWSServiceName"]) is None:
        raise Refused(AwsError("InvalidInput", f"{asked['AWSServiceName']} is no service with a linked role."))
    if call.operation == "GetAccessKeyLastUsed":
        users = moto_bridge.iam_of(call.account).users.values()
        if not any(key.access_key_id == asked["AccessKeyId"] for user in users for key in user.access_keys):
            text = f"User: {call.principal.arn} is not authorized to perform: iam:GetAccessKeyLastUsed"
            raise Refused(AwsError("AccessDenied", text, 403))
