"""The front of one partition: a request goes through the stages below in turn, and each of them may refuse it.

read → authenticate → count → rates → fault | validate → authorize → serve | checks.

The world's lock is held within the bars.
"""

from __future__ import annotations

import logging
import threading

from partition_simulator import checks
from partition_simulator.authorization.named import check_named
from partition_simulator.authorization.stage import authorize
from partition_simulator.context import Call
from partition_simulator.faults.history import note_change, serve_stale
from partition_simulator.faults.striking import draw, strike
from partition_simulator.http.authentication import authenticate
from partition_simulator.http.errors import AwsError, Refused, error_response
from partition_simulator.http.incoming import Incoming, read
from partition_simulator.http.message import ConnectionDropped, HttpRequest, HttpResponse
from partition_simulator.iam_keys import find_key
from partition_simulator.operations import check_simulated
from partition_simulator.partitions import Partition
from partition_simulator.rates.stage import meter
from partition_simulator.serving import serve
from partition_simulator.validation import validate
from partition_simulator.world.recent_calls import ServedCall
from partition_simulator.world.world import World

LOG = logging.getLogger(__name__)

# What a call meets under the lock before it is served; each stage takes the call, and raises Refused to end it.
STAGES = (check_simulated, validate, authorize, check_named)


class Front:
    """Serves every AWS service of one partition."""

    def __init__(self, world: World, partition: Partition, stopping: threading.Event) -> None:
        self._world = world
        self._partition = partition
        self._stopping = stopping

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer one request; never with a 5xx of our own, which SDKs would retry."""
        incoming, call = read(request), None
        try:
            with self._world.lock:
                call = self._admit(incoming)
                meter(call)
                call.fault = draw(call)
            if call.fault is not None:
                strike(call.fault, self._world, self._stopping)
            with self._world.lock:
                if self._stopping.is_set():  # while it waited for its turn: what it is about is forgotten by now
                    raise ConnectionDropped
                call.now = self._world.settle()
                for stage in STAGES:
                    stage(call)
                answer = serve_stale(call) if call.is_stale else serve(call)
                note_change(call)
        except Refused as refused:
            answer = self._refuse(incoming, refused.error)
        except ConnectionDropped:
            raise
        except Exception:
            LOG.exception("defect in the simulator, serving %s", incoming.name)
            text = f"The simulator failed inside {incoming.name}; its log has the traceback."
            answer = self._refuse(incoming, AwsError("SimulatorDefect", text))
        self._remember(incoming, call, answer)
        checks.observe(self._partition, incoming, call, answer)
        if call is not None and call.fault is not None and call.fault.drop == "after":
            raise ConnectionDropped
        return answer

    def _admit(self, incoming: Incoming) -> Call:
        """Who calls, counted."""
        world = self._world
        now = world.settle()
        key = authenticate(
            incoming, self._partition, lambda key_id: find_key(world, self._partition, key_id), world.clock.unscaled()
        )
        world.calls[f"{self._partition.side} {incoming.service}.{incoming.operation}"] += 1
        return Call(
            world,
            self._partition,
            key.principal,
            incoming.service,
            incoming.operation,
            now,
            request=incoming.request,
            route=incoming.route,
            region=incoming.authorization.region if incoming.authorization is not None else "",
        )

    def _remember(self, incoming: Incoming, call: Call | None, answer: HttpResponse) -> None:
        """For the log, and for the page's last calls."""
        side, caller = self._partition.side, call.principal.arn if call is not None else "nobody known"
        LOG.info("%s %s by %s: %d", side, incoming.name, caller, answer.status)
        account_id = call.principal.account_id if call is not None else "unknown"
        at = call.now if call is not None else self._world.clock.now()
        self._world.recent_calls.add(ServedCall(at, side, incoming.name, account_id, answer.status))

    def _refuse(self, incoming: Incoming, error: AwsError) -> HttpResponse:
        with self._world.lock:
            request_id = self._world.ids.request_id()
        return error_response(incoming.service, error, request_id)
