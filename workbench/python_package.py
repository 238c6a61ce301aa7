"""`make package`: the sdist of this checkout, and the wheel that pip would build of that sdist.

The checkout's own `build` and `*.egg-info` are left out: setuptools takes what lies there into a package, modules that
are gone among them. Each step is a hook of the backend that pyproject.toml names: https://peps.python.org/pep-0517/
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from workbench.errors import WorkbenchError
from workbench.paths import PROJECT

_NOT_SOURCES = (".*", "__pycache__", "build", "dist", "_build", "cdktf.out", "*.egg-info")


def build_sdist_and_wheel(folder: Path = PROJECT / "dist") -> list[Path]:
    """Build both into ``folder``; returns their paths, the sdist first.

    Raises:
        WorkbenchError: a build failed; with the end of what it said.
    """
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        sdist = build("sdist", copy_sources(work / "checkout"), folder)
        with tarfile.open(sdist) as archive:
            archive.extractall(work, filter="data")
        return [sdist, build("wheel", work / sdist.name.removesuffix(".tar.gz"), folder)]


def copy_sources(folder: Path) -> Path:
    """Copy the checkout without what was made in it; returns ``folder``."""
    shutil.copytree(PROJECT, folder, ignore=shutil.ignore_patterns(*_NOT_SOURCES), symlinks=True)
    return folder


def build(kind: str, source: Path, folder: Path) -> Path:
    """Build a ``sdist`` or ``wheel`` of the project in ``source`` into ``folder``; returns its path.

    Raises:
        WorkbenchError: see :func:`build_sdist_and_wheel`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    code = f"import sys; from setuptools.build_meta import build_{kind} as build; print('\\n' + build(sys.argv[1]))"
    command = [sys.executable, "-c", code, str(folder.absolute())]
    done = subprocess.run(command, cwd=source, capture_output=True, text=True, check=False)
    if done.returncode:
        raise WorkbenchError(f"building the {kind} ended with {done.returncode}: {done.stderr.strip()[-2000:]}")
    return folder / done.stdout.splitlines()[-1]
