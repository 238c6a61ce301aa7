from __future__ import annotations

from pathlib import Path

import pytest

from constructs_lib import cdk
from constructs_lib.bindings_generator.__main__ import main
from constructs_lib.bindings_generator.render import Kind, render
from constructs_lib.bindings_generator.schema import SchemaError, fields, provider_schema, read_schemas
from constructs_lib.bindings_generator.selection import PROVIDERS, RESERVED
from constructs_lib.elements import PureDataSource, PureProvider, PureResource
from constructs_lib.required_providers import AWS
from tests.constructs.conftest import Json


def rendered(attributes: Json, block_types: Json | None = None, kind: Kind = "resource") -> str:
    """The binding of a resource type with that schema; compiled, so that what is rendered is Python."""
    block = {"attributes": attributes, "block_types": block_types or {}}
    source = render("aws_thing", "AWS", "A thing.", fields(block), kind)
    compile(source, "binding", "exec")
    return source


def test_required_arguments_come_first_and_optional_ones_may_be_none() -> None:
    source = rendered({"a": {"type": "string", "optional": True}, "z": {"type": "number", "required": True}})
    assert source.index("        z: float,") < source.index("        a: str | None = None,")


def test_a_computed_attribute_is_no_argument_but_a_reference() -> None:
    source = rendered({"arn": {"type": "string", "computed": True}})
    assert "arn: str" not in source
    assert 'return self.get_string_attribute("arn")' in source


def test_a_write_only_attribute_is_an_argument_but_no_reference() -> None:
    source = rendered({"key": {"type": "string", "optional": True, "write_only": True}})
    assert "key: str | None = None," in source
    assert "def key(" not in source


def test_the_id_of_a_resource_cannot_be_given() -> None:
    source = rendered({"id": {"type": "string", "optional": True, "computed": True}})
    assert '"id": id' not in source
    assert "def id(self) -> str:" in source


def test_an_attribute_named_like_a_member_of_cdktf_gets_another_name() -> None:
    source = rendered({"provider": {"type": "string", "optional": True}})
    assert '"provider": provider_attribute,' in source
    assert "def provider_attribute(self)" in source
    assert "def provider(self)" not in source


def test_descriptions_become_docstrings_whatever_is_in_them() -> None:
    described = 'Ends with a quote: "x", has \\d and """ in it. ' + "Long " * 60 + '"'
    source = rendered({"a": {"type": "string", "optional": True, "description": described}})
    assert "Ends with a quote" in source


def test_what_is_deprecated_can_be_read_but_not_set() -> None:
    source = rendered(
        {"old": {"type": "string", "optional": True, "computed": True, "deprecated": True}},
        {"older": {"nesting_mode": "list", "block": {"attributes": {}, "deprecated": True}}},
    )
    assert "old: str" not in source
    assert 'return self.get_string_attribute("old")' in source
    assert "older" not in source


def test_a_data_source_has_a_class_and_a_base_of_its_own() -> None:
    source = rendered({"ready": {"type": "bool", "computed": True}}, kind="data")
    assert "class DataAwsThing(PureDataSource):" in source
    assert "from constructs_lib.elements import PureDataSource" in source


def test_a_secret_says_where_it_would_be_written() -> None:
    source = rendered({"a": {"type": "string", "optional": True, "sensitive": True}})
    assert "Secret: it is written into the synthesized files" in source


def test_nested_attributes_and_blocks_become_typed_dicts() -> None:
    role = {"role_arn": {"type": "string", "required": True}, "name": {"type": "string", "optional": True}}
    source = rendered(
        {"one": {"nested_type": {"attributes": role, "nesting_mode": "list"}, "optional": True}},
        {"two": {"nesting_mode": "list", "block": {"attributes": role}}},
    )
    assert "one: Sequence[AwsThingOne] | None = None," in source
    assert "    role_arn: Required[str]\n" in source
    assert (
        '"two": ListOf(ObjectOf({"name": STRING, "role_arn": STRING}, frozenset({"role_arn"})), block=True),' in source
    )


def test_the_reserved_names_are_those_of_cdktf() -> None:
    """A property that is called like a jsii member overrides it, silently."""
    own = {"ARGUMENTS", "PROVIDER", "TERRAFORM_TYPE"}
    cdk_kinds = (cdk.TerraformResource, cdk.TerraformDataSource, cdk.TerraformProvider)
    for kind in (PureResource, PureDataSource, PureProvider, *cdk_kinds):
        members = {name for name in dir(kind) if not name.startswith(("_", "is_", "get_", "to_hcl", "to_terraform"))}
        assert members - own - {"interpolation_for_attribute"} - RESERVED == set()


def test_a_provider_that_is_not_there_is_named() -> None:
    with pytest.raises(SchemaError, match=r"no schema of hashicorp/aws among: .*/random"):
        provider_schema({"registry.terraform.io/hashicorp/random": {}}, AWS)


def test_a_terraform_that_fails_is_quoted(tmp_path: Path) -> None:
    broken = tmp_path / "terraform"
    broken.write_text("#!/bin/sh\necho no such luck >&2\nexit 1\n")
    broken.chmod(0o755)
    with pytest.raises(SchemaError, match="no such luck"):
        read_schemas(str(broken), PROVIDERS.values())


def test_check_writes_nothing_and_tells_by_its_exit_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    schema = tmp_path / "schema.json"
    schema.write_text('{"provider_schemas": {}}')
    assert main(["--check", "--schema", str(schema)]) == 1
    assert capsys.readouterr().err == "error: no schema of hashicorp/aws among: \n"
