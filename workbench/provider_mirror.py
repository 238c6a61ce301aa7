"""Put our provider where Terraform finds it: a launcher script in a filesystem mirror folder.

The folder layout is Terraform's unpacked one, ``HOST/NAMESPACE/TYPE/VERSION/OS_ARCH/terraform-provider-TYPE_vVERSION``:
https://developer.hashicorp.com/terraform/cli/config/config-file#filesystem_mirror
"""

from __future__ import annotations

import shlex
import shutil
import sys
from importlib.metadata import version
from pathlib import Path

from workbench.paths import TOOLS
from workbench.terraform_binary import platform_name

HOST, NAMESPACE, TYPE = "terraform.local", "govcloud", "govpair"
SOURCE = f"{HOST}/{NAMESPACE}/{TYPE}"


def install_provider(mirror: Path = TOOLS / "plugins", python: Path | None = None) -> Path:
    """Write the launcher below ``mirror`` and return ``mirror``; other versions of ours there are removed.

    The launcher runs this environment's Python with ``-I``: a user's PYTHONPATH and PYTHONDONTWRITEBYTECODE stay out.
    Byte code is written where the modules lie, as usual: a quarter of a start was compiling them anew. Nothing is
    imported from the launcher's folder, whose hash Terraform keeps in its lock file, so nothing is written there.
    """
    interpreter = python or Path(sys.executable)
    release = version("govpair")
    provider = mirror / HOST / NAMESPACE / TYPE
    if provider.exists():
        shutil.rmtree(provider)
    launcher = provider / release / platform_name() / f"terraform-provider-{TYPE}_v{release}"
    launcher.parent.mkdir(parents=True)
    launcher.write_text(f'#!/bin/sh\nexec {shlex.quote(str(interpreter))} -I -m custom_resources.provider "$@"\n')
    launcher.chmod(0o755)
    return mirror
