"""The front of one partition: authenticate, count, strike with faults, then hand on to moto in the caller's name."""

from __future__ import annotations

import logging
import threading

from partition_simulator import moto_bridge
from partition_simulator.context import Call, serving
from partition_simulator.faults import Fault
from partition_simulator.http.authentication import authenticate, refusal
from partition_simulator.http.errors import AwsError, Refused, error_response
from partition_simulator.http.message import ConnectionDropped, HttpRequest, HttpResponse
from partition_simulator.http.serialization import unreadable
from partition_simulator.http.services import operation_of
from partition_simulator.http.signature import read_authorization
from partition_simulator.http.wsgi import call as call_wsgi
from partition_simulator.http.wsgi import environ_of
from partition_simulator.iam_keys import find_key
from partition_simulator.partitions import Partition
from partition_simulator.world.world import World

LOG = logging.getLogger(__name__)


def _guess_service(request: HttpRequest) -> str:
    """The service of an unsigned request, as far as its answer's protocol goes."""
    if "x-amz-target" in request.headers:
        return "organizations"
    return "sts" if b"Action=" in request.body or "Action=" in request.query else "account"


class Front:
    """Serves every AWS service of one partition."""

    def __init__(self, world: World, partition: Partition, stopping: threading.Event) -> None:
        self._world = world
        self._partition = partition
        self._stopping = stopping

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer one request; never with a 5xx of our own, which SDKs would retry."""
        authorization = read_authorization(request)
        if authorization is None:
            return self._refuse(_guess_service(request), refusal(_guess_service(request), "missing"))
        service = authorization.service
        operation = operation_of(service, request)
        world = self._world
        with world.lock:
            world.settle()
            key = authenticate(
                request,
                authorization,
                self._partition,
                lambda key_id: find_key(world, self._partition, key_id),
                world.clock.unscaled(),
            )
            if isinstance(key, AwsError):
                LOG.info("%s %s.%s refused: %s", self._partition.side, service, operation, key.code)
                return self._refuse(service, key)
            world.calls[f"{self._partition.side} {service}.{operation}"] += 1
            fault = world.faults.take(self._partition.side, service, operation, key.principal.account_id)
        if fault is not None:
            struck = self._strike(service, fault)
            if struck is not None:
                return struck
        with world.lock:
            call = Call(world, self._partition, key.principal, service, operation, world.settle(), fault)
            answer = self._serve(call, request)
        LOG.info("%s %s.%s by %s: %d", self._partition.side, service, operation, key.principal.arn, answer.status)
        if fault is not None and fault.drop == "after":
            raise ConnectionDropped
        return answer

    def _strike(self, service: str, fault: Fault) -> HttpResponse | None:
        """Let a fault happen; None when the call goes on all the same."""
        if fault.delay_seconds > 0:
            self._stopping.wait(fault.delay_seconds)
        if fault.drop == "before":
            raise ConnectionDropped
        if fault.code is None:
            return None
        members = {"Reason": fault.reason} if fault.reason else {}
        return self._refuse(service, AwsError(fault.code, fault.message, fault.status, members))

    def _serve(self, call: Call, request: HttpRequest) -> HttpResponse:
        if call.service not in moto_bridge.SERVICES or not call.operation:
            return self._not_simulated(call)
        wrong = unreadable(call.service, call.operation, request.body)
        if wrong is not None:
            return self._refuse(call.service, wrong)
        try:
            with serving(call):
                environ = environ_of(request, call.principal.account_id)
                answer = call_wsgi(moto_bridge.application(call.service), environ)
        except Refused as refused:
            return self._refuse(call.service, refused.error)
        except NotImplementedError:
            return self._not_simulated(call)
        except Exception:
            LOG.exception("defect in the simulator, serving %s.%s", call.service, call.operation)
            text = f"The simulator failed inside {call.service}:{call.operation}; its log has the traceback."
            return self._refuse(call.service, AwsError("SimulatorDefect", text))
        if answer.status == 404 and b"<!doctype html>" in answer.body[:200].lower():
            return self._not_simulated(call)
        return answer

    def _not_simulated(self, call: Call) -> HttpResponse:
        name = f"{call.service}:{call.operation or 'an operation that the request does not name'}"
        text = f"The partition simulator does not simulate {name}."
        LOG.warning("%s", text)
        return self._refuse(call.service, AwsError("OperationNotSimulated", text))

    def _refuse(self, service: str, error: AwsError) -> HttpResponse:
        with self._world.lock:
            request_id = self._world.ids.request_id()
        return error_response(service, error, request_id)
