"""Clients in a closed loop over plain sockets: each sends its next request when its last one is answered.

One thread and no HTTP library, so that it is the server that is measured: a request costs this side some 40 µs. A
connection stays open as long as the server lets it; opening a new one counts as part of the request that needs it.
"""

from __future__ import annotations

import selectors
import socket
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

Address = tuple[str, int]
_TIMEOUT = 60.0


@dataclass
class _Client:
    address: Address
    requests: Sequence[bytes]
    latencies: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    _connection: socket.socket | None = None
    _started: float = 0.0
    _received: bytearray = field(default_factory=bytearray)

    @property
    def done(self) -> bool:
        return len(self.latencies) == len(self.requests)

    def send(self, selector: selectors.BaseSelector) -> None:
        self._started = time.perf_counter()
        if self._connection is None:
            self._connection = socket.create_connection(self.address, timeout=_TIMEOUT)
            self._connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            selector.register(self._connection, selectors.EVENT_READ, self)
        self._received.clear()
        self._connection.sendall(self.requests[len(self.latencies)])

    def receive(self, selector: selectors.BaseSelector) -> bool:
        """Take what has come; whether the answer is complete."""
        assert self._connection is not None
        data = self._connection.recv(262144)
        self._received += data
        end = self._received.find(b"\r\n\r\n")
        if end < 0 and data:
            return False
        head = bytes(self._received[:end]).decode("latin-1")
        headers = dict(_header(line) for line in head.split("\r\n")[1:])
        if data and len(self._received) < end + 4 + int(headers.get("content-length", 0)):
            return False
        self.latencies.append(time.perf_counter() - self._started)
        if head[9:10] != "2":
            self.errors.append(self._received.decode("utf-8", "replace"))
        if not data or headers.get("connection", "").lower() == "close":
            self.close(selector)
        return True

    def close(self, selector: selectors.BaseSelector) -> None:
        if self._connection is not None:
            selector.unregister(self._connection)
            self._connection.close()
            self._connection = None


def _header(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    return name.lower(), value.strip()


@dataclass(frozen=True)
class Answers:
    """What came back: the seconds it took, each latency in ascending order, and the answers that aren't a 2xx."""

    seconds: float
    latencies: list[float]
    errors: list[str]

    def sample(self) -> dict[str, float]:
        """Requests per second, latencies in milliseconds, and the number of errors."""
        return {
            "requests_per_second": len(self.latencies) / self.seconds,
            "p50_ms": statistics.median(self.latencies) * 1000,
            "p99_ms": self.latencies[round((len(self.latencies) - 1) * 0.99)] * 1000,
            "errors": len(self.errors),
        }


def run(address: Address, requests: Sequence[Sequence[bytes]]) -> Answers:
    """Let one client for each list of requests send them all. TimeoutError when the server stops to answer."""
    selector = selectors.DefaultSelector()
    clients = [_Client(address, own) for own in requests]
    began = time.perf_counter()
    try:
        for client in clients:
            client.send(selector)
        while not all(client.done for client in clients):
            ready = selector.select(_TIMEOUT)
            if not ready:
                raise TimeoutError(f"no answer from {address} in {_TIMEOUT:.0f} s")
            for key, _ in ready:
                client = key.data
                if client.receive(selector) and not client.done:
                    client.send(selector)
        elapsed = time.perf_counter() - began
    finally:
        for client in clients:
            client.close(selector)
        selector.close()
    latencies = sorted(latency for client in clients for latency in client.latencies)
    return Answers(elapsed, latencies, [error for client in clients for error in client.errors])
