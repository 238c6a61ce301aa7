"""One answer for all resources of a stack, and all that CDKTF does with a resource goes on working."""

from __future__ import annotations

import pytest

from constructs_lib import cdk
from constructs_lib.arguments_sheet import ArgumentsSheet
from constructs_lib.bindings.aws_organizations_organization import AwsOrganizationsOrganization as Organization
from constructs_lib.bindings.aws_organizations_organizational_unit import AwsOrganizationsOrganizationalUnit as Unit
from constructs_lib.bindings.aws_provider import AwsProvider
from constructs_lib.cdk import TerraformStack
from constructs_lib.errors import ConstructError
from tests.constructs.conftest import synth

UNIT = "aws_organizations_organizational_unit"


@pytest.fixture
def units(stack: TerraformStack) -> cdk.Construct:
    """A scope in a stack that has a provider."""
    AwsProvider(stack, "aws")
    return cdk.Construct(stack, "units")


def test_an_override_counts_for_more_wherever_the_resource_stands(stack: TerraformStack, units: cdk.Construct) -> None:
    deep, flat = Unit(units, "deep", name="a", parent_id="r-1"), Unit(stack, "flat", name="b", parent_id="r-1")
    for each in (deep, flat):
        each.add_override("name", "another")
        each.add_override("timeouts", {"create": "1m"})
    shown = synth(stack)["resource"][UNIT]
    assert {each["name"] for each in shown.values()} == {"another"}
    assert [each["timeouts"] for each in shown.values()] == [{"create": "1m"}] * 2
    assert {each["parent_id"] for each in shown.values()} == {"r-1"}


def test_an_override_with_nothing_takes_an_argument_away(stack: TerraformStack, units: cdk.Construct) -> None:
    unit = Unit(units, "unit", name="a", parent_id="r-1", tags={"Owner": "a", "Team": "b"}, logical_id="unit")
    for path in ("name", "tags.Owner", "tags.Nothing.below", "nothing.below"):
        unit.add_override(path, None)
    shown = synth(stack)["resource"][UNIT]["unit"]
    assert "name" not in shown
    assert (shown["parent_id"], shown["tags"]["Team"]) == ("r-1", "b")
    assert "Owner" not in shown["tags"]
    assert unit.arguments["name"] == "a"


def test_a_list_is_put_to_that_which_an_override_has(stack: TerraformStack) -> None:
    """As CDKTF merges lists; with its own hook it was the same."""
    AwsProvider(stack, "aws")
    organization = Organization(stack, "organization", enabled_policy_types=["TAG_POLICY"], logical_id="organization")
    organization.add_override("enabled_policy_types", ["SERVICE_CONTROL_POLICY"])
    shown = synth(stack)["resource"]["aws_organizations_organization"]["organization"]
    assert shown["enabled_policy_types"] == ["TAG_POLICY", "SERVICE_CONTROL_POLICY"]


def test_a_resource_that_has_moved_away_leaves_nothing_at_its_place(
    stack: TerraformStack, units: cdk.Construct
) -> None:
    Unit(units, "old", name="a", parent_id="r-1", logical_id="old").move_to_id(f"{UNIT}.new")
    gone, target = (
        Unit(units, "gone", name="b", parent_id="r-1", logical_id="gone"),
        Unit(units, "target", name="b", parent_id="r-1", logical_id="target"),
    )
    target.add_move_target("there")
    gone.move_to("there")
    result = synth(stack)
    assert list(result["resource"][UNIT]) == ["target"]
    assert sorted((each["from"], each["to"]) for each in result["moved"]) == [
        (f"{UNIT}.gone", f"{UNIT}.target"),
        (f"{UNIT}.old", f"{UNIT}.new"),
    ]


def test_a_reference_to_another_stack_is_carried_over(
    app: cdk.App, stack: TerraformStack, units: cdk.Construct
) -> None:
    first = Unit(units, "first", name="a", parent_id="r-1")
    other = TerraformStack(app, "other")
    AwsProvider(other, "aws")
    Unit(other, "second", name="b", parent_id=first.reference("id"))
    app.synth()
    assert "data.terraform_remote_state." in synth(other)["resource"][UNIT]["second"]["parent_id"]


def test_a_logical_id_given_afterwards_is_where_the_arguments_go(stack: TerraformStack, units: cdk.Construct) -> None:
    Unit(units, "unit", name="a", parent_id="r-1").override_logical_id("chosen")
    assert synth(stack)["resource"][UNIT]["chosen"]["name"] == "a"


def test_there_is_one_sheet_for_a_stack(stack: TerraformStack, units: cdk.Construct) -> None:
    assert ArgumentsSheet.of(units) is ArgumentsSheet.of(stack)


def test_another_logical_id_later_moves_the_arguments_along(stack: TerraformStack, units: cdk.Construct) -> None:
    Unit(units, "one", name="a", parent_id="r-1", logical_id="x").override_logical_id("y")
    reset = Unit(stack, "two", name="b", parent_id="r-1", logical_id="z")
    reset.reset_override_logical_id()
    shown = synth(stack)["resource"][UNIT]
    assert {name: each["name"] for name, each in shown.items()} == {"y": "a", "two": "b"}


def test_what_is_removed_from_its_scope_is_not_written(stack: TerraformStack, units: cdk.Construct) -> None:
    Unit(units, "kept", name="a", parent_id="r-1", logical_id="kept")
    Unit(units, "dropped", name="b", parent_id="r-1", logical_id="dropped")
    assert units.node.try_remove_child("dropped")
    assert list(synth(stack)["resource"][UNIT]) == ["kept"]


def test_constructs_called_by_numbers_are_free(stack: TerraformStack, units: cdk.Construct) -> None:
    unit = Unit(cdk.Construct(stack, "0"), "unit", name="a", parent_id="r-1", logical_id="unit")
    unit.add_override("tags", {"Owner": "x"})
    unit.add_override("name", "b")
    assert synth(stack)["resource"][UNIT]["unit"]["name"] == "b"


def test_what_was_refused_and_passed_over_is_no_crash(stack: TerraformStack, units: cdk.Construct) -> None:
    with pytest.raises(ConstructError):
        Unit(units, "wrong", name=1, parent_id="r-1")  # type: ignore[arg-type]
    Unit(units, "right", name="a", parent_id="r-1", logical_id="right")
    assert synth(stack)["resource"][UNIT]["right"]["name"] == "a"
