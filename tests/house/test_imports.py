"""Imports point one way between the rooms, as docs/architecture.md draws them."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from workbench.paths import PROJECT

ROOMS = {
    "main.py": {"constructs_lib"},
    "constructs_lib": {"custom_resources.engine.rules", "custom_resources.engine.trail_rules"},
    "custom_resources/plugin": set(),
    "custom_resources/engine": set(),
    "custom_resources/provider": {"custom_resources.engine", "custom_resources.plugin"},
    "custom_resources/scripts": {
        "custom_resources.engine",
        "partition_simulator",
        "constructs_lib.identifiers",
        "constructs_lib.organization_file",
        "constructs_lib.organization_file_parts",
        "constructs_lib.declarations",
        "constructs_lib.organization_yaml",
        "constructs_lib.policy_types",
    },
    "partition_simulator": set(),
    "reliability": {
        "partition_simulator",
        "workbench",
        "benchmarks.machine",
        "custom_resources.scripts.provider_mirror",
    },
}
"""A room: the other rooms, or single modules, that it may import from."""

OURS = (
    "main",
    "benchmarks",
    "constructs_lib",
    "custom_resources",
    "partition_simulator",
    "reliability",
    "workbench",
    "tests",
)


def modules(room: str) -> list[Path]:
    path = PROJECT / room
    return [path] if path.is_file() else sorted(path.rglob("*.py"))


def imported(path: Path) -> set[str]:
    """Full names of our modules that a file imports, relative imports resolved."""
    package = path.relative_to(PROJECT).parent.parts
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            stem = ".".join(filter(None, (base, node.module)))
            found |= {f"{stem}.{alias.name}" for alias in node.names}
    return {name for name in found if name.split(".")[0] in OURS}


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_the_rooms_below_it(room: str) -> None:
    own = room.removesuffix(".py").replace("/", ".")
    allowed = (own, *ROOMS[room])
    files = modules(room)
    wrong = [
        f"{path.relative_to(PROJECT)} imports {name}"
        for path in files
        for name in imported(path)
        if not any(name == one or name.startswith(one + ".") for one in allowed)
    ]
    assert files
    assert wrong == []


@pytest.mark.parametrize("room", ["custom_resources/plugin", "constructs_lib", "custom_resources/engine"])
def test_nothing_outside_knows_what_a_room_must_not_know(room: str) -> None:
    """The plugin knows no AWS, the constructs need none, the engine knows no Terraform protocol."""
    strangers = {
        "custom_resources/plugin": {"boto3", "botocore"},
        "constructs_lib": {"boto3", "botocore"},
        "custom_resources/engine": {"grpclib", "msgpack", "cdktf", "constructs"},
    }[room]
    wrong = []
    for path in modules(room):
        for node in ast.walk(ast.parse(path.read_text())):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
                names = [node.module]
            wrong += [f"{path.relative_to(PROJECT)}: {name}" for name in names if name.split(".")[0] in strangers]
    assert wrong == []
