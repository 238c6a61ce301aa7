"""The HTTP server under both partitions."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from partition_simulator.http.listener import Listener
from partition_simulator.http.message import HttpRequest, HttpResponse
from tests.simulator.conftest import Bench


def echo(request: HttpRequest) -> HttpResponse:
    if request.path == "/defect":
        raise ZeroDivisionError
    return HttpResponse(
        200, request.body, [("X-Target", request.target), ("X-Twice", request.headers.get("x-twice", ""))]
    )


@pytest.fixture
def address() -> Iterator[tuple[str, int]]:
    listener = Listener("127.0.0.1", 0, echo, "test")
    listener.start()
    parts = urlsplit(listener.url)
    assert parts.hostname is not None
    assert parts.port is not None
    yield parts.hostname, parts.port
    listener.stop()


def exchange(address: tuple[str, int], *sent: bytes) -> bytes:
    """Everything the server says to raw bytes, until it closes."""
    with socket.create_connection(address, timeout=10) as connection:
        for part in sent:
            connection.sendall(part)
        answer = b""
        while chunk := connection.recv(65536):
            answer += chunk
    return answer


def test_a_client_that_waits_with_its_body_is_told_to_go_on(address: tuple[str, int]) -> None:
    with socket.create_connection(address, timeout=10) as connection:
        connection.sendall(b"PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n")
        assert connection.recv(100).startswith(b"HTTP/1.1 100 ")
        connection.sendall(b"body")
        answer = connection.recv(1000)
        while b"body" not in answer:
            answer += connection.recv(1000)


def test_a_chunked_body_is_put_together(address: tuple[str, int]) -> None:
    head = b"PUT / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
    answer = exchange(address, head, b"3\r\nabc\r\n", b"2;x=y\r\nde\r\n0\r\nTrailer: t\r\n\r\n")
    assert answer.endswith(b"\r\n\r\nabcde")


def test_the_target_arrives_as_sent_and_repeated_headers_joined(address: tuple[str, int]) -> None:
    head = b"GET /a%20b//../c?x=%2F HTTP/1.1\r\nHost: x\r\nX-Twice: 1\r\nX-Twice: 2\r\nConnection: close\r\n\r\n"
    answer = exchange(address, head)
    assert b"X-Target: /a%20b//../c?x=%2F\r\n" in answer
    assert b"X-Twice: 1,2\r\n" in answer


@pytest.mark.parametrize("header", [b"Content-Length: -1", b"Content-Length: x", b"Transfer-Encoding: chunked"])
def test_a_broken_body_is_a_400(address: tuple[str, int], header: bytes) -> None:
    assert exchange(address, b"PUT / HTTP/1.1\r\nHost: x\r\n" + header + b"\r\n\r\nzz\r\n").startswith(b"HTTP/1.1 400 ")


def test_an_exception_is_a_400_in_the_log(address: tuple[str, int], caplog: pytest.LogCaptureFixture) -> None:
    answer = exchange(address, b"GET /defect HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert "ZeroDivisionError" in caplog.text


def test_a_browser_gets_an_answer_too(bench: Bench) -> None:
    connection = http.client.HTTPConnection(urlsplit(bench.sim.govcloud.url).netloc, timeout=10)
    connection.request("GET", "/")
    answer = connection.getresponse()
    assert answer.status == 400
    assert b"MissingAuthenticationToken" in answer.read()
    connection.close()


def test_one_connection_serves_many_requests(bench: Bench) -> None:
    connection = http.client.HTTPConnection(urlsplit(bench.sim.govcloud.url).netloc, timeout=10)
    connection.connect()
    socket_before = connection.sock
    for _ in range(3):
        connection.request("GET", "/_simulator/calls")
        assert connection.getresponse().read() == b"{}"
    assert connection.sock is socket_before
    connection.close()
