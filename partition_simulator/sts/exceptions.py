"""Errors of STS. None of these is in its model; they are the "Common Errors" of the STS API reference."""

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
