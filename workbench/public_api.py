"""What others build on: the provider's schema, the constructs' names, the organization file's keys, the command line.

One line for each thing, its name first, so that a review sees each change. `tests/house/public_api.txt` keeps the
lines of the last release; a test wants each name that differs from it in the changelog.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator, Mapping
from typing import Any

from workbench.paths import PROJECT

SNAPSHOT = PROJECT / "tests" / "house" / "public_api.txt"
CHANGELOG = PROJECT / "CHANGELOG.md"


def public_api() -> list[str]:
    """Every line, sorted."""
    return sorted({*_provider(), *_constructs(), *_organization_file(), *_commands()})


def name_of(line: str) -> str:
    """The name that a line is about, as the changelog has it."""
    return line.split(" ", 1)[0]


def changed_names(before: list[str], now: list[str]) -> list[str]:
    """The names of what was added, removed or changed, each once."""
    return sorted({name_of(line) for line in set(before) ^ set(now)})


def unreleased(changelog: str) -> str:
    """The changelog's part before the last release.

    Raises:
        ValueError: it has none.
    """
    head = "## Unreleased\n"
    if head not in changelog:
        raise ValueError("CHANGELOG.md has no part `## Unreleased`: changes stand there until a release.")
    return changelog.split(head, 1)[1].split("\n## ", 1)[0]


def _provider() -> Iterator[str]:
    from custom_resources.plugin.schema import AnyAttribute, NestedAttribute
    from custom_resources.provider.provider import GovpairProvider

    def walk(path: str, attributes: Mapping[str, AnyAttribute]) -> Iterator[str]:
        for name, each in attributes.items():
            kind = f"nested {each.nesting}" if isinstance(each, NestedAttribute) else str(each.type.notation())
            flags = [flag for flag in ("required", "optional", "computed", "sensitive") if getattr(each, flag)]
            default = "" if each.default is None else f" = {each.default!r}"
            yield f"{path}.{name} {kind}, {', '.join(flags)}{default}"
            if isinstance(each, NestedAttribute):
                yield from walk(f"{path}.{name}", each.attributes)

    provider = GovpairProvider
    yield from walk("provider", provider.schema.attributes)
    for prefix, classes in (
        ("", provider.resources),
        ("data.", provider.data_sources),
        ("ephemeral.", provider.ephemeral_resources),
    ):
        for thing in classes:
            yield f"{prefix}govpair_{thing.name} version {thing.schema.version}"
            yield from walk(f"{prefix}govpair_{thing.name}", thing.schema.attributes)
    for function in provider.functions:
        parameters = ", ".join(f"{each.name}: {each.type.notation()}" for each in function.parameters)
        yield f"provider::govpair::{function.name} ({parameters}) -> {function.returns.notation()}"


def _constructs() -> Iterator[str]:
    import constructs_lib

    for name in constructs_lib.__all__:
        thing = getattr(constructs_lib, name)
        maker: Any = getattr(thing, "__init__") if isinstance(thing, type) else thing  # noqa: B009
        for parameter in list(inspect.signature(maker).parameters.values())[isinstance(thing, type) :]:
            yield f"{name}({parameter.name}) {_declared(parameter)}"
        if not isinstance(thing, type):
            yield f"{name} function"
            continue
        yield f"{name} class"
        ours = [base for base in thing.__mro__ if base.__module__.startswith("constructs_lib.")]
        cdk_s = {member for base in thing.__mro__ if base not in ours for member in vars(base)}
        for member, value in ((key, value) for base in ours for key, value in vars(base).items()):
            if (
                not member.startswith("_")
                and member not in cdk_s
                and (callable(value) or isinstance(value, property | classmethod))
            ):
                yield f"{name}.{member} {type(value).__name__}"


def _declared(parameter: inspect.Parameter) -> str:
    kind = {"KEYWORD_ONLY": "keyword ", "VAR_KEYWORD": "keywords "}.get(parameter.kind.name, "")
    optional = "" if parameter.default is parameter.empty else ", may be left out"
    return f"{kind}{parameter.annotation}{optional}"


def _organization_file() -> Iterator[str]:
    schema: dict[str, Any] = json.loads((PROJECT / "constructs_lib" / "organization.schema.json").read_text())
    for part, body in schema["$defs"].items():
        for key, value in body.get("properties", {}).items():
            bare = {name: inner for name, inner in value.items() if name not in ("description", "title", "examples")}
            needed = "required" if key in body.get("required", ()) else "optional"
            yield f"{part}:{key} {needed} {json.dumps(bare, sort_keys=True)}"


def _commands() -> Iterator[str]:
    import typer.main

    from custom_resources.scripts.cli import build

    group: Any = typer.main.get_command(build())
    for name, command in group.commands.items():
        yield f"govpair-{name} command"
        for option in command.params:
            yield f"govpair-{name}:{option.opts[0]} {'required' if option.required else 'optional'}"
