"""The examples use what Terraform and OpenTofu both have. OpenTofu itself isn't run here."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from custom_resources.scripts.provider_mirror import SOURCE
from workbench.paths import PROJECT

EXAMPLES = sorted((PROJECT / "examples").rglob("*.tf"))
BLOCKS = {
    "terraform",
    "provider",
    "resource",
    "data",
    "variable",
    "output",
    "locals",
    "module",
    "import",
    "moved",
    "check",
}
"""Top-level blocks of Terraform 1.8 and OpenTofu 1.8. `removed` has another form in each."""

LATER = {"ephemeral"}
"""Those of Terraform 1.10 and OpenTofu 1.11."""

SETTINGS = {"required_providers", "required_version"}
FUNCTIONS = {"coalesce", "join", "jsonencode", "toset"}
"""Functions that both have; a new one is looked up in both languages' documentation before it is added."""

TYPES = {"map", "object", "optional"}
"""Type constructors that both have: https://developer.hashicorp.com/terraform/language/expressions/type-constraints and
https://opentofu.org/docs/language/expressions/type-constraints/."""

SOURCES = {SOURCE, "hashicorp/aws"}
"""A host of our own, which both take; and one without a host, which each looks up in its own registry."""


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: str(path.relative_to(PROJECT)))
def test_an_example_has_nothing_that_only_one_of_them_has(path: Path) -> None:
    text = re.sub(r"#[^\n]*", "", path.read_text())
    blocks = set(re.findall(r"^(\w+)(?: \"[^\"]*\")* \{", text, re.MULTILINE))
    assert blocks <= BLOCKS | LATER
    assert bool(blocks & LATER) == ("required_version" in text)
    (terraform,) = re.findall(r"^terraform \{\n(.*?)^\}", text, re.MULTILINE | re.DOTALL)
    assert set(re.findall(r"^  (\w+)", terraform, re.MULTILINE)) <= SETTINGS
    assert set(re.findall(r"source\s*=\s*\"([^\"]+)\"", terraform)) <= SOURCES
    assert set(re.findall(r"provider::(\w+)::", text)) <= {"govpair"}
    assert set(re.findall(r"(?<!::)\b([a-z]\w*)\(", re.sub(r"\"[^\"$]*\"", '""', text))) <= FUNCTIONS | TYPES
