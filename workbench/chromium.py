"""A browser for the tests of the report's page: Chromium, found on PATH or installed from Debian's packages."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from workbench.errors import WorkbenchError

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HINT = "install one, with `apt-get install chromium` on Debian and Ubuntu"
_SECONDS = 600


def find_chromium() -> Path | None:
    """Return the browser on PATH, or None."""
    found = next((path for path in map(shutil.which, NAMES) if path), None)
    return Path(found) if found else None


def find_or_install_chromium() -> Path:
    """Return the browser; installed by apt-get where there is none, and we are root.

    Raises:
        WorkbenchError: there is none, and it can't be installed; one line that says why and what helps.
    """
    if (found := find_chromium()) is not None:
        return found
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        raise WorkbenchError(f"No Chromium on PATH, and it can't be installed here without apt-get and root: {HINT}.")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (("update", "-q"), ("install", "-q", "-y", "--no-install-recommends", "chromium")):
        try:
            done = subprocess.run(
                ["apt-get", *command], env=environment, capture_output=True, text=True, timeout=_SECONDS, check=False
            )
        except subprocess.TimeoutExpired:
            raise WorkbenchError(f"`apt-get {command[0]}` took more than {_SECONDS} s: {HINT}.") from None
    if (found := find_chromium()) is None:
        last = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1:]
        raise WorkbenchError(f"`apt-get install chromium` brought no browser ({' '.join(last)}): {HINT}.")
    return found
