"""AWS services by their SigV4 name: which protocol they speak, and which operation a request means."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

import botocore.session
from moto.core.model import OperationModel, ServiceModel
from moto.core.request import Request
from moto.core.routing import get_service_router
from moto.core.utils import get_service_model
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import NotFound

from partition_simulator.http.message import HttpRequest
from partition_simulator.http.wsgi import environ_of

# Botocore's name of a service, where it isn't the one that requests are signed for.
_BOTOCORE_NAMES = {"servicequotas": "service-quotas"}


def botocore_name(service: str) -> str:
    """Botocore's name of a service, by its SigV4 name."""
    return _BOTOCORE_NAMES.get(service, service)


@functools.lru_cache
def service_model(service: str) -> ServiceModel | None:
    """Botocore's model of a service; None when botocore doesn't know it by that name."""
    name = botocore_name(service)
    if name not in _known_services():
        return None
    model: ServiceModel = get_service_model(name)
    return model


@functools.lru_cache
def _known_services() -> frozenset[str]:
    return frozenset(botocore.session.get_session().get_available_services())


@functools.lru_cache
def protocol_of(service: str) -> str:
    """json, query, ec2, rest-json or rest-xml; json for a service that botocore doesn't know."""
    model = service_model(service)
    return str(model.metadata["protocol"]) if model is not None else "json"


def content_type_of(service: str) -> str:
    """The Content-Type of a service's answers, as the specification of its protocol has it."""
    types = {"json": "application/x-amz-json-1.1", "rest-json": "application/json", "rest-xml": "application/xml"}
    return types.get(protocol_of(service), "text/xml")


@functools.lru_cache(maxsize=1024)
def operation_model(service: str, operation: str) -> OperationModel | None:
    """Botocore's model of an operation."""
    model = service_model(service)
    if model is None or operation not in model.operation_names:
        return None
    found: OperationModel = model.operation_model(operation)
    return found


@dataclass(frozen=True)
class Route:
    """What a request asks for.

    operation: its name, or "" where the request doesn't tell.
    values: the parameters of the query string, for the query protocols those of the body.
    labels: the parameters that stand in the path.
    """

    operation: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    labels: Mapping[str, Any] = field(default_factory=dict)


def route(service: str, request: HttpRequest) -> Route:
    """Find the operation by the rules of the service's protocol."""
    protocol = protocol_of(service)
    if protocol == "json":
        return _json(service, request)
    if protocol in ("query", "ec2"):
        form = request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded")
        text = request.body.decode("utf-8", "replace") if request.method == "POST" and form else request.query
        values = dict(parse_qsl(text, keep_blank_values=True))
        return Route(values.get("Action", ""), values)
    return _rest(service, request)


def target_prefix(service: str) -> str:
    """What stands before the operation's name in ``X-Amz-Target``; "" for a service of another protocol."""
    model = service_model(service)
    return str(model.metadata.get("targetPrefix", "")) if model is not None else ""


def _json(service: str, request: HttpRequest) -> Route:
    """Operation names are those of ``X-Amz-Target``, behind the prefix that the model gives.

    Of a dotted prefix, as CloudTrail's, botocore sends all and the AWS SDK for Go the last part. That another content
    type makes an operation unknown, too, is unverified (claim: content-types).
    """
    prefix, _, operation = request.headers.get("x-amz-target", "").rpartition(".")
    known = service_model(service) is None or prefix.split(".")[-1] == target_prefix(service).split(".")[-1]
    typed = request.headers.get("content-type", "").startswith("application/x-amz-json-1.")
    return Route(operation if known and typed else "")


def _rest(service: str, request: HttpRequest) -> Route:
    """Find the operation of a rest protocol by method and path, with moto's router over botocore's models."""
    try:
        operation, labels = get_service_router(service).match(Request(environ_of(request)))
    except (NotFound, NotImplementedError, KeyError):
        return Route()
    return Route(str(operation.name), MultiDict(parse_qsl(request.query, keep_blank_values=True)), labels)
