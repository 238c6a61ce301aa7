"""Where errors point, under real Terraform."""

from __future__ import annotations

import pytest

from tests.plugin import toy
from tests.plugin.conftest import Workspace

pytestmark = pytest.mark.terraform

CASES = {
    "plain attribute": ('label = "LOUD"', 2),
    "single": ('single = { name = "LOUD" }', 2),
    "list": ('list = [{ name = "quiet" },\n    { name = "LOUD" }]', 3),
    "map": ('map = { first = { name = "quiet" },\n    second = { name = "LOUD" } }', 3),
    # A set's elements have no address: the set is pointed at.
    "set": ('set = [{ name = "quiet" },\n    { name = "LOUD" }]', 2),
}


def write(workspace: Workspace, hcl: str) -> None:
    """Beside the header, so that lines count from 1."""
    workspace.write("")
    workspace.write(hcl, "things.tf")


@pytest.mark.parametrize("case", CASES)
def test_a_validators_error_points_at_the_value(workspace: Workspace, world: toy.World, case: str) -> None:
    attribute, line = CASES[case]
    write(workspace, f'resource "toy_thing" "a" {{\n  {attribute}\n  email = "a@example.gov"\n}}\n')
    outcome = workspace.run("validate")
    assert outcome.code == 1
    assert '"LOUD" has capital letters. Use lower case only.' in outcome.flat
    assert f"on things.tf line {line}," in outcome.output, outcome.output
    assert world.calls == []


def test_a_plan_error_points_at_its_attribute(workspace: Workspace) -> None:
    write(workspace, 'resource "toy_thing" "a" {\n  email = "a@example.gov"\n  label = "refused"\n}\n')
    outcome = workspace.run("plan")
    assert outcome.code == 1
    assert "Error: This label is refused" in outcome.output
    assert "on things.tf line 3," in outcome.output


def test_a_warning_is_shown_with_its_line(workspace: Workspace) -> None:
    write(workspace, 'resource "toy_thing" "a" {\n  email = "a@example.gov"\n  label = "warn"\n}\n')
    outcome = workspace.run("plan")
    assert outcome.code == 0
    assert "Warning: A warning label" in outcome.output
    assert "on things.tf line 3," in outcome.output


def test_a_provider_configuration_error_points_into_the_provider_block(workspace: Workspace) -> None:
    write(workspace, 'provider "toy" {\n  fail = true\n}\ndata "toy_lookup" "x" { key = "k" }\n')
    outcome = workspace.run("plan")
    assert outcome.code == 1
    assert "The toy provider refuses to work" in outcome.output
    assert 'on things.tf line 2, in provider "toy":' in outcome.output


def test_a_bad_duration_is_refused_at_validate(workspace: Workspace) -> None:
    write(
        workspace,
        'resource "toy_thing" "a" {\n  email = "a@example.gov"\n  timeouts = {\n    create = "soon"\n  }\n}\n',
    )
    outcome = workspace.run("validate")
    assert outcome.code == 1
    assert '"soon" is not a duration.' in outcome.flat
    assert "on things.tf line 3," in outcome.output
