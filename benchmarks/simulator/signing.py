"""Requests as boto3 sends them, signed, and kept as bytes instead of sent."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from botocore.awsrequest import AWSPreparedRequest


class _Captured(Exception):
    def __init__(self, request: AWSPreparedRequest) -> None:
        super().__init__(request.url)
        self.request = request


def _capture(request: AWSPreparedRequest, **more: Any) -> None:
    raise _Captured(request)


def signed(client: Any, method: str, **parameters: Any) -> bytes:
    """The bytes of one request of a boto3 client, head and body.

    method: the client's method, such as ``describe_account``.
    """
    client.meta.events.register("before-send", _capture)
    try:
        getattr(client, method)(**parameters)
    except _Captured as captured:
        return _bytes(captured.request)
    finally:
        client.meta.events.unregister("before-send", _capture)
    raise AssertionError("boto3 answered without sending")


def _bytes(request: AWSPreparedRequest) -> bytes:
    url = urlsplit(request.url)
    content = _content(request.body)
    target = url.path + (f"?{url.query}" if url.query else "")
    headers = {name: value.decode() if isinstance(value, bytes) else value for name, value in request.headers.items()}
    headers.pop("Expect", None)
    headers |= {"Host": url.netloc, "Content-Length": str(len(content))}
    lines = [f"{request.method} {target or '/'} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + content


def _content(body: Any) -> bytes:
    """A body, which boto3 has as text, bytes or a file."""
    if hasattr(body, "read"):
        body = body.read()
    return body.encode() if isinstance(body, str) else bytes(body or b"")
