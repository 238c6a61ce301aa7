"""The source of one binding module."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Sequence
from typing import Literal

from constructs_lib.bindings_generator.schema import Field
from constructs_lib.bindings_generator.selection import RESERVED
from constructs_lib.bindings_generator.types import NestedClasses, check, pascal

_WIDTH = 116
Kind = Literal["resource", "data", "provider"]
_KINDS = {
    "resource": ("PureResource", "", ""),
    "data": ("PureDataSource", "Data", ""),
    "provider": ("PureProvider", "", "Provider"),
}
"""By kind: the base class, and what the class's name has before and behind the Terraform type."""
_ACCESSORS = {"string": ("str", "string"), "number": ("float", "number"), "bool": ("Any", "boolean")}


def render(
    terraform_type: str, provider: str, described: str, members: Sequence[Field], kind: Kind = "resource"
) -> str:
    """A module with the binding of one resource type, of a data source, or of a provider's configuration.

    Args:
        terraform_type: Such as ``govpair_account_pair``, or ``govpair`` for the provider.
        provider: Name of the constant in required_providers.py.
        described: The schema's description.
        members: Its attributes and blocks.
        kind: Which of the three it is.
    """
    base, prefix, suffix = _KINDS[kind]
    name = prefix + pascal(terraform_type) + suffix
    nested = NestedClasses()
    arguments = [each for each in members if each.argument and each.name != "id"]
    arguments.sort(key=lambda each: (not each.required, each.name))
    signature = [
        f"{python_name(each.name)}: {nested.annotation(each.type, name + pascal(each.name))}"
        + ("" if each.required else " | None = None")
        for each in arguments
    ]
    required = ", ".join(f'"{each.name}"' for each in arguments if each.required)
    extra = ["alias: str | None = None"] if kind == "provider" else _RESOURCE_EXTRA
    title = described or f"{terraform_type} of hashicorp/{provider.lower()}; its schema has no description."
    lines = [
        *_docstring(title, [f"{python_name(each.name)}: {_about(each)}" for each in arguments], 4),
        "",
        f'    TERRAFORM_TYPE: ClassVar[str] = "{terraform_type}"',
        f"    PROVIDER: ClassVar[RequiredProvider] = {provider}",
        "    ARGUMENTS: ClassVar[ObjectOf] = ObjectOf(",
        "        {",
        *(f'            "{each.name}": {check(each.type, each.block)},' for each in arguments),
        "        },",
        f"        frozenset({{{required}}})," if required else "        frozenset(),",
        "    )",
        "",
        "    def __init__(",
        "        self,",
        "        scope: Construct,",
        "        id: str,",
        "        *,",
        *(f"        {each}," for each in [*signature, *extra]),
        "    ) -> None:",
        "        given: dict[str, Any] = {",
        *(f'            "{each.name}": {python_name(each.name)},' for each in arguments),
        "        }",
    ]
    if kind == "provider":
        lines.append("        super().__init__(scope, id, given, alias=alias)")
    else:
        lines += [
            "        super().__init__(",
            "            scope, id, given, logical_id=logical_id, depends_on=depends_on, lifecycle=lifecycle,",
            "            provider=provider,",
            "        )",
        ]
        for each in members:
            if each.exported:
                lines += _property(each, name, nested)
    classes = [*_typed_dicts(nested), *_references(nested), "", "", f"class {name}({base}):", *lines]
    return "\n".join([*_header(terraform_type, provider, base, "\n".join(classes)), *classes, ""])


_RESOURCE_EXTRA = [
    "logical_id: str | None = None",
    "depends_on: Sequence[ITerraformDependable] | None = None",
    "lifecycle: TerraformResourceLifecycle | Mapping[str, Any] | None = None",
    "provider: TerraformProvider | None = None",
]


def python_name(name: str) -> str:
    """The attribute's name in Python: another one where CDKTF's own member has that name."""
    return f"{name}_attribute" if name in RESERVED - {"id"} else name


def _about(each: Field) -> str:
    default = "" if each.required else "Optional."
    secret = " Secret: it is written into the synthesized files; prefer a profile or the environment." * each.sensitive
    return f"{each.description} {default}{secret}".strip() or "Required."


def _property(each: Field, owner: str, nested: NestedClasses) -> list[str]:
    path = each.name
    reference = nested.reference(each.type, f"{owner}{pascal(each.name)}")
    if reference is None:
        result, accessor = _accessor(each.type)
        body = f'return self.get_{accessor}_attribute("{path}")'
        if accessor == "expression":
            body = f'return self.interpolation_for_attribute("{path}")'
    else:
        result = reference
        item = reference.removeprefix("ListReference[").removesuffix("]")
        body = (
            f'return {item}(self, "{path}")' if item == reference else f'return ListReference(self, "{path}", {item})'
        )
    return [
        "",
        "    @property",
        f"    def {python_name(each.name)}(self) -> {result}:",
        *_docstring(f"Reference to the attribute {each.name}. {each.description}".strip(), [], 8),
        f"        {body}",
    ]


def _accessor(type_: object) -> tuple[str, str]:
    """The Python type of a reference to an attribute, and the word in the method of CDKTF that makes it."""
    if isinstance(type_, str):
        return _ACCESSORS[type_]
    if isinstance(type_, list) and type_[1] == "string":
        return ("Mapping[str, str]", "string_map") if type_[0] == "map" else ("list[str]", "list")
    return "Any", "expression"


def _typed_dicts(nested: NestedClasses) -> Iterable[str]:
    for name, members in nested.typed_dicts.items():
        members = [each for each in members if each.argument]
        yield from ("", "", f"class {name}(TypedDict, total=False):")
        yield from _docstring("A nested object.", [f"{each.name}: {_about(each)}" for each in members], 4, "Attributes")
        yield ""
        for each in members:
            annotation = nested.annotation(each.type, name + pascal(each.name))
            yield f"    {each.name}: " + (f"Required[{annotation}]" if each.required else f"{annotation} | None")


def _references(nested: NestedClasses) -> Iterable[str]:
    for name, members in nested.references.items():
        of = name.removesuffix("Reference")
        yield from ("", "", f"class {name}(ObjectReference):", f'    """A reference to a {of}."""')
        for each in members:
            reference = nested.reference(each.type, of + pascal(each.name))
            if each.type == "string":
                result, body = "str", f'self.string("{each.name}")'
            elif reference and reference.startswith("ListReference["):
                result, item = reference, reference.removeprefix("ListReference[").removesuffix("]")
                body = f'ListReference(self._resource, f"{{self._path}}.{each.name}", {item})'
            else:
                continue
            yield from ("", "    @property", f"    def {each.name}(self) -> {result}:")
            yield from _docstring(f"Reference to its attribute {each.name}.", [], 8)
            yield f"        return {body}"


def _header(terraform_type: str, provider: str, base: str, body: str) -> Iterable[str]:
    yield f'"""Binding of {terraform_type}. Generated by `python -m constructs_lib.bindings_generator`: do not edit."""'
    yield ""
    yield "from __future__ import annotations"
    yield ""

    def used(*names: str) -> str:
        words = set(re.findall(r"\w+", body))
        return ", ".join(each for each in names if each in words)

    for module, names in (
        ("collections.abc", ("Mapping", "Sequence")),
        ("typing", ("Any", "ClassVar", "Required", "TypedDict")),
    ):
        if used(*names):
            yield f"from {module} import {used(*names)}"
    yield ""
    cdk = ("Construct", "ITerraformDependable", "TerraformProvider", "TerraformResourceLifecycle")
    yield f"from constructs_lib.cdk import {used(*cdk)}"
    yield f"from constructs_lib.elements import {base}"
    if used("ListReference", "ObjectReference"):
        yield f"from constructs_lib.references import {used('ListReference', 'ObjectReference')}"
    yield f"from constructs_lib.required_providers import {provider}, RequiredProvider"
    types = ("BOOL", "NUMBER", "STRING", "ListOf", "MapOf", "ObjectOf")
    yield f"from constructs_lib.terraform_types import {used(*types)}"


def _docstring(summary: str, entries: Sequence[str], indent: int, section: str = "Args") -> list[str]:
    margin = " " * indent
    # A description may hold a backslash (a pattern) or triple quotes; both would end or change the literal.
    summary, entries = _safe(summary), [_safe(each) for each in entries]
    lines = textwrap.wrap(summary, _WIDTH - indent - 6, break_on_hyphens=False)
    if not entries and len(lines) == 1:
        return [f'{margin}"""{lines[0]}"""']
    text = [f'{margin}"""{lines[0]}', *(margin + each for each in lines[1:])]
    if entries:
        text += ["", f"{margin}{section}:"]
        for each in entries:
            text += textwrap.wrap(
                each,
                _WIDTH,
                initial_indent=margin + "    ",
                subsequent_indent=margin + "        ",
                break_on_hyphens=False,
            )
    return [*text, f'{margin}"""']


def _safe(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"""', "'''").removesuffix('"') + ('\\"' if text.endswith('"') else "")
