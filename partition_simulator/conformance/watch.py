"""Watching every simulator of this process: what doesn't conform is collected with the operation."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from partition_simulator import checks
from partition_simulator.conformance.answers import deviations
from partition_simulator.context import Call
from partition_simulator.http.incoming import Incoming
from partition_simulator.http.message import HttpResponse
from partition_simulator.operations import SIMULATED
from partition_simulator.partitions import Partition


@contextmanager
def watching() -> Iterator[list[str]]:
    """Collect, in the order they are first seen, the deviations of all answers given meanwhile."""
    found: list[str] = []

    def look(partition: Partition, incoming: Incoming, call: Call | None, answer: HttpResponse) -> None:
        if incoming.operation not in SIMULATED.get(incoming.service, ()):
            return
        if call is not None and call.fault is not None and call.fault.code is not None:
            return  # a fault answers whatever it was told to
        for deviation in deviations(partition, incoming.service, incoming.operation, answer):
            sentence = f"{partition.name} {incoming.name}: {deviation}"
            if sentence not in found:
                found.append(sentence)

    checks.OBSERVERS.append(look)
    try:
        yield found
    finally:
        checks.OBSERVERS.remove(look)
