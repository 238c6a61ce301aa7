"""Reading a request: which service and operation it means, and who says to have signed it."""

from __future__ import annotations

from dataclasses import dataclass

from partition_simulator.http.message import HttpRequest
from partition_simulator.http.services import Route, route, target_prefix
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


_JSON = ("organizations", "cloudtrail", "servicequotas")


def _guess_service(request: HttpRequest) -> str:
    """The service of an unsigned request, as far as its answer's protocol goes."""
    target = request.headers.get("x-amz-target")
    if target is not None:
        return next((service for service in _JSON if target.startswith(f"{target_prefix(service)}.")), "organizations")
    if b"Action=" in request.body or "Action=" in request.query:
        return "iam" if b"2010-05-08" in request.body or "2010-05-08" in request.query else "sts"
    return "account" if request.raw_path == "/" or route("account", request).operation else "s3"
