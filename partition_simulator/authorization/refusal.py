"""The refusal, as each service writes it.

Source of the sentence: IAM User Guide, "Troubleshoot access denied error messages". Codes: each service's "Common
errors" or model. S3 puts the resource in quotes, and says no more than "Access Denied" to callers from outside of the
owner's account and organization (S3 User Guide, "Troubleshoot access denied errors"). The JSON services' statuses are
unverified (claim: access-denied-statuses).
"""

from __future__ import annotations

from partition_simulator.authorization.actions.asked import Asked
from partition_simulator.http.errors import AwsError

_CODES = {
    "account": ("AccessDeniedException", 403),
    "cloudtrail": ("AccessDeniedException", 400),
    "iam": ("AccessDenied", 403),
    "organizations": ("AccessDeniedException", 400),
    "s3": ("AccessDenied", 403),
    "servicequotas": ("AccessDeniedException", 400),
    "sts": ("AccessDenied", 403),
}


def refusal(service: str, principal_arn: str, asked: Asked, reason: str) -> AwsError:
    """The error for one action that isn't allowed; ``reason`` ends the sentence, and may be empty."""
    code, status = _CODES[service]
    resource = f'"{asked.resource}"' if service == "s3" else asked.resource
    on = "" if service == "s3" and asked.resource == "*" else f" on resource: {resource}"
    because = f" {reason}" if reason else ""
    return AwsError(code, f"User: {principal_arn} is not authorized to perform: {asked.action}{on}{because}", status)


def plain_refusal(service: str) -> AwsError:
    """The error without a reason."""
    code, status = _CODES[service]
    return AwsError(code, "Access Denied", status)
