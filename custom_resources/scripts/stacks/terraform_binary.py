"""The Terraform (or OpenTofu) to run: the one that `GOVPAIR_TERRAFORM` names, else the one on PATH."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from custom_resources.scripts.stacks.errors import StacksError

VARIABLE = "GOVPAIR_TERRAFORM"
MINIMUM = (1, 8)
"""Provider functions need Terraform 1.8 (https://developer.hashicorp.com/terraform/plugin/framework/functions)."""
_INSTALL = (
    f"Install Terraform 1.8 or later (https://developer.hashicorp.com/terraform/install), or set {VARIABLE} to the "
    "path of one."
)
_SECONDS = 60.0


@dataclass(frozen=True)
class TerraformBinary:
    """A program that runs here, and its version."""

    path: Path
    version: tuple[int, ...]


def find_terraform(environment: Mapping[str, str] = os.environ) -> TerraformBinary:
    """Return the program to run.

    Raises:
        StacksError: there is none, it doesn't run, or it is too old; one line, with the next step.
    """
    named = environment.get(VARIABLE)
    candidates = [named] if named else [shutil.which(name) for name in ("terraform", "tofu")]
    path = next((found for found in candidates if found), None)
    title = "looking for Terraform"
    if path is None:
        raise StacksError(title, "Neither terraform nor tofu is on PATH.", _INSTALL)
    source = f"{VARIABLE} names {path}" if named else f"PATH has {path}"
    version = _version(path, environment)
    if version is None:
        raise StacksError(title, f"{source}, which is no Terraform or OpenTofu that runs here.", _INSTALL)
    if version < MINIMUM:
        have, want = (".".join(map(str, each)) for each in (version, MINIMUM))
        raise StacksError(title, f"{source}, which is version {have}; {want} or later is needed.", _INSTALL)
    return TerraformBinary(Path(path).absolute(), version)


def _version(path: str, environment: Mapping[str, str]) -> tuple[int, ...] | None:
    # A TF_CLI_CONFIG_FILE that isn't there makes Terraform warn before it answers; that is said when it is run.
    quiet = {name: value for name, value in environment.items() if name != "TF_CLI_CONFIG_FILE"}
    try:
        answer = subprocess.run(
            [path, "version"],
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
            env={**quiet, "CHECKPOINT_DISABLE": "1"},
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    match = re.search(r"^(?:Terraform|OpenTofu) v(\d+(?:\.\d+)*)", answer.stdout, re.MULTILINE)
    return tuple(int(part) for part in match[1].split(".")) if match else None
