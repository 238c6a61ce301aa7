"""A request's input as a dictionary, by botocore's model: moto's parsers, with a refusal for what can't be read."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import ParseError

from moto.core.model import OperationModel
from moto.core.parse import PROTOCOL_PARSERS, RequestParserError

from partition_simulator.http.errors import AwsError, Refused
from partition_simulator.http.json_input import unreadable
from partition_simulator.http.message import HttpRequest
from partition_simulator.http.services import Route, protocol_of

# What each protocol's services call an input that can't be read. MalformedInput's wording is unverified
# (claim: unreadable-body).
_UNREADABLE = {
    "query": ("MalformedInput", "The request can't be read: {}"),
    "rest-xml": (
        "MalformedXML",
        "The XML you provided was not well-formed or did not validate against our published schema",
    ),
}


# The most that a request may be long, but for S3's. The limit, and that it is the same for all, are unverified
# (claim: request-size).
MOST = 1024 * 1024


def _check_body(protocol: str, request: HttpRequest) -> None:
    """Refuse what is too long, of the wrong content type, or no text."""
    if len(request.body) > MOST:
        code = "RequestEntityTooLarge" if protocol == "query" else "RequestEntityTooLargeException"
        raise Refused(AwsError(code, f"The request is longer than {MOST} bytes.", 413))
    typed = request.headers.get("content-type", "application/json").startswith("application/json")
    if protocol == "rest-json" and request.body and not typed:
        raise Refused(AwsError("UnsupportedMediaTypeException", "The content type is no application/json.", 415))
    try:
        request.body.decode()
    except UnicodeDecodeError as error:
        code, message = _UNREADABLE.get(protocol, ("SerializationException", "{}"))
        raise Refused(AwsError(code, message.format(error))) from error


# What moto's parsers raise at values that are none: numbers that aren't, moments out of range, elements astray.
_FAILURES = (
    RequestParserError,
    ParseError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
    RuntimeError,
)


class _Headers(dict[str, str]):
    """Headers by lower-case names, asked for by any."""

    def get(self, name: str, default: Any = None) -> Any:
        return super().get(name.lower(), default)


def parse_input(service: str, model: OperationModel, request: HttpRequest, route: Route) -> dict[str, Any]:
    """The input, by the model's member names; Refused when it can't be read."""
    protocol = protocol_of(service)
    if service != "s3":
        _check_body(protocol, request)
    if protocol.endswith("json"):
        problem = unreadable(model, request.body)
        if problem is not None:
            raise Refused(AwsError("SerializationException", problem))
    asked: Any = {
        "method": request.method,
        "values": route.values,
        "headers": _Headers(request.headers),
        "body": request.body,
        "url_path": request.path,
        "url_params": route.labels,
    }
    try:
        return PROTOCOL_PARSERS[protocol](model).parse(asked)
    except _FAILURES as error:
        code, message = _UNREADABLE.get(protocol, ("SerializationException", "{}"))
        raise Refused(AwsError(code, message.format(error))) from error
