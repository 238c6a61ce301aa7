"""AWS errors, written in the protocol of the service that answers.

Shapes: the Smithy specifications of awsJson1_1, awsQuery, restJson1 and restXml ("error serialization").
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape

from partition_simulator.http.message import HttpResponse
from partition_simulator.http.services import content_type_of, protocol_of


@dataclass(frozen=True)
class AwsError:
    """An error answer. ``members``: further members of the error's structure, such as ``Reason``."""

    code: str
    message: str
    status: int = 400
    members: dict[str, Any] = field(default_factory=dict)


class Refused(Exception):
    """Raised inside a call that moto serves, to answer an error that the service's model doesn't list.

    moto serializes modelled errors only; common ones such as STS's AccessDenied are written by the front. The stages of
    the front refuse with it too.
    """

    def __init__(self, error: AwsError) -> None:
        super().__init__(f"{error.code}: {error.message}")
        self.error = error


def error_response(service: str, error: AwsError, request_id: str) -> HttpResponse:
    """Serialize an error for a service."""
    protocol = protocol_of(service)
    if protocol == "rest-xml":
        body = (
            f"<Error><Code>{escape(error.code)}</Code><Message>{escape(error.message)}</Message>"
            f"<RequestId>{request_id}</RequestId></Error>"
        )
        return _xml(error.status, body, request_id)
    if protocol == "ec2":
        body = (
            f"<Response><Errors><Error><Code>{escape(error.code)}</Code><Message>{escape(error.message)}</Message>"
            f"</Error></Errors><RequestID>{request_id}</RequestID></Response>"
        )
        return _xml(error.status, body, request_id)
    if protocol == "query":
        kind = "Sender" if error.status < 500 else "Receiver"
        body = (
            f"<ErrorResponse><Error><Type>{kind}</Type><Code>{escape(error.code)}</Code>"
            f"<Message>{escape(error.message)}</Message></Error><RequestId>{request_id}</RequestId></ErrorResponse>"
        )
        return _xml(error.status, body, request_id)
    # awsJson spells it Message in the Organizations model and message elsewhere; SDKs read either.
    spelled = "Message" if service == "organizations" else "message"
    payload = {"__type": error.code, spelled: error.message, **error.members}
    headers = [
        ("Content-Type", content_type_of(service)),
        ("x-amzn-ErrorType", error.code),
        ("x-amzn-RequestId", request_id),
    ]
    return HttpResponse(error.status, json.dumps(payload).encode(), headers)


# What XML 1.0 can't hold, escaped or not; a message may repeat what a client sent.
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _xml(status: int, body: str, request_id: str) -> HttpResponse:
    headers = [("Content-Type", "text/xml"), ("x-amzn-RequestId", request_id), ("x-amz-request-id", request_id)]
    return HttpResponse(status, b'<?xml version="1.0" encoding="UTF-8"?>\n' + _NO_XML.sub("?", body).encode(), headers)
