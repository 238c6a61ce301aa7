from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.bindings.aws_provider import AwsProvider
from constructs_lib.cdk import TerraformStack
from constructs_lib.errors import ConstructError
from constructs_lib.identifiers import identifier
from constructs_lib.organizational_unit_tree import parse_tree, paths
from constructs_lib.organizational_units import OrganizationalUnits
from tests.constructs.conftest import synth

DEEPEST: dict[str, Any] = {"1": {"2": {"3": {"4": {"5": {}}}}}}


@pytest.mark.parametrize(
    "written",
    [
        ["Security", {"Workloads": ["Production", "Test"]}],
        {"Security": {}, "Workloads": {"Production": {}, "Test": {}}},
        {"Security": None, "Workloads": ["Production", {"Test": None}]},
    ],
)
def test_the_three_ways_to_write_a_tree_mean_the_same(written: Any) -> None:
    assert parse_tree(written) == {"Security": {}, "Workloads": {"Production": {}, "Test": {}}}


def test_no_tree_is_an_empty_one() -> None:
    assert parse_tree(None) == {}
    assert parse_tree([]) == {}


def test_paths_have_parents_before_children() -> None:
    assert list(paths(parse_tree({"A": ["B", "C"], "D": None}))) == ["A", "A/B", "A/C", "D"]


def test_five_levels_are_allowed() -> None:
    assert "1/2/3/4/5" in paths(parse_tree(DEEPEST))


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ({"0": DEEPEST}, "'5' would be at level 6"),
        (["A", "A"], "'A' is there twice"),
        (["A", {"A": ["B"]}], "'A' is there twice"),
        (["a/b"], "has a /"),
        ([5], 'write it in quotes, "5"'),
        ([""], "1 to 128"),
        (["x" * 129], "128"),
        ("Security", "is a name, or a name with a tree"),
        ([["Security"]], "is a name, or a name with a tree"),
    ],
)
def test_a_tree_that_aws_would_refuse_is_refused(written: Any, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        parse_tree(written)


def test_one_name_may_stand_below_two_parents() -> None:
    assert list(paths(parse_tree({"A": ["Test"], "B": ["Test"]}))) == ["A", "A/Test", "B", "B/Test"]


def test_every_problem_of_a_tree_is_told_at_once() -> None:
    with pytest.raises(ValueError, match=r"(?s)0: 'a/b'.*1\.W\.1: The organizational unit 'T'"):
        parse_tree(["a/b", {"W": ["T", "T"]}])


def test_children_are_below_their_parents(stack: TerraformStack) -> None:
    AwsProvider(stack, "aws")
    units = OrganizationalUnits(
        stack, "units", parent_id="r-abcd", tree={"Workloads": ["Test"]}, tags={"A": "b"}, logical_id=identifier
    )
    resources = synth(stack)["resource"]["aws_organizations_organizational_unit"]
    child = resources[identifier("Workloads/Test")]
    assert resources["Workloads"]["parent_id"] == "r-abcd"
    assert child["parent_id"] == "${aws_organizations_organizational_unit.Workloads.id}"
    assert (child["name"], child["tags"]) == ("Test", {"A": "b"})
    assert list(units.ids) == ["Workloads", "Workloads/Test"]


def test_a_name_that_looks_like_a_template_stays_text(stack: TerraformStack) -> None:
    AwsProvider(stack, "aws")
    OrganizationalUnits(stack, "units", parent_id="r-abcd", tree=["${x}"])
    (unit,) = synth(stack)["resource"]["aws_organizations_organizational_unit"].values()
    assert unit["name"] == "$${x}"


def test_an_unknown_path_is_refused_with_the_known_ones(stack: TerraformStack) -> None:
    units = OrganizationalUnits(stack, "units", parent_id="r-abcd", tree={"A": ["B"]})
    with pytest.raises(ConstructError, match=r"\[stack/units\] There is no organizational unit 'B'; there are: A, A/B"):
        units.id_of("B")


def test_a_wrong_tree_is_refused_with_the_construct_path(stack: TerraformStack) -> None:
    with pytest.raises(ConstructError, match=r"\[stack/units\] A.1: .*twice"):
        OrganizationalUnits(stack, "units", parent_id="r-abcd", tree={"A": ["B", "B"]})
