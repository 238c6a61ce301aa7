"""The provider where Terraform finds it: a launcher script in a filesystem mirror folder.

The folder layout is Terraform's unpacked one, ``HOST/NAMESPACE/TYPE/VERSION/OS_ARCH/terraform-provider-TYPE_vVERSION``:
https://developer.hashicorp.com/terraform/cli/config/config-file#filesystem_mirror
"""

from __future__ import annotations

import os
import platform
import shlex
import sys
from importlib.metadata import version
from pathlib import Path

HOST, NAMESPACE, TYPE = "terraform.local", "govcloud", "govpair"
SOURCE = f"{HOST}/{NAMESPACE}/{TYPE}"
"""What `required_providers` names. The host is no server: Terraform looks for it in mirror folders only."""


def platform_name() -> str:
    """This machine in Terraform's words, such as ``linux_amd64``."""
    machine = platform.machine().lower()
    architecture = {"x86_64": "amd64", "aarch64": "arm64", "armv7l": "arm"}.get(machine, machine)
    return f"{platform.system().lower()}_{architecture}"


def implied_mirror() -> Path:
    """The folder of the user's that Terraform searches without any configuration.

    https://developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories
    """
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA", Path.home())) / "terraform.d" / "plugins"
    return Path.home() / ".terraform.d" / "plugins"


def install_provider(mirror: Path, python: Path | None = None) -> Path:
    """Write the launcher below ``mirror``, in the place of one of this version that is there; returns its path.

    It runs ``python`` (this environment's by default) with ``-I``: a user's PYTHONPATH and PYTHONDONTWRITEBYTECODE stay
    out. Byte code is written where the modules lie, as usual: a quarter of a start was compiling them anew. Nothing is
    imported from the launcher's folder, whose hash Terraform keeps in its lock file, so nothing is written there.
    """
    interpreter = python or Path(sys.executable)
    release = version("govpair")
    launcher = mirror / SOURCE / release / platform_name() / f"terraform-provider-{TYPE}_v{release}"
    launcher.parent.mkdir(parents=True, exist_ok=True)
    # A whole file in one step: Terraform may be starting the one that is there.
    unfinished = launcher.parent.parent / f".{launcher.name}.{os.getpid()}"
    unfinished.write_text(f'#!/bin/sh\nexec {shlex.quote(str(interpreter))} -I -m custom_resources.provider "$@"\n')
    unfinished.chmod(0o755)
    unfinished.replace(launcher)
    return launcher
