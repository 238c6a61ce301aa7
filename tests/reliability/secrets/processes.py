"""What anybody on the machine may see of processes while they run: their arguments, and what Linux tells of them."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

_EVERY = 0.01


@dataclass
class Seen:
    """What was seen of one session's processes.

    Attributes:
        arguments: their arguments, each once, as in /proc.
        core_limits: by process id, the limit of its core file, as it was last.
        modes: of each folder for sockets that appeared, its mode.
        beside: names of files that stood in such a folder, besides the socket.
    """

    arguments: set[bytes] = field(default_factory=set)
    core_limits: dict[int, str] = field(default_factory=dict)
    modes: set[int] = field(default_factory=set)
    beside: set[str] = field(default_factory=set)

    def look(self, session: int, sockets: Path) -> None:
        """Look once."""
        for folder in Path("/proc").iterdir():
            if not folder.name.isdigit():
                continue
            try:
                # The sixth field; the second is a name in parentheses that may hold anything.
                if int((folder / "stat").read_text().rpartition(")")[2].split()[3]) != session:
                    continue
                self.arguments.add((folder / "cmdline").read_bytes())
                limit = re.search(r"^Max core file size +(\S+)", (folder / "limits").read_text(), re.M)
            except (OSError, IndexError):
                continue  # it is gone
            if limit is not None:
                self.core_limits[int(folder.name)] = limit[1]
        for directory in sockets.glob("plugin-*"):
            try:
                self.modes.add(directory.stat().st_mode & 0o777)
                self.beside |= {each.name for each in directory.iterdir()} - {"provider.sock"}
            except OSError:
                continue


@contextmanager
def watching(seen: Seen, session: int, sockets: Path) -> Iterator[None]:
    """Look again and again while the block runs."""
    over = threading.Event()

    def work() -> None:
        while not over.wait(_EVERY):
            seen.look(session, sockets)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
