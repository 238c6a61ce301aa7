"""The version stands in pyproject.toml; a tag has to say the same, and the changelog too.

It isn't made from the tag: between tags that gives versions such as 0.1.1.dev5+g2415540, which Terraform takes for none
in a mirror folder (tried with 1.11.4), and a source without git has no tag to ask.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from workbench.errors import WorkbenchError
from workbench.paths import PROJECT
from workbench.public_api import unreleased

_VERSION = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")


def project_version(folder: Path = PROJECT) -> str:
    """The version in pyproject.toml."""
    return str(tomllib.loads((folder / "pyproject.toml").read_text())["project"]["version"])


def prepare_release(version: str, day: date, folder: Path = PROJECT) -> None:
    """Give what is unreleased this version: in pyproject.toml, and with the day in CHANGELOG.md.

    Raises:
        WorkbenchError: it is no version of three numbers, or not above the present one.
    """
    pyproject, changelog = folder / "pyproject.toml", folder / "CHANGELOG.md"
    present = project_version(folder)
    if not _VERSION.fullmatch(version) or _numbers(version) <= _numbers(present):
        raise WorkbenchError(f"{version!r} is no version above {present}: three numbers, such as 1.2.3.")
    unreleased(changelog.read_text())
    head = f"## Unreleased\n\n## {version} ({day.isoformat()})\n"
    changelog.write_text(changelog.read_text().replace("## Unreleased\n", head, 1))
    pyproject.write_text(pyproject.read_text().replace(f'\nversion = "{present}"\n', f'\nversion = "{version}"\n', 1))


def tag_problems(tags: Iterable[str], version: str, changelog: str) -> Iterator[str]:
    """What is wrong with a commit that has these tags; tags that are of no version don't count."""
    for tag in tags:
        if not re.match(r"v\d", tag):
            continue
        if tag != f"v{version}":
            yield f"the tag {tag} is not the version in pyproject.toml, {version}"
        if not re.search(rf"^## {re.escape(version)} \(\d{{4}}-\d\d-\d\d\)$", changelog, re.MULTILINE):
            yield f"{tag}: CHANGELOG.md has no part `## {version} (DAY)`"
        if unreleased(changelog).strip():
            yield f"{tag}: CHANGELOG.md has unreleased changes"


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
