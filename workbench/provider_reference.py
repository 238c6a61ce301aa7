"""The provider's reference in docs/provider/, made from its schemas, its functions and the examples.

One page for each thing: its description, `examples/provider/KIND/NAME/main.tf` as it stands, the attributes, and, for
what can be imported, `import.sh` beside it. A test compares the pages with the code.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from custom_resources.plugin import Function, Schema
from custom_resources.plugin.schema import AnyAttribute, NestedAttribute
from custom_resources.plugin.types import Type
from custom_resources.provider.provider import GovpairProvider
from workbench.paths import PROJECT

EXAMPLES = PROJECT / "examples" / "provider"
PAGES = PROJECT / "docs" / "provider"

_KINDS = {
    "resources": ("Resource", GovpairProvider.resources),
    "data-sources": ("Data source", GovpairProvider.data_sources),
    "ephemeral-resources": ("Ephemeral resource", GovpairProvider.ephemeral_resources),
}


def pages() -> Iterator[tuple[str, str]]:
    """Every page: its path below docs/provider, and its text."""
    yield "index.md", _index()
    for folder, (kind, classes) in _KINDS.items():
        for each in classes:
            yield f"{folder}/{each.name}.md", _page(kind, folder, each.name, each.schema)
    for function in GovpairProvider.functions:
        yield f"functions/{function.name}.md", _function_page(function)


def write_reference(folder: Path = PAGES) -> list[Path]:
    """Write every page below ``folder``, remove those of things that are gone; returns the pages written."""
    written = []
    for name, text in pages():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        written.append(path)
    for stale in set(folder.rglob("*.md")) - set(written):
        stale.unlink()
    return written


def _index() -> str:
    lines = ["# Provider `govpair`", "", GovpairProvider.schema.description, ""]
    for folder, (kind, classes) in _KINDS.items():
        lines += [f"## {kind}s", ""] if classes else []
        lines += [
            f"- [`govpair_{each.name}`]({folder}/{each.name}.md): {_first_sentence(each.schema.description)}"
            for each in classes
        ]
        lines += [""] if classes else []
    if GovpairProvider.functions:
        lines += ["## Functions", ""]
        lines += [f"- [`{each.name}`](functions/{each.name}.md): {each.summary}" for each in GovpairProvider.functions]
        lines += [""]
    lines += ["## Provider block", "", *_attributes(GovpairProvider.schema.attributes)]
    return _text(lines)


def _page(kind: str, folder: str, name: str, schema: Schema) -> str:
    lines = [f"# {kind} `govpair_{name}`", "", schema.description, "", *_example(folder, name)]
    lines += _attributes(schema.attributes)
    imported = EXAMPLES / folder / name / "import.sh"
    if imported.exists():
        lines += ["## Import", "", "```sh", imported.read_text().rstrip(), "```"]
    return _text(lines)


def _function_page(function: type[Function]) -> str:
    names = [each.name for each in function.parameters]
    names += [f"{function.variadic.name}..."] if function.variadic else []
    lines = [f"# Function `{function.name}`", "", function.description or function.summary, ""]
    lines += ["```hcl", f"provider::govpair::{function.name}({', '.join(names)})", "```", ""]
    lines += [f"Returns {_type(function.returns)}.", "", *_example("functions", function.name), "## Arguments", ""]
    parameters = [*function.parameters, *([function.variadic] if function.variadic else [])]
    lines += [f"- `{each.name}` ({_type(each.type)}): {each.description}" for each in parameters]
    return _text(lines)


def _example(folder: str, name: str) -> list[str]:
    path = EXAMPLES / folder / name / "main.tf"
    return ["## Example", "", "```hcl", path.read_text().rstrip(), "```", ""]


def _attributes(attributes: Mapping[str, AnyAttribute]) -> list[str]:
    groups = {
        "Required": [name for name, each in attributes.items() if each.required],
        "Optional": [name for name, each in attributes.items() if each.optional],
        "Read-only": [name for name, each in attributes.items() if each.computed and not each.optional],
    }
    lines = []
    for heading, names in groups.items():
        if names:
            lines += [f"## {heading}", "", *(line for name in names for line in _item(name, attributes[name])), ""]
    return lines


def _item(name: str, attribute: AnyAttribute, indent: str = "") -> Iterator[str]:
    marks = [_type_of(attribute)]
    marks += ["sensitive"] if attribute.sensitive else []
    marks += ["write-only"] if attribute.write_only else []
    marks += ["required"] if indent and attribute.required else []
    yield f"{indent}- `{name}` ({', '.join(marks)}): {attribute.description}"
    if isinstance(attribute, NestedAttribute):
        for inner, each in attribute.attributes.items():
            yield from _item(inner, each, indent + "  ")


def _type_of(attribute: AnyAttribute) -> str:
    if not isinstance(attribute, NestedAttribute):
        return _type(attribute.type)
    return "object" if attribute.nesting == "single" else f"{attribute.nesting} of objects"


def _type(kind: Type) -> str:
    notation = kind.notation()
    if isinstance(notation, str):
        return {"bool": "true or false", "dynamic": "any"}.get(notation, notation)
    return f"{notation[0]} of {notation[1]}s" if isinstance(notation[1], str) else str(notation[0])


def _first_sentence(text: str) -> str:
    return text.split(". ")[0].rstrip(".") + "."


def _text(lines: list[str]) -> str:
    made = "<!-- Made by `python -m workbench reference` from the provider's schema. -->"
    return "\n".join([made, *lines]).rstrip() + "\n"
