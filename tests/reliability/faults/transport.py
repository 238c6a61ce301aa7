"""botocore's requests answered in this process: no socket, no sleep, and no client made twice from the models."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any, cast
from urllib.parse import urlsplit

import pytest
from botocore.awsrequest import AWSResponse
from botocore.credentials import Credentials
from botocore.exceptions import ConnectionClosedError, EndpointConnectionError
from botocore.httpsession import URLLib3Session
from botocore.retries.quota import RetryQuota
from botocore.session import Session

from partition_simulator import Simulator
from partition_simulator.http.listener import Handler
from partition_simulator.http.message import ConnectionDropped, HttpRequest


class Wire:
    """What stands between botocore and the simulators of this process while it is patched in.

    A client is a copy of one that was made before, with an emitter, credentials and a full retry quota of its own: all
    that tells the clients of two sessions apart.
    """

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._handlers: dict[str, Handler] = {}
        self._templates: dict[tuple[Any, ...], Any] = {}
        self._quotas: list[RetryQuota] = []
        self._make = Session.create_client
        patch.setattr(URLLib3Session, "send", lambda _, request: self._send(request))
        patch.setattr(Session, "create_client", lambda *given, **named: self._client(*given, **named))
        patch.setattr("botocore.retries.standard.ExponentialBackoff.delay_amount", lambda self, context: 0)
        begin = RetryQuota.__init__

        def remembered(quota: RetryQuota, *given: Any, **named: Any) -> None:
            begin(quota, *given, **named)
            self._quotas.append(quota)

        patch.setattr(RetryQuota, "__init__", remembered)

    def connect(self, simulator: Simulator) -> None:
        """Answer what is sent to a simulator's endpoints."""
        for endpoint in (simulator.commercial, simulator.govcloud):
            self._handlers[urlsplit(endpoint.url).netloc] = simulator.handler(endpoint.partition)

    def refill(self) -> None:
        """Let botocore retry as a process that has just begun would."""
        for quota in self._quotas:
            quota.release(RetryQuota.INITIAL_CAPACITY)

    def _send(self, request: Any) -> AWSResponse:
        place = urlsplit(request.url)
        handler = self._handlers.get(place.netloc)
        if handler is None:
            raise EndpointConnectionError(endpoint_url=request.url, error="no simulator is there")
        headers = {name.lower(): _text(value) for name, value in request.headers.items()} | {"host": place.netloc}
        body = request.body or b""
        body = body.read() if hasattr(body, "read") else body
        target = f"{place.path or '/'}?{place.query}" if place.query else place.path or "/"
        try:
            answer = handler(
                HttpRequest(request.method, target, headers, body.encode() if isinstance(body, str) else body)
            )
        except ConnectionDropped:
            raise ConnectionClosedError(endpoint_url=request.url, request=request) from None
        return AWSResponse(request.url, answer.status, cast(Any, dict(answer.headers)), _Body(answer.body))

    def _client(self, session: Session, service: str, **given: Any) -> Any:
        config = given.get("config")
        options = None if config is None else repr(sorted(config._user_provided_options.items()))
        profile = repr(session.get_scoped_config()) if session.get_config_variable("profile") else ""  # has endpoints
        key = (service, given.get("region_name"), given.get("endpoint_url"), options, profile)
        if key not in self._templates:
            named = {"aws_access_key_id": "none", "aws_secret_access_key": "none"}
            self._templates[key] = _light(self._make(session, service, **given | named))
        own = (
            Credentials(given["aws_access_key_id"], given["aws_secret_access_key"], given.get("aws_session_token"))
            if "aws_access_key_id" in given
            else None
        )
        return _copied(self._templates[key], own or session.get_credentials())


class _Body:
    """An answer's body as botocore reads it."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def stream(self) -> Iterator[bytes]:
        yield self._body


def _light(template: Any) -> Any:
    """A client without the handlers of other services, of which there are hundreds to copy."""
    kinds = template.meta.events._emitter._handlers._root["children"]
    names = {template.meta.service_model.service_id.hyphenize(), template.meta.service_model.endpoint_prefix, "*"}
    kinds.pop("docs", None)
    for kind in kinds.values():
        kind["children"] = {name: node for name, node in (kind["children"] or {}).items() if name in names}
    return template


def _copied(template: Any, credentials: Any) -> Any:
    client = object.__new__(type(template))  # copy.copy would ask the client's __getattr__, without end
    vars(client).update(vars(template))
    signer, endpoint = copy.copy(template._request_signer), copy.copy(template._endpoint)
    events = copy.copy(template.meta.events)
    events._alias_name_cache = template.meta.events._alias_name_cache
    created = f"request-created.{template.meta.service_model.service_id.hyphenize()}"
    events.unregister(created, template._request_signer.handler)
    events.register(created, signer.handler)
    signer._credentials = credentials
    signer._event_emitter = endpoint._event_emitter = events
    client._request_signer, client._endpoint, client._cache = signer, endpoint, {}
    client.meta = copy.copy(template.meta)
    client.meta.events = events
    return client


def _text(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)
