"""Our HTTP messages as WSGI environs, which moto's requests are made of."""

from __future__ import annotations

import io
import sys
from typing import Any

from partition_simulator.http.message import HttpRequest

Environ = dict[str, Any]

# x-moto-account-id decides in moto whose backend is used, so a client's must never get through; and moto reads the
# region out of User-Agent before it looks at the signature, which was verified.
_WITHHELD = {"x-moto-account-id", "user-agent"}


def environ_of(request: HttpRequest, account_id: str | None = None) -> Environ:
    """The WSGI environ of a request, made in the name of an account."""
    host, _, port = request.headers.get("host", "127.0.0.1").partition(":")
    environ: Environ = {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        # WSGI wants the decoded path as latin-1 text.
        "PATH_INFO": request.path.encode().decode("latin-1"),
        "QUERY_STRING": request.query,
        "RAW_URI": request.target,
        "REQUEST_URI": request.target,
        "SERVER_NAME": host,
        "SERVER_PORT": port or "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "CONTENT_LENGTH": str(len(request.body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(request.body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        "wsgi.input_terminated": True,
    }
    for name, value in request.headers.items():
        if name in _WITHHELD or name in ("content-length", "transfer-encoding"):
            continue
        key = name.upper().replace("-", "_")
        environ[key if key == "CONTENT_TYPE" else f"HTTP_{key}"] = value
    if account_id is not None:
        environ["HTTP_X_MOTO_ACCOUNT_ID"] = account_id
    return environ
