"""Which faults there are for an operation: those of botocore's model, and those that no model lists."""

from __future__ import annotations

from functools import cache
from typing import Any

from botocore.session import get_session

#: Errors that any AWS operation may answer, which the models leave out, with their HTTP status. Source: the "Common
#: Errors" page of each service's API reference.
COMMON = {
    "ThrottlingException": 400,
    "InternalFailure": 500,
    "ServiceUnavailable": 503,
    "RequestTimeout": 408,
    "ExpiredTokenException": 400,
}
TIMES: dict[str, dict[str, Any]] = {"once": {"times": 1}, "thrice": {"times": 3}, "30 minutes": {"for_seconds": 1800.0}}


@cache
def _session() -> Any:
    return get_session()


@cache
def errors(service: str, operation: str) -> dict[str, int]:
    """Error codes with their HTTP status: all that the model lists for the operation, and the common ones."""
    found = dict(COMMON)
    known = {name.replace("-", ""): name for name in _session().get_available_services()}
    for shape in _session().get_service_model(known[service]).operation_model(operation).error_shapes:
        error = shape.metadata.get("error", {})
        found[error.get("code", shape.name)] = error.get("httpStatusCode", 400)
    return found


def faults(service: str, operation: str) -> dict[str, dict[str, Any]]:
    """Every fault of an operation by its name: the members of a simulator's ``Fault``."""
    kinds: dict[str, dict[str, Any]] = {
        code: {"code": code, "status": status} for code, status in errors(service, operation).items()
    }
    kinds |= {f"lost {when}": {"drop": when} for when in ("before", "after")}
    return {
        f"{kind} {often}": {"service": service, "operation": operation, **members, **times}
        for kind, members in kinds.items()
        for often, times in TIMES.items()
    }
