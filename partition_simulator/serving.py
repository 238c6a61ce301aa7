"""Serving a call by moto, in the caller's name."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from partition_simulator import moto_replacements
from partition_simulator.context import Call, serving
from partition_simulator.http.errors import Refused
from partition_simulator.http.message import HttpResponse
from partition_simulator.http.services import operation_model, protocol_of
from partition_simulator.http.wsgi import environ_of
from partition_simulator.operations import not_simulated


def serve(call: Call) -> HttpResponse:
    """Moto's answer; Refused for what moto hasn't got, and for errors that moto can't write itself."""
    assert call.request is not None
    try:
        with serving(call):
            environ = environ_of(call.request, call.principal.account_id)
            if call.service != "s3":  # where it says what an object is; elsewhere moto would unpack the body
                environ.pop("HTTP_CONTENT_ENCODING", None)
            answer = moto_replacements.dispatcher(call.service)(environ)
    except NotImplementedError as missing:
        raise Refused(not_simulated(call.service, call.operation)) from missing
    return _tidied(call, answer)


def _tidied(call: Call, answer: HttpResponse) -> HttpResponse:
    """Without what moto says and AWS doesn't: bodies of operations without output, and members that are null."""
    if answer.status < 300 and protocol_of(call.service) == "rest-xml":
        model = operation_model(call.service, call.operation)
        return replace(answer, body=b"") if model is not None and model.output_shape is None else answer
    if b"null" in answer.body and protocol_of(call.service) in ("json", "rest-json"):
        return replace(answer, body=json.dumps(_without_nulls(json.loads(answer.body))).encode())
    return answer


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_nulls(item) for name, item in value.items() if item is not None}
    return [_without_nulls(item) for item in value] if isinstance(value, list) else value
