"""Find Terraform (or OpenTofu), or fetch the official release into the project.

Looked for in this order: ``GOVPAIR_TERRAFORM`` (a path), ``terraform`` and then ``tofu`` on PATH when recent enough,
the copy fetched before, and last HashiCorp's release server. A fetched archive is unpacked only when its SHA-256 is the
one kept in ``terraform_releases.json``.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import urllib.error
import urllib.request
import zipfile
from dataclasses import dataclass
from pathlib import Path

from custom_resources.scripts.provider_mirror import platform_name
from workbench.errors import WorkbenchError
from workbench.paths import TOOLS

MINIMUM = (1, 8)
"""Provider functions need Terraform 1.8 (https://developer.hashicorp.com/terraform/plugin/framework/functions)."""

RELEASES = Path(__file__).with_name("terraform_releases.json")
_DOWNLOAD_SECONDS = 120


@dataclass(frozen=True)
class Terraform:
    """A Terraform or OpenTofu program on this machine."""

    path: Path
    version: tuple[int, ...]


def find_terraform() -> Terraform | None:
    """The program to use, without fetching one; None when there is none that is recent enough.

    Raises:
        WorkbenchError: ``GOVPAIR_TERRAFORM`` is set but names no usable program.
    """
    chosen = os.environ.get("GOVPAIR_TERRAFORM")
    if chosen:
        found = inspect_terraform(Path(chosen))
        if found is None or found.version < MINIMUM:
            raise WorkbenchError(
                f"GOVPAIR_TERRAFORM is {chosen!r}, which is no Terraform or OpenTofu of version "
                f"{_dotted(MINIMUM)} or later: correct it, or unset it to use the one on PATH."
            )
        return found
    on_path = [shutil.which(name) for name in ("terraform", "tofu")]
    for candidate in [*on_path, str(_fetched_path())]:
        found = inspect_terraform(Path(candidate)) if candidate else None
        if found is not None and found.version >= MINIMUM:
            return found
    return None


def find_or_fetch_terraform() -> Terraform:
    """The program to use, fetched into the project when the machine has none.

    Raises:
        WorkbenchError: none is there and none could be fetched; says in one line what is missing and how to get it.
    """
    found = find_terraform()
    if found is None:
        fetch_terraform(_fetched_path())
        found = inspect_terraform(_fetched_path())
    if found is None:
        raise WorkbenchError(
            f"The Terraform fetched to {_fetched_path()} does not run on this machine: install Terraform "
            f">= {_dotted(MINIMUM)} or OpenTofu yourself and put it on PATH."
        )
    return found


def fetch_terraform(target: Path, releases: Path = RELEASES) -> None:
    """Download the release in ``releases`` for this platform, verify its checksum, unpack the program.

    Raises:
        WorkbenchError: no release for this platform, no network, or an archive whose checksum differs.
    """
    table = json.loads(releases.read_text())
    name = platform_name()
    want = f"Terraform >= {_dotted(MINIMUM)} (or OpenTofu) is not on PATH"
    get = "install it from https://developer.hashicorp.com/terraform/install, or set GOVPAIR_TERRAFORM to its path"
    if name not in table["sha256"]:
        raise WorkbenchError(f"{want} and no release with a known checksum exists here for {name}: {get}.")
    url = table["url"].format(version=table["version"], platform=name)
    try:
        with urllib.request.urlopen(url, timeout=_DOWNLOAD_SECONDS) as answer:
            archive = answer.read()
    except (urllib.error.URLError, OSError) as problem:
        reason = getattr(problem, "reason", problem)
        raise WorkbenchError(f"{want} and {url} could not be fetched ({reason}): {get}.") from problem
    digest = hashlib.sha256(archive).hexdigest()
    if digest != table["sha256"][name]:
        raise WorkbenchError(
            f"{url} has SHA-256 {digest}, expected {table['sha256'][name]}; nothing was unpacked. Do not use that "
            f"archive; {get}."
        )
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        program = opened.read("terraform")
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_suffix(".partial")
    partial.write_bytes(program)
    partial.chmod(0o755)
    partial.replace(target)


def _fetched_path() -> Path:
    return TOOLS / "terraform" / "terraform"


def inspect_terraform(path: Path) -> Terraform | None:
    """Ask a program for its version (``terraform version`` prints ``Terraform v1.11.4`` first); else None."""
    if not path.is_file() or not os.access(path, os.X_OK):
        return None
    environment = {**os.environ, "CHECKPOINT_DISABLE": "1"}
    # A user's TF_CLI_CONFIG_FILE may name a file that isn't there: Terraform then warns before it answers.
    environment.pop("TF_CLI_CONFIG_FILE", None)
    try:
        answer = subprocess.run(
            [str(path), "version"], capture_output=True, text=True, timeout=30, check=False, env=environment
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    match = re.search(r"^(?:Terraform|OpenTofu) v(\d+(?:\.\d+)*)", answer.stdout, re.MULTILINE)
    return Terraform(path, tuple(int(part) for part in match[1].split("."))) if match else None


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(str(part) for part in version)
