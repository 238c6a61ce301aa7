"""Every resource, data source and ephemeral resource has its life on real Terraform, and its properties.

The tests themselves are in `tests/end_to_end` and `tests/provider`; this one fails for what is registered without them.
Functions have a test of their own that names each (`tests/end_to_end/test_functions.py`).
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from custom_resources.plugin import Resource
from custom_resources.provider.provider import GovpairProvider
from workbench.paths import PROJECT

END_TO_END, PROVIDER = PROJECT / "tests" / "end_to_end", PROJECT / "tests" / "provider"
ELSEWHERE = {"account_pair": "hcl_life_cycle"}
RESOURCES = {resource.name: resource for resource in GovpairProvider.resources}
CREATE = UPDATE = [".apply", ".plans_nothing"]
IMPORT, DESTROY = ['"import"', ".plans_nothing"], [".destroy"]


def rows() -> dict[str, tuple[Path, list[str]]]:
    """Each row of the table: the file of its test, and what its whole life takes, in order."""
    found = {}
    for name in RESOURCES:
        steps = [*CREATE, *UPDATE, *IMPORT, *DESTROY]
        found[name] = (END_TO_END / f"test_{ELSEWHERE.get(name, name)}.py", steps)
    for data in GovpairProvider.data_sources:
        found[f"data {data.name}"] = (END_TO_END / f"test_{data.name}_data_source.py", [*CREATE, *UPDATE, *DESTROY])
    for ephemeral in GovpairProvider.ephemeral_resources:
        steps = [*CREATE, *UPDATE, *DESTROY]
        found[f"ephemeral {ephemeral.name}"] = (END_TO_END / f"test_{ephemeral.name}.py", steps)
    return found


ROWS = rows()


@pytest.mark.parametrize("row", ROWS)
def test_a_row_has_its_whole_life_on_real_terraform(row: str) -> None:
    """Create, empty plan, update, empty plan, import (where a thing can be), empty plan, destroy."""
    path, steps = ROWS[row]
    assert path.is_file(), f"{row} has no {path.relative_to(PROJECT)}"
    lives = [
        ast.unparse(item).replace("'", '"')
        for item in ast.parse(path.read_text()).body
        if isinstance(item, ast.FunctionDef) and "whole_life" in item.name
    ]
    assert lives, f"{path.relative_to(PROJECT)} has no test whose name has whole_life in it"
    assert any(_in_order(steps, text) for text in lives), f"no life of {row} takes the steps {steps}"


def _in_order(steps: list[str], text: str) -> bool:
    position = 0
    for step in steps:
        position = text.find(step, position) + 1
        if not position:
            return False
    return True


@pytest.mark.parametrize("name", RESOURCES)
def test_a_resource_is_in_a_state_machine_of_the_property_tests(name: str) -> None:
    files = [*PROVIDER.glob("test_*_properties.py"), *PROVIDER.glob("life_cycle_*.py")]  # the latter: their parts
    machines = "".join(path.read_text() for path in files)
    assert f"govpair_{name}." in machines or f'"{name}"' in machines


@pytest.mark.parametrize("name", RESOURCES)
def test_a_resource_says_what_an_import_takes(name: str) -> None:
    assert RESOURCES[name].import_state is not Resource.import_state, f"{name} answers imports with nothing of its own"
