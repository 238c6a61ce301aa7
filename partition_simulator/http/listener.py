"""A small threaded HTTP/1.1 server on a loopback port, with keep-alive.

werkzeug's own server closes every connection after one answer, which costs a TCP connection per API call; and it
can't drop a connection on purpose. Hence the standard library's.
"""

from __future__ import annotations

import contextlib
import http
import logging
import re
import socket
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from partition_simulator.http.message import ConnectionDropped, HttpRequest, HttpResponse

LOG = logging.getLogger(__name__)
Handler = Callable[[HttpRequest], HttpResponse]


_TEXT = [("Content-Type", "text/plain; charset=utf-8")]

# A name or address, with a port or not; none at all is HTTP/1.0's. Routers fail on what can't be a name.
_HOST = re.compile(r"(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9_-]{1,63}(?:\.[A-Za-z0-9_-]{1,63})*\.?)?(?::[0-9]{0,5})?")

# The longest body read, so that no request can take all memory. S3 takes 5 GB in one piece; the simulator doesn't.
MOST = 256 * 1024 * 1024


class _TooLong(ValueError):
    """A body that isn't read."""


class _HalfRequest(Exception):
    """The client went away before its body had come."""


class _Connection(BaseHTTPRequestHandler):
    """One client connection; serves requests on it until either side closes."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    timeout = 75  # real seconds of silence, within a request or between two, before the connection is closed
    server: _Server

    def _serve(self) -> None:
        try:
            request = HttpRequest(self.command, self.path, self._headers(), self._body())
        except ValueError as error:
            self.close_connection = True
            self._answer(HttpResponse(413 if isinstance(error, _TooLong) else 400, str(error).encode(), _TEXT))
            self._hear_out()
            return
        except (_HalfRequest, TimeoutError):
            self.close_connection = True
            return
        try:
            answer = self.server.application(request)
        except ConnectionDropped:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        except Exception:
            # Not 500, which SDKs would retry for minutes while nobody reads the log.
            LOG.exception("defect in the simulator, answering %s %s", self.command, self.path)
            answer = HttpResponse(400, b"The simulator failed; its log has the traceback.", _TEXT)
        self._answer(answer)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = do_PATCH = do_OPTIONS = _serve

    def parse_request(self) -> bool:
        """Refuse HTTP/0.9, which is a request line without a version: its answer would have no status."""
        if not super().parse_request():
            return False
        if self.request_version == "HTTP/0.9":
            self.send_error(400, "the request line names no version of HTTP")
            return False
        return True

    def _headers(self) -> dict[str, str]:
        headers: dict[str, str] = {}
        for name, value in self.headers.items():
            lower = name.lower()
            headers[lower] = f"{headers[lower]},{value}" if lower in headers else value
        if not _HOST.fullmatch(headers.get("host", "")):
            raise ValueError("Invalid Host header")
        return headers

    def _body(self) -> bytes:
        if "chunked" in self.headers.get("Transfer-Encoding", "").lower():
            return self._chunks()
        length = int(self.headers.get("Content-Length") or 0)
        if length < 0:
            raise ValueError(f"Content-Length {length}")
        if length > MOST:
            raise _TooLong(f"Content-Length {length} is more than {MOST}")
        return self._read(length)

    def _read(self, length: int) -> bytes:
        body = self.rfile.read(length)
        if len(body) < length:
            raise _HalfRequest
        return body

    def _chunks(self) -> bytes:
        body = bytearray()
        while size := int(self.rfile.readline(100).split(b";")[0], 16):
            if not 0 <= size <= MOST - len(body):
                raise _TooLong(f"a chunk of {size} bytes after {len(body)}; the most is {MOST}")
            body += self._read(size)
            self.rfile.readline(100)
        while self.rfile.readline().strip():
            pass
        return bytes(body)

    def _answer(self, answer: HttpResponse) -> None:
        self.send_response(answer.status)
        for name, value in answer.headers:
            if name.lower() not in ("content-length", "connection", "date", "server"):
                self.send_header(name, _on_one_line(value))
        length = len(answer.body)
        if self.command == "HEAD":
            # An answer to HEAD carries the length of the body that a GET would have had.
            length = next((int(v) for n, v in answer.headers if n.lower() == "content-length"), length)
        if answer.status not in (204, 304):
            self.send_header("Content-Length", str(length))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)
        self.wfile.flush()

    def handle_expect_100(self) -> bool:
        """Tell a client that waits with its body (S3 uploads) to go on; it must leave the buffer at once."""
        going_on = super().handle_expect_100()
        self.wfile.flush()
        return going_on

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer what is no HTTP in one line, and close; never with a 5xx, which SDKs would retry."""
        self.close_connection = True
        said = message or http.HTTPStatus(code).phrase
        self.request_version = "HTTP/1.1"  # of 0.9, or unread, it would be an answer without a status
        if not hasattr(self, "headers"):  # the request line was unreadable
            self.command = "GET"
        self._answer(HttpResponse(405 if code >= 500 else code, said.encode("utf-8", "replace"), _TEXT))
        self._hear_out()

    def _hear_out(self) -> None:
        """Read on for a moment: a connection that is closed on unread bytes takes the answer with it."""
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_WR)
            self.connection.settimeout(1)
            left = 2**20
            while left > 0 and (heard := self.rfile.read1(65536)):
                left -= len(heard)

    def log_message(self, format: str, *args: Any) -> None:
        """Requests are logged by the front, which knows their names."""


def _on_one_line(value: str) -> str:
    """A header's value as it can be sent: clients may choose it (S3's response-content-disposition)."""
    return value.replace("\r", " ").replace("\n", " ").encode().decode("latin-1")


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], application: Handler) -> None:
        self.application = application
        self.connections: set[socket.socket] = set()
        super().__init__(address, _Connection)

    def process_request(self, request: Any, client_address: Any) -> None:
        self.connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self.connections.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no news; anything else is."""
        LOG.debug("connection from %s ended early", client_address, exc_info=True)


class Listener:
    """Serves one application on one port until :meth:`stop`."""

    def __init__(self, host: str, port: int, application: Handler, name: str) -> None:
        self._server = _Server((host, port), application)
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, name=f"simulator-{name}", daemon=True
        )

    @property
    def url(self) -> str:
        """``http://host:port``."""
        host, port = self._server.server_address[:2]
        return f"http://{host!s}:{port}"

    def start(self) -> None:
        """Begin to serve."""
        self._thread.start()

    def stop(self) -> None:
        """Stop serving; open connections are closed. Returns when the port is free. Also before :meth:`start`."""
        if self._thread.ident is not None:
            self._stop_serving()
        self._server.server_close()
        for connection in list(self._server.connections):
            with contextlib.suppress(OSError):  # closed by the client meanwhile
                connection.shutdown(socket.SHUT_RDWR)

    def _stop_serving(self) -> None:
        # shutdown() is only noticed between polls, or when somebody knocks.
        shutdown = threading.Thread(target=self._server.shutdown)
        shutdown.start()
        with contextlib.suppress(OSError):
            host, port = self._server.server_address[:2]
            socket.create_connection((str(host), port), timeout=1).close()
        shutdown.join()
        self._thread.join()
