"""All that stands in the tree and is made from something else in it, at once: what follows a change of a schema.

The provider's reference, the constructs' bindings, the organization file's JSON Schema, and the pages of claims and
deviations. A test of each compares it with what it is made from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from workbench.paths import PROJECT, TOOLS

WHOLE_FOLDERS = (Path("docs/provider"), Path("constructs_lib/bindings"))
"""Folders in which every page and module is made: what isn't any more, is of something gone."""


def installed_schemas() -> Mapping[str, Any]:
    """The schemas of this checkout's provider and of hashicorp/aws, as the project's Terraform reads them.

    Raises:
        WorkbenchError: there is no Terraform, or it failed.
    """
    from constructs_lib.bindings_generator.schema import SchemaError, read_schemas
    from constructs_lib.bindings_generator.selection import PROVIDERS
    from workbench.cli_config import write_cli_config
    from workbench.errors import WorkbenchError
    from workbench.terraform_binary import find_or_fetch_terraform
    from workbench.terraform_environment import terraform_environment

    terraform, config = find_or_fetch_terraform(), TOOLS / "terraform.rc"
    environment = terraform_environment(config if config.exists() else write_cli_config(config), {})
    try:
        return read_schemas(str(terraform.path), PROVIDERS.values(), environment)
    except SchemaError as problem:
        raise WorkbenchError(str(problem)) from problem


def generated(schemas: Mapping[str, Any]) -> dict[Path, str]:
    """Each file by its path in the tree, and its text.

    Args:
        schemas: ``provider_schemas`` of ``terraform providers schema -json``.
    """
    from constructs_lib.__main__ import SCHEMA, rendered
    from constructs_lib.bindings_generator.generate import BINDINGS, generate
    from workbench import claims_page, provider_reference

    files = {
        **{provider_reference.PAGES / name: text for name, text in provider_reference.pages()},
        **{BINDINGS / name: text for name, text in generate(schemas).items()},
        SCHEMA: rendered(),
        **claims_page.pages(),
    }
    return {path.relative_to(PROJECT): text for path, text in files.items()}


def write_generated(files: Mapping[Path, str], tree: Path = PROJECT) -> list[str]:
    """Write what differs, remove what is of something gone; returns a line for each."""
    told = []
    for path, text in files.items():
        place = tree / path
        if place.is_file() and place.read_text() == text:
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)
        told.append(f"written: {path}")
    for path in _gone(files, tree):
        (tree / path).unlink()
        told.append(f"removed: {path}")
    return told


def _gone(files: Iterable[Path], tree: Path) -> list[Path]:
    kept = [path for folder in WHOLE_FOLDERS for kind in ("*.md", "*.py") for path in (tree / folder).rglob(kind)]
    return sorted({path.relative_to(tree) for path in kept} - set(files))
