"""`govpair version`: what is installed."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed

from custom_resources.scripts.answer import Answer, give
from custom_resources.scripts.output_options import OutputOptions
from custom_resources.scripts.texts import facts

EXAMPLES = ("govpair version --json",)
PACKAGES = ("govpair", "botocore", "typer", "rich", "moto")


def version(output: OutputOptions) -> int:
    """Show the versions of govpair and of what it stands on."""
    versions = {"python": platform.python_version(), **{name: _installed(name) for name in PACKAGES}}
    text = facts((name, number or "not installed") for name, number in sorted(versions.items()))
    return give("version", Answer({"versions": versions}, text), as_json=output.as_json)


def _installed(package: str) -> str | None:
    try:
        return installed(package)
    except PackageNotFoundError:
        return None
