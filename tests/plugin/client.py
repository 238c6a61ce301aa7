"""A small Terraform: calls a served provider over its socket, with the table's message classes."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any

import grpclib.client
from grpclib.config import Configuration

from custom_resources.plugin.types import ObjectOf
from custom_resources.plugin.wire.classes import CLASSES
from custom_resources.plugin.wire.messages import RPCS
from custom_resources.plugin.wire.values import decode, encode
from tests.plugin import toy

THING = toy.Thing.schema.value_type
PROVIDER = toy.Toy.schema.value_type


async def _open(socket: str, tls: ssl.SSLContext | None) -> Any:
    # A socket's path is no host name: the certificate is checked against the name that Terraform checks it against.
    config = Configuration(ssl_target_name_override="localhost") if tls else None
    return grpclib.client.Channel(path=socket, ssl=tls, config=config)


class Client:
    """One connection. Calls are made one after the other."""

    def __init__(self, socket: str, tls: ssl.SSLContext | None = None) -> None:
        self._loop = asyncio.new_event_loop()
        self._channel: Any = self._loop.run_until_complete(_open(socket, tls))

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Hang up, also in the middle of a call."""
        self._channel.close()
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()

    @contextmanager
    def begin(self, rpc: str, **fields: Any) -> Iterator[None]:
        """A call that is under way, unanswered, during the ``with`` block."""
        task = self._loop.create_task(self._one(f"/tfplugin6.Provider/{rpc}", fields))
        while not toy.WORLD.waiting.is_set():
            self._loop.run_until_complete(asyncio.sleep(0.001))
        yield
        task.cancel()

    def call(self, rpc: str, service: str = "tfplugin6.Provider", **fields: Any) -> Any:
        return self.together((rpc, fields), service=service)[0]

    def together(self, *calls: tuple[str, dict[str, Any]], service: str = "tfplugin6.Provider") -> list[Any]:
        """Make several calls at the same time; the responses in the calls' order."""
        return self._loop.run_until_complete(asyncio.wait_for(self._gather(service, calls), 20))

    async def _gather(self, service: str, calls: tuple[tuple[str, dict[str, Any]], ...]) -> list[Any]:
        return list(await asyncio.gather(*(self._one(f"/{service}/{rpc}", fields) for rpc, fields in calls)))

    async def _one(self, path: str, fields: dict[str, Any]) -> Any:
        request, reply = RPCS.get(path, ("Empty", "Empty"))
        method = grpclib.client.UnaryUnaryMethod(self._channel, path, CLASSES[request], CLASSES[reply])
        return await method(CLASSES[request](**fields))

    # The usual calls, with plain values.

    def configure(self, **config: Any) -> Any:
        return self.call("ConfigureProvider", terraform_version="1.11.4", config=value(config, PROVIDER))

    def plan(self, prior: dict[str, Any] | None, config: dict[str, Any] | None, private: bytes = b"") -> Any:
        return self.call(
            "PlanResourceChange",
            type_name="toy_thing",
            prior_state=value(prior),
            proposed_new_state=value(config),
            config=value(config),
            prior_private=private,
        )

    def apply(self, prior: dict[str, Any] | None, planned: dict[str, Any] | None, private: bytes = b"") -> Any:
        config = None if planned is None else {**planned, "token": None}
        return self.call(
            "ApplyResourceChange",
            type_name="toy_thing",
            prior_state=value(prior),
            planned_state=value(planned),
            config=value(config),
            planned_private=private,
        )


def value(values: Any, kind: ObjectOf = THING) -> Any:
    """A DynamicValue message."""
    return CLASSES["DynamicValue"](msgpack=encode(values, kind))


def read(message: Any, kind: ObjectOf = THING) -> Any:
    """The value in a DynamicValue message."""
    return decode(message.msgpack, kind)


def thing(**values: Any) -> dict[str, Any]:
    """A whole thing, null where nothing is said."""
    return {**dict.fromkeys(toy.Thing.schema.attributes), "email": "a@example.gov", **values}


def stored(**values: Any) -> dict[str, Any]:
    """A thing as the state has it."""
    return thing(**{"id": "id-a@example.gov", "flag": False, "place": "here", "revision": 1, **values})


def errors(response: Any) -> list[str]:
    """The summaries of a response's errors."""
    return [item.summary for item in response.diagnostics if item.severity == 1]
