"""Provider schemas: asking Terraform for them, and reading them into one form for attributes and blocks.

Format: https://developer.hashicorp.com/terraform/cli/commands/providers/schema
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from constructs_lib.required_providers import RequiredProvider


class SchemaError(RuntimeError):
    """Terraform did not give the schemas; the message is what it said."""


@dataclass(frozen=True)
class Field:
    """An attribute or a nested block.

    Attributes:
        type: Terraform's JSON type expression; nested attributes and blocks are ``["object", {name: Field}]``, in
            ``["list", …]`` where they repeat.
        argument: Whether configuration may set it.
        exported: Whether it can be referred to.
    """

    name: str
    type: Any
    description: str
    required: bool = False
    argument: bool = True
    exported: bool = True
    block: bool = False
    sensitive: bool = False


def read_schemas(
    terraform: str, providers: Iterable[RequiredProvider], environment: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """``provider_schemas`` of ``terraform providers schema -json``, by provider address with host.

    Args:
        terraform: The program.
        providers: What to install and ask.
        environment: Environment to run it in; its TF_CLI_CONFIG_FILE says where providers come from. None is ours.

    Raises:
        SchemaError: Terraform failed.
    """
    required = {each.name: {"source": each.source, "version": each.constraint} for each in providers}
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "main.tf.json").write_text(json.dumps({"terraform": {"required_providers": required}}))

        def run(*arguments: str) -> str:
            answer = subprocess.run(
                [terraform, f"-chdir={folder}", *arguments],
                capture_output=True,
                text=True,
                check=False,
                env=None if environment is None else dict(environment),
            )
            if answer.returncode:
                raise SchemaError(answer.stderr or answer.stdout)
            return answer.stdout

        run("init", "-input=false", "-no-color")
        schemas: dict[str, Any] = json.loads(run("providers", "schema", "-json"))["provider_schemas"]
    return schemas


def provider_schema(schemas: Mapping[str, Any], provider: RequiredProvider) -> dict[str, Any]:
    """The schemas of one provider, whatever host its address was completed with."""
    for address, schema in schemas.items():
        if address == provider.source or address.endswith("/" + provider.source):
            return dict(schema)
    raise SchemaError(f"no schema of {provider.source} among: {', '.join(schemas)}")


def fields(block: Mapping[str, Any]) -> list[Field]:
    """Attributes and nested blocks of a block, in order of name; deprecated ones can be read, and no longer be set."""
    found = [_attribute(name, attribute) for name, attribute in block.get("attributes", {}).items()]
    for name, nested in block.get("block_types", {}).items():
        if nested["block"].get("deprecated"):
            continue
        inner = ["object", {each.name: each for each in fields(nested["block"])}]
        found.append(
            Field(name, ["list", inner], _text(nested["block"]), required=bool(nested.get("min_items")), block=True)
        )
    return sorted(found, key=lambda each: each.name)


def _attribute(name: str, attribute: Mapping[str, Any]) -> Field:
    kind = attribute.get("type")
    nested = attribute.get("nested_type")
    if nested is not None:
        inner = ["object", {each: _attribute(each, value) for each, value in nested["attributes"].items()}]
        kind = inner if nested["nesting_mode"] == "single" else [nested["nesting_mode"], inner]
    required = bool(attribute.get("required"))
    return Field(
        name,
        kind,
        _text(attribute),
        required=required,
        argument=required or (bool(attribute.get("optional")) and not attribute.get("deprecated")),
        exported=not attribute.get("write_only"),
        sensitive=bool(attribute.get("sensitive")),
    )


def _text(described: Mapping[str, Any]) -> str:
    return " ".join(str(described.get("description", "")).split())
