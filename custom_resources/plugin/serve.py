"""The entry point of a provider's process."""

from __future__ import annotations

import gc
import os
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from custom_resources.plugin.handshake import HandshakeError, handshake_line, read_invitation
from custom_resources.plugin.provider import Provider

if TYPE_CHECKING:
    from ssl import SSLContext

#: How often to look whether the Terraform that started this process still lives.
PARENT_POLL_SECONDS = 1.0


def serve(make: Callable[[], Provider]) -> int:
    """Serve the provider that ``make`` returns to the Terraform that started this process.

    Terraform is told where to connect before the provider is made, and what serves it is loaded: it takes its time to
    connect, and its first call waits for the rest.

    Returns an exit code only when it couldn't start serving (1). Otherwise the process ends here, by ``os._exit``:
    threads that are still at work must not keep it, since Terraform kills what doesn't leave within two seconds.
    """
    # Nothing that starting up makes is garbage; not looking for any saves a tenth of the start.
    gc.disable()
    parent = os.getppid()
    try:
        invitation = read_invitation(os.environ)
    except HandshakeError as error:
        print(error, file=sys.stderr)  # noqa: T201 - a person started this
        return 1
    # Ctrl-C goes to the whole process group. Terraform handles it and calls StopProvider.
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    from custom_resources.plugin import logs
    from custom_resources.plugin.core_files import no_core_file
    from custom_resources.plugin.socket_directory import socket_directory

    no_core_file()
    logs.set_up(os.environ)
    try:
        with socket_directory(invitation.socket_directory) as directory:
            _serve_in(directory, make, invitation.client_certificate, parent)
    except Exception as error:
        _panic(f"the provider could not start: {type(error).__name__}: {error}")
        return 1
    return 0


def _serve_in(directory: Path, make: Callable[[], Provider], client_certificate: str, parent: int) -> None:
    context, field = None, ""
    if client_certificate:
        from custom_resources.plugin.tls import new_identity, server_context

        identity = new_identity()
        context, field = server_context(identity, client_certificate, directory), identity.handshake_field()
    path = str(directory / "provider.sock")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(path)
        listening.listen()
        _announce(handshake_line(path, field))

        import asyncio

        asyncio.run(_run(directory, make, listening, context, parent))


async def _run(
    directory: Path, make: Callable[[], Provider], listening: socket.socket, context: SSLContext | None, parent: int
) -> None:
    import asyncio

    from custom_resources.plugin.service import ProviderServer

    loop = asyncio.get_running_loop()
    over = asyncio.Event()
    # SIGTERM would skip the removal of the socket.
    loop.add_signal_handler(signal.SIGTERM, over.set)

    def shut_down() -> None:
        # The answer to Shutdown has to get out first; Terraform closes the connection at once after it.
        loop.call_later(0.02, over.set)

    server = ProviderServer(make(), on_shutdown=shut_down, one_client=True)
    await server.start(sock=listening, ssl=context)
    gc.freeze()
    gc.enable()

    while not over.is_set() and os.getppid() == parent:
        try:
            await asyncio.wait_for(over.wait(), PARENT_POLL_SECONDS)
        except asyncio.TimeoutError:  # noqa: UP041 - its own class before Python 3.11
            continue
    # No orderly end of the calls under way: Terraform is done, or gone. The caller removes the directory and leaves.
    import shutil

    shutil.rmtree(directory, ignore_errors=True)
    _leave(0)


def _announce(line: str) -> None:
    """Write the handshake line, then let nothing else ever reach the pipe that Terraform read it from."""
    sys.stdout.flush()
    os.write(1, line.encode())
    os.dup2(2, 1)


def _panic(text: str) -> None:
    """Tell of a failed start. Of a plugin's standard error Terraform shows only what looks like a Go panic."""
    os.write(2, f"panic: {text}\n".encode())


def _leave(code: int) -> NoReturn:
    import logging

    logging.shutdown()
    os._exit(code)
