"""Requests per second, latency and processor time of each operation, with 1 client and with 20."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from benchmarks.record import Record, turns
from benchmarks.simulator.ground import Ground, lay_ground, limited
from benchmarks.simulator.load import run
from benchmarks.simulator.operations import OPERATIONS, Operation, Turn
from benchmarks.simulator.servers import OURS, STOCK, Server, running
from benchmarks.simulator.signing import signed

CLIENTS = (1, 20)
START = "start"


def measure(
    record: Record, folder: Path, rounds: int, calls: int, operations: Sequence[Operation] = OPERATIONS
) -> None:
    """In each round: start both servers, lay the same ground, then measure every operation on one after the other.

    calls: how many requests one measurement has; even, because moves go there and back.
    """
    for number, order in turns((OURS, STOCK), rounds):
        with ExitStack() as stack:
            prepared = {}
            for name in order:
                server, start_seconds = stack.enter_context(running(name, folder / f"{name}-{number}"))
                record.add(START, name, {"seconds": start_seconds, "resident_mib": server.resident_mib()})
                ground = lay_ground(server)
                prepared[name] = (limited(server), ground)
                if name == OURS:
                    server.hold_to_rates()
            for operation in operations:
                for clients in CLIENTS:
                    for name in order:
                        server, ground = prepared[name]
                        # 20 clients send more, so that the end, when some are done and others not, weighs little.
                        sample = _sample(server, ground, operation, clients, calls if clients == 1 else calls * 3)
                        record.add(f"{operation}, {_count(clients)}", name, sample)


def _count(clients: int) -> str:
    return "1 client" if clients == 1 else f"{clients} clients"


def _sample(server: Server, ground: Ground, operation: Operation, clients: int, calls: int) -> dict[str, float]:
    client = server.client(operation.service)
    each = max(2, calls // clients // 2 * 2)
    measurement = f"{operation.method[:20]}-{clients}"

    def request(number: int, n: int) -> bytes:
        return signed(client, operation.method, **operation.parameters(ground, Turn(measurement, number, n)))

    if operation.varies:
        requests = [[request(number, n) for n in range(each)] for number in range(clients)]
    else:
        requests = [[request(number, 0)] * each for number in range(clients)]
    before = server.cpu_seconds()
    answers = run(server.address, requests)
    if answers.errors and server.name == OURS:  # moto's server answers 500 now and then, when 20 clients write
        raise RuntimeError(f"{operation}: {answers.errors[0]}")
    return {**answers.sample(), "cpu_ms_per_request": (server.cpu_seconds() - before) * 1000 / (each * clients)}
