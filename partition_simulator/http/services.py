"""AWS services by their SigV4 name: which protocol they speak, and which operation a request means."""

from __future__ import annotations

import functools
from urllib.parse import parse_qs

import botocore.session
from botocore.model import OperationModel, ServiceModel
from moto.core.request import Request
from moto.core.routing import get_service_router
from moto.core.utils import get_service_model
from werkzeug.exceptions import NotFound

from partition_simulator.http.message import HttpRequest
from partition_simulator.http.wsgi import environ_of


@functools.lru_cache
def service_model(service: str) -> ServiceModel | None:
    """Botocore's model of a service; None when botocore doesn't know it by that name."""
    if service not in _known_services():
        return None
    model: ServiceModel = get_service_model(service)
    return model


@functools.lru_cache
def _known_services() -> frozenset[str]:
    return frozenset(botocore.session.get_session().get_available_services())


def protocol_of(service: str) -> str:
    """json, query, ec2, rest-json or rest-xml; json for a service that botocore doesn't know."""
    model = service_model(service)
    return str(model.metadata["protocol"]) if model is not None else "json"


def operation_of(service: str, request: HttpRequest) -> str:
    """The name of the operation asked for, or "" where the request doesn't tell."""
    protocol = protocol_of(service)
    if protocol == "json":
        return request.headers.get("x-amz-target", "").rpartition(".")[2]
    if protocol in ("query", "ec2"):
        text = request.body.decode("utf-8", "replace") if request.method == "POST" else request.query
        return parse_qs(text).get("Action", [""])[0]
    return _rest_operation(service, request)


def _rest_operation(service: str, request: HttpRequest) -> str:
    """Find the operation of a rest protocol by method and path, with moto's router over botocore's models."""
    try:
        operation, _ = get_service_router(service).match(Request(environ_of(request)))
    except (NotFound, NotImplementedError, KeyError):
        return ""
    return str(operation.name)


@functools.lru_cache
def operation_model(service: str, operation: str) -> OperationModel | None:
    """Botocore's model of an operation."""
    model = service_model(service)
    if model is None or operation not in model.operation_names:
        return None
    return model.operation_model(operation)
