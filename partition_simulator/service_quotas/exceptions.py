"""Errors of Service Quotas. Codes: the botocore model, ``service-quotas``; the wordings are our own."""

from __future__ import annotations

from partition_simulator.http.errors import AwsError, Refused


class NoSuchResource(Refused):
    """Service Quotas doesn't know the service or the quota here."""

    def __init__(self, what: str) -> None:
        super().__init__(AwsError("NoSuchResourceException", f"The request failed because {what} does not exist."))


class InvalidPaginationToken(Refused):
    """A NextToken that no answer gave."""

    def __init__(self) -> None:
        super().__init__(AwsError("InvalidPaginationTokenException", "The pagination token is invalid."))
