"""Reading a request: which service and operation it means, and who says to have signed it."""

from __future__ import annotations

from dataclasses import dataclass

from partition_simulator.http.message import HttpRequest
from partition_simulator.http.services import Route, route
from partition_simulator.http.signature import Authorization, read_authorization


@dataclass(frozen=True)
class Incoming:
    """A request of which nothing is verified yet. ``service`` is guessed where nothing was signed."""

    request: HttpRequest
    authorization: Authorization | None
    service: str
    route: Route

    @property
    def operation(self) -> str:
        """AWS's name of the operation; "" where the request names none."""
        return self.route.operation

    @property
    def name(self) -> str:
        """``service:operation``."""
        return f"{self.service}:{self.operation or 'an operation that the request does not name'}"


def read(request: HttpRequest) -> Incoming:
    """What a request asks for, as far as it tells."""
    authorization = read_authorization(request)
    if authorization is None:
        return Incoming(request, None, _guess_service(request), Route())
    service = authorization.service
    return Incoming(request, authorization, service, route(service, request))


def _guess_service(request: HttpRequest) -> str:
    """The service of an unsigned request, as far as its answer's protocol goes."""
    if "x-amz-target" in request.headers:
        return "organizations"
    return "sts" if b"Action=" in request.body or "Action=" in request.query else "account"
