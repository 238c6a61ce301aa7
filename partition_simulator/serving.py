"""Serving a call by moto, in the caller's name."""

from __future__ import annotations

from partition_simulator import moto_bridge
from partition_simulator.context import Call, serving
from partition_simulator.http.errors import Refused
from partition_simulator.http.message import HttpResponse
from partition_simulator.http.wsgi import environ_of
from partition_simulator.operations import not_simulated


def serve(call: Call) -> HttpResponse:
    """Moto's answer; Refused for what moto hasn't got, and for errors that moto can't write itself."""
    assert call.request is not None
    try:
        with serving(call):
            return moto_bridge.dispatcher(call.service)(environ_of(call.request, call.principal.account_id))
    except NotImplementedError as missing:
        raise Refused(not_simulated(call.service, call.operation)) from missing
