"""The peer of our bindings: the prebuilt ones for hashicorp/aws 5.100.0, in an environment of their own, once."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from workbench.paths import TOOLS

REQUIREMENTS = ("cdktf==0.21.0", "cdktf-cdktf-provider-aws==20.1.0")
"""20.1.0 was generated from 5.100.0."""

_ENVIRONMENT = TOOLS / "aws-bindings"
_INSTALL_SECONDS = 900


def find_or_install() -> Path:
    """The Python that has them; subprocess.CalledProcessError when they can't be installed."""
    python = _ENVIRONMENT / "bin" / "python"
    ready = _ENVIRONMENT / "ready.txt"
    if not ready.exists() or ready.read_text() != repr(REQUIREMENTS):
        shutil.rmtree(_ENVIRONMENT, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", str(_ENVIRONMENT)], check=True)
        pip = (str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
        subprocess.run([*pip, *REQUIREMENTS], check=True, timeout=_INSTALL_SECONDS)
        ready.write_text(repr(REQUIREMENTS))
    return python
