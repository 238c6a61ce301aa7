"""`make generated`: what is made from schemas and tables, written at once and told file by file."""

from __future__ import annotations

from pathlib import Path

import pytest

from constructs_lib.bindings_generator.schema import read_schemas
from constructs_lib.bindings_generator.selection import PROVIDERS
from workbench.generated import WHOLE_FOLDERS, generated, write_generated
from workbench.paths import PROJECT
from workbench.terraform_binary import Terraform
from workbench.terraform_environment import terraform_environment

PAGE, MODULE = (folder / name for folder, name in zip(WHOLE_FOLDERS, ("kept.md", "kept.py"), strict=True))


def test_only_what_differs_is_written_and_told(tmp_path: Path) -> None:
    files = {PAGE: "a\n", MODULE: "b\n"}
    assert write_generated(files, tmp_path) == [f"written: {PAGE}", f"written: {MODULE}"]
    assert write_generated(files, tmp_path) == []
    assert write_generated(files | {PAGE: "c\n"}, tmp_path) == [f"written: {PAGE}"]
    assert (tmp_path / PAGE).read_text() == "c\n"


def test_what_is_of_something_gone_is_removed_but_nothing_elsewhere(tmp_path: Path) -> None:
    written_by_hand = tmp_path / "docs" / "own.md"
    write_generated({PAGE: "a\n", MODULE: "b\n"}, tmp_path)
    written_by_hand.write_text("mine\n")
    assert write_generated({PAGE: "a\n"}, tmp_path) == [f"removed: {MODULE}"]
    assert written_by_hand.read_text() == "mine\n"


@pytest.mark.terraform
def test_the_checkout_has_what_the_installed_providers_and_the_tables_say(
    terraform: Terraform, cli_config: Path
) -> None:
    schemas = read_schemas(str(terraform.path), PROVIDERS.values(), terraform_environment(cli_config, {}))
    files = generated(schemas)
    assert {str(path.parent) for path in files} >= {
        "docs",
        "constructs_lib",
        "constructs_lib/bindings",
        "docs/provider",
    }
    kept = {path for folder in WHOLE_FOLDERS for kind in ("*.md", "*.py") for path in (PROJECT / folder).rglob(kind)}
    differing = [str(path) for path, text in files.items() if (PROJECT / path).read_text() != text]
    differing += [str(path) for path in kept if path.relative_to(PROJECT) not in files]
    assert not differing, "run `make generated`, and look at what it changes"
