"""Serving a provider inside the present process, for tests and debuggers."""

from __future__ import annotations

import json
import os
import threading
from contextlib import ExitStack
from types import TracebackType
from typing import Any

from custom_resources.plugin.provider import Provider


class InProcessServer:
    """Serves ``provider`` while the ``with`` block runs, in plaintext, to any number of Terraform runs.

    Terraform connects to it instead of starting a process when the environment variable ``TF_REATTACH_PROVIDERS`` is
    :attr:`reattach`. ``source`` is the provider's source address, such as ``terraform.local/example/toy``. The socket
    stands in a directory that only this user can enter.
    """

    def __init__(self, provider: Provider, source: str) -> None:
        self.provider = provider
        self.source = source
        self._stack = ExitStack()
        self._socket = ""
        self._loop: Any = None
        self._over: Any = None
        self._thread: threading.Thread | None = None
        self._error: BaseException | None = None

    @property
    def socket(self) -> str:
        """The path of the socket that the server listens on."""
        return self._socket

    @property
    def reattach(self) -> str:
        """JSON for the environment variable ``TF_REATTACH_PROVIDERS``."""
        return json.dumps(
            {
                self.source: {
                    "Protocol": "grpc",
                    "ProtocolVersion": 6,
                    "Pid": os.getpid(),
                    # Terraform then leaves the process alone at the end, and asks it for no Shutdown.
                    "Test": True,
                    "Addr": {"Network": "unix", "String": self._socket},
                }
            }
        )

    def __enter__(self) -> InProcessServer:
        from custom_resources.plugin.socket_directory import socket_directory

        self._socket = str(self._stack.enter_context(socket_directory()) / "provider.sock")
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(ready,), name=f"serving {self.source}", daemon=True)
        self._thread.start()
        ready.wait()
        if self._error is not None:
            self._stack.close()
            raise self._error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._over.set)
        assert self._thread is not None
        self._thread.join()
        self._stack.close()

    def _run(self, ready: threading.Event) -> None:
        import asyncio

        try:
            asyncio.run(self._serve(ready))
        except BaseException as error:
            self._error = error
        finally:
            ready.set()

    async def _serve(self, ready: threading.Event) -> None:
        import asyncio

        from custom_resources.plugin.service import ProviderServer

        self._loop, self._over = asyncio.get_running_loop(), asyncio.Event()
        server = ProviderServer(self.provider)
        await server.start(path=self._socket)
        ready.set()
        await self._over.wait()
        server.close()
