"""Errors of STS."""

from __future__ import annotations

from moto.sts.exceptions import STSClientError, STSValidationError

__all__ = ["AccessDenied", "ValidationError"]

ValidationError = STSValidationError


class AccessDenied(STSClientError):
    """The role doesn't let this principal in. STS says the same for a role that doesn't exist."""

    def __init__(self, principal_arn: str, role_arn: str) -> None:
        message = f"User: {principal_arn} is not authorized to perform: sts:AssumeRole on resource: {role_arn}"
        super().__init__("AccessDenied", message)
