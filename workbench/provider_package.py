"""`make provider-package`: the provider as the registry wants it, for this platform, with all that it needs inside.

PyInstaller puts Python, the packages and the program in one folder, which is what the archive unpacks to; a single file
would unpack itself at each of the three starts of a plan. Forms and names:
https://developer.hashicorp.com/terraform/registry/providers/publishing#manually-preparing-a-release
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from importlib.metadata import distribution, packages_distributions, version
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from custom_resources.provider.setting_rules import SERVICES
from custom_resources.scripts.provider_mirror import HOST, NAMESPACE, TYPE, platform_name
from workbench.errors import WorkbenchError
from workbench.paths import PROJECT, TOOLS

PROTOCOL = "6.0"
CREDENTIALS = ("sso", "sso-oidc", "signin")
"""Services that botocore itself calls for the credentials of a profile."""

_EPOCH = (1980, 1, 1, 0, 0, 0)
_START = "from custom_resources.provider.__main__ import main\n\nraise SystemExit(main())\n"


def build_package(folder: Path = PROJECT / "dist" / "provider", work: Path = TOOLS / "provider-package") -> list[Path]:
    """Build archive, manifest and checksums into ``folder``; returns them. Takes a minute.

    Raises:
        WorkbenchError: PyInstaller failed; with the end of what it said.
    """
    release = version("govpair")
    program = _freeze(f"terraform-provider-{TYPE}_v{release}", work)
    _leave_out_other_services(program)
    folder.mkdir(parents=True, exist_ok=True)
    stem = f"terraform-provider-{TYPE}_{release}"
    archive = folder / f"{stem}_{platform_name()}.zip"
    _zip(program, archive)
    manifest = folder / f"{stem}_manifest.json"
    manifest.write_text(json.dumps({"version": 1, "metadata": {"protocol_versions": [PROTOCOL]}}, indent=2) + "\n")
    sums = folder / f"{stem}_SHA256SUMS"
    # Archives of other platforms, built elsewhere and put into the folder, are in it as well.
    listed = sorted([*folder.glob(f"{stem}_*.zip"), manifest])
    sums.write_text("".join(f"{hashlib.sha256(each.read_bytes()).hexdigest()}  {each.name}\n" for each in listed))
    return [archive, manifest, sums]


def lay_out_mirror(folder: Path, mirror: Path) -> Path:
    """Copy the archives in ``folder`` to where a filesystem mirror has them packed; returns that folder.

    https://developer.hashicorp.com/terraform/cli/config/config-file#filesystem_mirror
    """
    place = mirror / HOST / NAMESPACE / TYPE
    place.mkdir(parents=True, exist_ok=True)
    for archive in folder.glob(f"terraform-provider-{TYPE}_{version('govpair')}_*.zip"):
        shutil.copy2(archive, place)
    return place


def _freeze(name: str, work: Path) -> Path:
    """The folder of the program, made anew."""
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    (work / "start.py").write_text(_START)
    command = [sys.executable, "-m", "PyInstaller", "--onedir", "--noconfirm", "--log-level", "ERROR", "--name", name]
    # Loose byte code starts faster than PyInstaller's archive of it: nothing is unpacked.
    command += ["--debug", "noarchive", "--strip", "--paths", str(PROJECT), "--contents-directory", "lib"]
    command += ["--distpath", str(work / "dist"), "--workpath", str(work / "build"), "--specpath", str(work)]
    for package in ("engine", "plugin", "provider"):
        command += ["--collect-submodules", f"custom_resources.{package}"]
    command += ["--collect-data", "custom_resources.engine", "--copy-metadata", "govpair"]
    command += [f"--exclude-module={module}" for module in _not_needed()]
    done = subprocess.run([*command, str(work / "start.py")], capture_output=True, text=True, check=False)
    if done.returncode:
        raise WorkbenchError(f"PyInstaller ended with {done.returncode}: {done.stderr.strip()[-2000:]}")
    return work / "dist" / name


def _not_needed() -> list[str]:
    """Modules of what is installed here but isn't needed by govpair without extras: the tools of a checkout."""
    needed = set(_closure("govpair"))
    return sorted(
        module
        for module, names in packages_distributions().items()
        if not any(canonicalize_name(each) in needed for each in names)
    )


def _closure(name: str) -> Iterator[str]:
    waiting, seen = [name], set()
    while waiting:
        one = canonicalize_name(waiting.pop())
        if one in seen:
            continue
        seen.add(one)
        yield one
        for line in distribution(one).requires or ():
            requirement = Requirement(line)
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                waiting.append(requirement.name)


def _leave_out_other_services(program: Path) -> None:
    """Remove the models of the services that aren't called: most of the size of botocore."""
    for service in (program / "lib" / "botocore" / "data").iterdir():
        if service.is_dir() and service.name not in (*SERVICES, *CREDENTIALS):
            shutil.rmtree(service)


def _zip(program: Path, archive: Path) -> None:
    """Pack the folder's contents in the order of names, without times: the same program gives the same archive."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for path in sorted(program.rglob("*")):
            if path.is_file():
                entry = zipfile.ZipInfo(str(path.relative_to(program)), _EPOCH)
                entry.external_attr = (path.stat().st_mode & 0xFFFF) << 16
                entry.compress_type = zipfile.ZIP_DEFLATED
                packed.writestr(entry, path.read_bytes())
