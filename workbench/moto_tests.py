"""moto's own tests, out of its source distribution: fetched once, by pip from whatever index pip is set up for."""

from __future__ import annotations

import contextlib
import importlib.metadata
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from workbench.errors import WorkbenchError
from workbench.paths import TOOLS

_DOWNLOAD_SECONDS = 120


def moto_source() -> Path:
    """The folder of the installed moto's source distribution, which holds ``tests/``; WorkbenchError without one.

    A wheel has no tests. The folder is kept in ``.tools`` by version.
    """
    version = importlib.metadata.version("moto")
    target = TOOLS / f"moto-{version}"
    if not target.is_dir():
        TOOLS.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=TOOLS) as folder:
            _unpack(_download(f"moto=={version}", Path(folder)), Path(folder))
            unpacked = Path(folder) / f"moto-{version}"
            if not (unpacked / "tests").is_dir():
                raise WorkbenchError(f"the source distribution of moto {version} holds no tests")
            with contextlib.suppress(OSError):  # another run was faster
                unpacked.rename(target)
    return target


def _download(requirement: str, folder: Path) -> Path:
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--no-binary", ":all:", "--no-build-isolation"]
    options = ["--disable-pip-version-check", "--quiet", "--dest", str(folder), requirement]
    try:
        done = subprocess.run(
            [*command, *options], capture_output=True, text=True, timeout=_DOWNLOAD_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as late:
        raise WorkbenchError(f"pip could not download {requirement} within {_DOWNLOAD_SECONDS} s") from late
    found = list(folder.glob("*.tar.gz"))
    if done.returncode != 0 or len(found) != 1:
        raise WorkbenchError(f"pip could not download the source of {requirement}: {done.stderr.strip()[-300:]}")
    return found[0]


def _unpack(archive: Path, folder: Path) -> None:
    with tarfile.open(archive) as opened:
        opened.extractall(folder, filter="data")
