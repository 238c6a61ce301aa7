"""Everything besides the managed resource's life, under real Terraform: data, functions, ephemeral values, upgrades."""

from __future__ import annotations

import json

import pytest

from tests.plugin import toy
from tests.plugin.conftest import Workspace

pytestmark = pytest.mark.terraform


def test_a_data_source_reads_with_defaults_and_the_provider_configuration(workspace: Workspace) -> None:
    workspace.applied(
        'provider "toy" { owner = "me" }\ndata "toy_lookup" "x" { key = "k" }\n'
        'output "x" { value = jsonencode(data.toy_lookup.x) }\n'
    )
    found = json.loads(workspace.run("output", "-raw", "x").output)
    assert found == {"key": "k", "limit": 5, "found": ["k"] * 5, "owner": "me"}


def test_a_data_source_of_an_unknown_key_waits_for_the_apply(workspace: Workspace) -> None:
    workspace.applied(
        'resource "toy_box" "b" { name = "b" }\ndata "toy_lookup" "x" { key = toy_box.b.id }\n'
        'output "x" { value = data.toy_lookup.x.found[0] }\n'
    )
    assert workspace.run("output", "-raw", "x").output == "box-b"


def test_a_data_source_error_points_at_its_line(workspace: Workspace) -> None:
    outcome = workspace.apply('data "toy_lookup" "x" {\n  key = "missing"\n}\n')
    assert outcome.code == 1
    assert "There is nothing under that key." in outcome.output
    assert '  on main.tf line 8, in data "toy_lookup" "x":' in outcome.output.replace("│", "")


def test_a_function_takes_any_number_of_arguments(workspace: Workspace) -> None:
    workspace.applied('output "f" { value = provider::toy::join("-", "a", "b", "c") }')
    assert workspace.run("output", "-raw", "f").output == "a-b-c"


def test_a_function_error_names_the_argument(workspace: Workspace) -> None:
    outcome = workspace.apply('output "f" { value = provider::toy::join("", "a") }')
    assert outcome.code == 1
    assert 'Invalid value for "separator" parameter: The separator must not be empty.' in outcome.flat


def test_a_function_defect_is_told_without_its_text(workspace: Workspace) -> None:
    outcome = workspace.apply('output "f" { value = provider::toy::join("bug", "a") }')
    assert outcome.code == 1
    assert "This is a defect in the provider" in outcome.flat
    assert "hunter2" not in outcome.output


def test_an_ephemeral_value_is_opened_used_and_closed_and_never_stored(workspace: Workspace, world: toy.World) -> None:
    if workspace.version < (1, 11):
        pytest.skip("ephemeral values into write-only attributes came with Terraform 1.11")
    workspace.applied(
        'ephemeral "toy_pass" "p" { name = "anna" }\n'
        'resource "toy_thing" "a" {\n  email = "a@example.gov"\n  token = ephemeral.toy_pass.p.secret\n}\n'
    )
    assert world.secrets == ["secret-anna"]
    assert world.opened.count("open anna") == world.opened.count("close anna") >= 1
    assert "secret-anna" not in (workspace.directory / "terraform.tfstate").read_text()


def test_a_state_of_an_older_schema_is_upgraded(workspace: Workspace) -> None:
    workspace.applied('resource "toy_thing" "a" { email = "a@example.gov" }')
    path = workspace.directory / "terraform.tfstate"
    state = json.loads(path.read_text())
    instance = state["resources"][0]["instances"][0]
    instance["schema_version"] = 0
    instance["attributes"] = {"identifier": "id-a@example.gov", "email": "a@example.gov"}
    path.write_text(json.dumps(state))
    workspace.assert_no_changes()


def test_a_state_of_a_newer_schema_is_refused(workspace: Workspace) -> None:
    workspace.applied('resource "toy_thing" "a" { email = "a@example.gov" }')
    path = workspace.directory / "terraform.tfstate"
    path.write_text(path.read_text().replace('"schema_version": 1', '"schema_version": 7'))
    outcome = workspace.run("plan")
    assert outcome.code == 1
    # Terraform itself refuses it first, or we do.
    assert "newer" in outcome.flat


def test_a_moved_block_changes_the_type(workspace: Workspace) -> None:
    workspace.applied('resource "toy_box" "b" { name = "b" }')
    workspace.write(
        'resource "toy_thing" "a" { email = "b@example.gov" }\nmoved {\n  from = toy_box.b\n  to = toy_thing.a\n}\n'
    )
    outcome = workspace.run("plan")
    assert "toy_box.b has moved to toy_thing.a" in outcome.flat, outcome.output
    assert "0 to add, 0 to change, 0 to destroy" in outcome.output


def test_a_move_from_elsewhere_is_refused(workspace: Workspace) -> None:
    workspace.applied('resource "toy_thing" "a" { email = "a@example.gov" }')
    workspace.write('resource "toy_box" "b" { name = "b" }\nmoved {\n  from = toy_thing.a\n  to = toy_box.b\n}\n')
    outcome = workspace.run("plan")
    assert outcome.code == 1
    assert "cannot become a box" in outcome.flat


def test_the_schema_is_what_terraform_shows(workspace: Workspace) -> None:
    workspace.write("")
    outcome = workspace.run("providers", "schema", "-json")
    shown = json.loads(outcome.output.replace("-no-color", ""))["provider_schemas"][toy.SOURCE]
    thing = shown["resource_schemas"]["toy_thing"]
    assert thing["version"] == 1
    attributes = thing["block"]["attributes"]
    assert attributes["tags"]["type"] == ["map", "string"]
    assert attributes["set"]["nested_type"]["nesting_mode"] == "set"
    assert attributes["password"]["sensitive"] is True
    assert attributes["email"]["required"] is True
    assert shown["functions"]["join"]["variadic_parameter"]["name"] == "parts"
