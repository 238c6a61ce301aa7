"""A directory for a server's socket that only this user can enter."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def socket_directory(parent: str = "") -> Iterator[Path]:
    """A new directory of mode 0700 below ``parent`` (default: the system's temporary directory); removed at the end.

    The socket's address is limited to about 100 bytes by the operating system, so a long temporary directory is
    replaced by ``/tmp``.
    """
    base = parent or tempfile.gettempdir()
    if len(base) > 70 and Path("/tmp").is_dir():
        base = "/tmp"
    directory = Path(tempfile.mkdtemp(prefix="plugin-", dir=base))
    try:
        yield directory
    finally:
        shutil.rmtree(directory, ignore_errors=True)
