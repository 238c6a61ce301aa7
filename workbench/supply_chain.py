"""What govpair is made of: an SBOM of the locked packages, their licences, and their known vulnerabilities."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name

from workbench.errors import WorkbenchError
from workbench.marked_part import write_part
from workbench.paths import PROJECT

SBOM = PROJECT / "dist" / "govpair.cdx.json"
PAGE = PROJECT / "docs" / "supply-chain.md"
BEGIN, END = "<!-- written by `python -m workbench licences` -->\n", "<!-- end -->\n"

UNTOLD: Mapping[str, str] = {"protobuf": "BSD-3-Clause"}
"""Licences of packages whose metadata names none, from the LICENSE file in the wheel."""


def locked() -> Mapping[str, Any]:
    """Return the packages that users get: what Pipfile.lock has by default, by normalized name."""
    lock = json.loads((PROJECT / "Pipfile.lock").read_text(encoding="utf-8"))
    return {canonicalize_name(name): entry for name, entry in lock["default"].items()}


def components(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return those of them that an SBOM of this environment has."""
    wanted = locked()
    return [each for each in document["components"] if canonicalize_name(each["name"]) in wanted]


def write_sbom() -> Path:
    """Write the SBOM (CycloneDX 1.6, JSON) of what users get on this platform, always the same for a lock file."""
    document, wanted = _document(), locked()
    kept = components(document)
    for each in kept:
        hashes = wanted[canonicalize_name(each["name"])]["hashes"]
        each.setdefault("properties", []).extend({"name": "govpair:locked_hash", "value": one} for one in hashes)
    known = {each["bom-ref"] for each in kept} | {document["metadata"]["component"]["bom-ref"]}
    document["components"] = kept
    document["dependencies"] = [
        {"ref": each["ref"], "dependsOn": [one for one in each.get("dependsOn", ()) if one in known]}
        for each in document["dependencies"]
        if each["ref"] in known
    ]
    SBOM.parent.mkdir(exist_ok=True)
    SBOM.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    return SBOM


def licences() -> dict[str, str]:
    """Return the licence of each package that users get, by name: SPDX where it says so, else its classifier."""
    return {
        each["name"]: _licence(each) for each in sorted(components(_document()), key=lambda one: one["name"].casefold())
    }


def write_licences() -> Path:
    """Write their table into docs/supply-chain.md."""
    write_part(PAGE, BEGIN, END, licence_table())
    return PAGE


def licence_table() -> str:
    """Return it as Markdown."""
    rows = "".join(f"| `{name}` | {licence} |\n" for name, licence in licences().items())
    return f"| package | licence |\n|---|---|\n{rows}"


def audit() -> list[str]:
    """Ask PyPI about each locked version; return a sentence for each known vulnerability.

    Raises:
        WorkbenchError: Of some package it doesn't tell, as where there is no way to it.
    """
    lines = [
        f"{name}{entry['version']} " + " ".join(f"--hash={one}" for one in entry["hashes"])
        for name, entry in locked().items()
    ]
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as requirements:
        requirements.write("\n".join(lines))
        requirements.flush()
        done = _run(
            *("pip-audit", "--requirement", requirements.name, "--disable-pip", "--timeout", "10"),
            *("--format", "json", "--progress-spinner", "off"),
        )
    try:
        found = json.loads(done.stdout)["dependencies"]
    except ValueError:
        said = done.stderr.strip().splitlines()
        raise WorkbenchError(f"PyPI can't be asked for vulnerabilities: {said[-1] if said else 'no answer'}") from None
    # pip-audit passes over what it isn't told, and calls that no vulnerability.
    untold = [each["skip_reason"] for each in found if "skip_reason" in each]
    if untold:
        raise WorkbenchError(f"PyPI tells nothing of {len(untold)} of {len(found)} packages, such as: {untold[0]}")
    return [
        f"{each['name']} {each['version']}: {one['id']}; mended in {', '.join(one['fix_versions']) or 'no version yet'}"
        for each in found
        for one in each["vulns"]
    ]


def _document() -> dict[str, Any]:
    command = ["cyclonedx-py", "environment", "--of", "JSON", "--output-reproducible"]
    done = _run(*command, "--pyproject", str(PROJECT / "pyproject.toml"), sys.executable)
    if done.returncode:
        raise WorkbenchError(f"no SBOM can be made: {done.stderr.strip()}")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _licence(component: Mapping[str, Any]) -> str:
    told = [
        each.get("expression") or each["license"].get("id") or each["license"]["name"].removeprefix("License :: ")
        for each in component.get("licenses", ())
    ]
    of_spdx = [each for each in told if "::" not in each and each != "OSI Approved"]
    return " AND ".join((of_spdx or told)[:1]) or UNTOLD.get(component["name"], "")


def _run(command: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    tool = Path(sys.executable).parent / command
    return subprocess.run([str(tool), *arguments], capture_output=True, text=True, check=False, timeout=600)
