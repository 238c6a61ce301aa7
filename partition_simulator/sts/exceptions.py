"""Errors of STS: the "Common Errors" of its API reference, and one of its model."""

from __future__ import annotations

from partition_simulator.http.errors import AwsError, Refused


class AccessDenied(Refused):
    """The role doesn't let this principal in. STS says the same for a role that doesn't exist."""

    def __init__(self, principal_arn: str, role_arn: str) -> None:
        message = f"User: {principal_arn} is not authorized to perform: sts:AssumeRole on resource: {role_arn}"
        super().__init__(AwsError("AccessDenied", message, 403))


class ValidationError(Refused):
    """A parameter breaks the model's constraints, or the role's."""

    def __init__(self, message: str) -> None:
        super().__init__(AwsError("ValidationError", message, 400))


class MalformedPolicyDocument(Refused):
    """A session policy that is no policy. The model lists it; the wording is unverified.

    claim: session-policy-errors
    """

    def __init__(self) -> None:
        super().__init__(AwsError("MalformedPolicyDocument", "The session policy is not a valid policy document."))
