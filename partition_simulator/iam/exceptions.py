"""Errors of IAM's account aliases. Codes and statuses: the botocore model, ``iam``; the wordings are unverified.

claim: alias-error-wordings
"""

from __future__ import annotations

from partition_simulator.http.errors import AwsError, Refused


class EntityAlreadyExists(Refused):
    """An account of the partition has that alias, the caller's own included."""

    def __init__(self, alias: str) -> None:
        super().__init__(AwsError("EntityAlreadyExists", f"The account alias {alias} already exists.", 409))


class NoSuchEntity(Refused):
    """The account has no such alias."""

    def __init__(self, alias: str) -> None:
        super().__init__(AwsError("NoSuchEntity", f"The Account Alias with name {alias} cannot be found.", 404))
