"""Errors of Account Management. Codes and statuses: the botocore model, ``account``."""

from __future__ import annotations

from moto.core.exceptions import ServiceException

from partition_simulator.world.keys import Principal


class AccessDenied(ServiceException):
    """The caller may not ask about that account."""

    def __init__(self, principal: Principal, operation: str, why: str) -> None:
        message = f"User: {principal.arn} is not authorized to perform: account:{operation} ({why})"
        super().__init__("AccessDeniedException", message)


class ResourceNotFound(ServiceException):
    """There is nothing linked to the account."""

    def __init__(self, message: str) -> None:
        super().__init__("ResourceNotFoundException", message)
