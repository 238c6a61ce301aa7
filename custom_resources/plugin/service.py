"""The gRPC service: one grpclib server whose connections each have a session, its calls answered by worker threads."""

from __future__ import annotations

import asyncio
import weakref
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, cast

import grpclib.const
import grpclib.exceptions
import grpclib.server
from grpclib.config import Configuration
from grpclib.encoding.proto import ProtoCodec
from grpclib.protocol import H2Protocol
from h2.settings import SettingCodes

from custom_resources.plugin.calls.table import CALLS, IMMEDIATE
from custom_resources.plugin.provider import Provider
from custom_resources.plugin.session import Session, UnknownType
from custom_resources.plugin.wire.classes import CLASSES
from custom_resources.plugin.wire.messages import RPCS

SHUTDOWN = "/plugin.GRPCController/Shutdown"

# More than any -parallelism that anybody gives: a call may wait for an hour, and must not keep others from starting.
# The pool makes threads only as they are needed.
_WORKERS = 1024

# Terraform caps messages at 256 MB; grpclib has no cap of its own, only flow control windows. Wide ones spare the many
# small acknowledgements of a large state or plan.
_WINDOW = 64 * 2**20

# h2 lets a client have 100 calls under way, and the next one, be it StopProvider, waits. With -parallelism=100 that
# would make Ctrl-C unheard.
_STREAMS = 2**16

_Cardinality = grpclib.const.Cardinality


async def _unimplemented(stream: Any) -> None:
    raise grpclib.exceptions.GRPCError(grpclib.const.Status.UNIMPLEMENTED, "this provider does not serve this call")


async def _nothing_to_say(stream: Any) -> None:
    """go-plugin's streams for standard output and for further connections: opened at once, and never used by us."""
    await stream.send_initial_metadata()


class _Mapping(dict[str, grpclib.const.Handler]):
    """The calls of one connection.

    grpclib's own refusal of an unserved call has no content type, which a Go client doesn't take for "unimplemented";
    newer versions of Terraform do ask for calls that they can do without.
    """

    def get(self, path: str, default: Any = None) -> grpclib.const.Handler:
        """The handler for ``path``; for an unserved call one that says so."""
        found = super().get(path)
        if found is None:
            empty = CLASSES["Empty"]
            return grpclib.const.Handler(_unimplemented, _Cardinality.UNARY_UNARY, empty, empty)
        return found


class ProviderServer(grpclib.server.Server):
    """Serves a provider. ``on_shutdown`` is called, on the event loop, when Terraform asks the process to end.

    With ``one_client`` there is one connection at a time: Terraform opens one to a process that it started, so a second
    one is somebody else's, whatever it proves, and is ended before its first call.
    """

    def __init__(
        self, provider: Provider, on_shutdown: Callable[[], None] | None = None, *, one_client: bool = False
    ) -> None:
        # One codec, and no status details: their codec would import googleapis, if installed, for nothing.
        config = Configuration(http2_connection_window_size=_WINDOW, http2_stream_window_size=_WINDOW)
        super().__init__([], codec=ProtoCodec(), config=config)
        self._provider = provider
        self._on_shutdown = on_shutdown
        self._line = _Line() if one_client else None
        self._sessions: weakref.WeakSet[Session] = weakref.WeakSet()
        self._workers = ThreadPoolExecutor(_WORKERS, thread_name_prefix="call")

    def _protocol_factory(self) -> H2Protocol:
        """Called by asyncio for each connection, so here each connection gets its session."""
        self.__gc_step__()
        session = Session(self._provider)
        self._sessions.add(session)
        handler = grpclib.server.Handler(self._mapping_for(session), self._codec, None, self.__dispatch__)
        self._handlers.add(handler)
        return _SessionProtocol(session, self._line, handler, self._config, self._h2_config)

    def _mapping_for(self, session: Session) -> _Mapping:
        mapping, empty = _Mapping(), CLASSES["Empty"]
        mapping["/plugin.GRPCStdio/StreamStdio"] = grpclib.const.Handler(
            _nothing_to_say, _Cardinality.UNARY_STREAM, empty, empty
        )
        mapping["/plugin.GRPCBroker/StartStream"] = grpclib.const.Handler(
            _nothing_to_say, _Cardinality.STREAM_STREAM, empty, empty
        )
        for path, (request, reply) in RPCS.items():
            handle = self._shutdown if path == SHUTDOWN else self._handler(path, session)
            mapping[path] = grpclib.const.Handler(handle, _Cardinality.UNARY_UNARY, CLASSES[request], CLASSES[reply])
        return mapping

    def _handler(self, path: str, session: Session) -> Callable[[Any], Awaitable[None]]:
        call = CALLS[path]

        async def handle(stream: Any) -> None:
            request = await stream.recv_message()
            try:
                if path in IMMEDIATE:
                    response = call(session, request)
                else:
                    loop = asyncio.get_running_loop()
                    response = await loop.run_in_executor(self._workers, call, session, request)
            except UnknownType as unknown:
                status = grpclib.const.Status.INVALID_ARGUMENT
                raise grpclib.exceptions.GRPCError(status, str(unknown)) from None
            await stream.send_message(response)

        return handle

    async def _shutdown(self, stream: Any) -> None:
        await stream.recv_message()
        await stream.send_message(CLASSES["Empty"]())
        if self._on_shutdown is not None:
            self._on_shutdown()

    def close(self) -> None:
        """Stop listening; calls under way are told to stop."""
        super().close()
        for session in self._sessions:
            session.stop.set()
        self._workers.shutdown(wait=False, cancel_futures=True)


class _Line:
    """Who has the one connection that there may be."""

    holder: _SessionProtocol | None = None


class _SessionProtocol(H2Protocol):
    """A connection that asks its session's calls to stop when Terraform is gone."""

    def __init__(self, session: Session, line: _Line | None, *args: Any) -> None:
        super().__init__(*args)
        self._session = session
        self._line = line

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Called when TLS is agreed on: who has no certificate for it doesn't get here, and takes nobody's place."""
        super().connection_made(transport)
        if self._line is not None:
            if self._line.holder is not None:
                cast(asyncio.Transport, transport).abort()
                return
            self._line.holder = self
        http2 = self.connection._connection
        http2.update_settings({SettingCodes.MAX_CONCURRENT_STREAMS: _STREAMS})
        # In force from now on, not from the client's acknowledgement: a client that doesn't wait for these settings
        # opens as many calls as it likes, and the 101st would end the connection.
        http2.local_settings.acknowledge()
        self.connection.flush()

    def connection_lost(self, error: BaseException | None) -> None:
        if self._line is not None and self._line.holder is self:
            self._line.holder = None
        self._session.stop.set()
        super().connection_lost(error)
