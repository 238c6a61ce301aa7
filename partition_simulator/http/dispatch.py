"""From a request to moto's method for it, without Flask.

moto's server puts each service into a Flask application, of which nothing is used but the map from paths to methods;
building its contexts took two fifths of a request's time. The same map, werkzeug's, does without.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from botocore.exceptions import ClientError
from moto.core.request import Request
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.routing import BaseConverter, Map, Rule

from partition_simulator.http.message import HttpResponse
from partition_simulator.http.wsgi import Environ

Method = Callable[[Request, str, dict[str, str]], Any]


class _SimulatorRequest(Request):
    """moto's request; what came over HTTP gets its Date header from whoever serves it."""

    from_wsgi_server = True


class _Regex(BaseConverter):
    """A part of a path that a regular expression describes, as moto's tables of paths do."""

    part_isolating = False

    def __init__(self, url_map: Map, pattern: str) -> None:
        super().__init__(url_map)
        self.regex = pattern


class Dispatcher:
    """The paths of one service, and the methods behind them.

    content_type: of answers that don't say it themselves.
    """

    def __init__(self, paths: Mapping[str, Method], content_type: str) -> None:
        self._content_type = content_type
        self._map = Map(
            converters={"regex": _Regex}, strict_slashes=False, merge_slashes=False
        )  # a path is as it was sent
        for path, method in paths.items():
            self._map.add(Rule(path, endpoint=method))

    def __call__(self, environ: Environ) -> HttpResponse:
        """Serve one request; NotImplementedError where the service has no such path or operation."""
        request = _SimulatorRequest(environ)
        try:
            method, _ = self._map.bind("").match(environ["PATH_INFO"] or "/", environ["REQUEST_METHOD"])
        except NotFound:
            raise NotImplementedError(environ["PATH_INFO"]) from None
        try:
            status, headers, body = method(request, request.raw_url, dict(request.headers))
        except HTTPException as error:
            status, headers, body = error.code or 400, dict(error.get_headers()), error.get_body()
        except ClientError as error:
            status, headers, body = 400, {}, error.response["Error"]["Message"]
        content = body.encode() if isinstance(body, str) else bytes(body or b"")
        answered = [(name, str(value)) for name, value in headers.items()]
        if not any(name.lower() == "content-type" for name in headers):
            answered.append(("Content-Type", self._content_type))
        return HttpResponse(int(status), content, answered)
