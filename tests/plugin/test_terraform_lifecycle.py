"""The life of a managed resource under real Terraform."""

from __future__ import annotations

import pytest

from tests.plugin import toy
from tests.plugin.conftest import Workspace

pytestmark = pytest.mark.terraform

FULL = """
resource "toy_thing" "a" {
  email    = "a@example.gov"
  label    = "first"
  number   = 0.1
  tags     = { Team = "red", "with.dot" = "x" }
  words    = ["one", "two"]
  letters  = ["b", "a"]
  anything = { a = [1, "x", null, 12345678901234567890123] }
  password = "opensesame"
  single   = { name = "one" }
  list     = [{ name = "l0" }, { name = "l1", size = 3 }]
  set      = [{ name = "s0" }, { name = "s1", size = 2.5 }]
  map      = { k = { name = "m0" } }
  timeouts = { create = "90s" }
}
"""

SMALL = 'resource "toy_thing" "a" {\n  email = "a@example.gov"\n  %s\n}\n'


def test_a_created_thing_has_no_further_changes(workspace: Workspace) -> None:
    workspace.applied(FULL)
    workspace.assert_no_changes()
    stored = workspace.attributes("toy_thing.a")
    assert stored["number"] == 0.1
    assert stored["single"] == {"name": "one", "size": 1, "serial": "serial-one"}
    assert [item["size"] for item in stored["list"]] == [1, 3]
    assert sorted(item["size"] for item in stored["set"]) == [1, 2.5]
    assert stored["map"] == {"k": {"name": "m0", "size": 1, "serial": "serial-m0"}}
    assert stored["anything"]["type"] == ["object", {"a": ["tuple", ["number", "string", "dynamic", "number"]]}]
    assert stored["place"] == "here"


def test_an_update_keeps_computed_values_except_the_volatile_ones(workspace: Workspace) -> None:
    workspace.applied(FULL)
    workspace.write(FULL.replace('"first"', '"second"'))
    plan = workspace.run("plan")
    assert "0 to add, 1 to change, 0 to destroy" in plan.output
    assert "revision = 1 -> (known after apply)" in plan.flat
    assert "serial" not in plan.output
    workspace.applied()
    assert workspace.attributes("toy_thing.a")["revision"] == 2
    workspace.assert_no_changes()


def test_changing_one_nested_object_leaves_the_others_alone(workspace: Workspace) -> None:
    workspace.applied(FULL)
    plan_hcl = FULL.replace('{ name = "s1", size = 2.5 }', '{ name = "s1", size = 4 }').replace(
        'k = { name = "m0" }', 'k = { name = "m0" }, l = { name = "m1" }'
    )
    workspace.applied(plan_hcl)
    workspace.assert_no_changes()
    stored = workspace.attributes("toy_thing.a")
    assert sorted(item["size"] for item in stored["set"]) == [1, 4]
    assert stored["map"]["l"]["serial"] == "serial-m1"


def test_unknown_values_from_another_resource_are_resolved_at_apply(workspace: Workspace) -> None:
    workspace.applied(
        """
        resource "toy_box" "b" { name = "box" }
        resource "toy_thing" "a" {
          email = "a@example.gov"
          label = toy_box.b.id
          tags  = { box = toy_box.b.id }
          words = [toy_box.b.id, "other"]
          single = { name = toy_box.b.id }
          list = [for i in [toy_box.b.id] : { name = i }]
        }
        """
    )
    stored = workspace.attributes("toy_thing.a")
    assert stored["label"] == "box-box"
    assert stored["single"]["serial"] == "serial-box-box"
    workspace.assert_no_changes()


def test_a_destroy_warns_and_forgets(workspace: Workspace, world: toy.World) -> None:
    workspace.applied(FULL)
    outcome = workspace.run("destroy", "-auto-approve")
    assert outcome.code == 0, outcome.output
    assert "Warning: a@example.gov will be forgotten" in outcome.output
    assert world.calls[-1] == "delete id-a@example.gov"
    assert workspace.state() == {}


def test_a_destroy_can_be_refused_at_plan(workspace: Workspace, world: toy.World) -> None:
    workspace.applied(SMALL % 'behaviour = "keep"')
    outcome = workspace.run("destroy", "-auto-approve")
    assert outcome.code == 1
    assert "This thing stays" in outcome.output
    assert "delete id-a@example.gov" not in world.calls


def test_a_failed_create_without_a_saved_state_leaves_nothing(workspace: Workspace) -> None:
    outcome = workspace.apply(SMALL % 'behaviour = "fail"')
    assert outcome.code == 1
    assert "Creation failed" in outcome.output
    assert workspace.state() == {}


def test_a_failed_create_with_a_saved_state_is_tainted(workspace: Workspace) -> None:
    assert workspace.apply(SMALL % 'behaviour = "save"').code == 1
    instance = workspace.state()["toy_thing.a"]
    assert instance["status"] == "tainted"
    assert instance["attributes"]["label"] == "half-done"


def test_a_failed_update_keeps_the_prior_state_untainted(workspace: Workspace) -> None:
    workspace.applied(SMALL % 'label = "before"')
    assert workspace.apply(SMALL % 'label = "after"\nbehaviour = "fail-update"').code == 1
    instance = workspace.state()["toy_thing.a"]
    assert instance["attributes"]["label"] == "before"
    assert "status" not in instance


def test_a_failed_update_keeps_what_it_saved(workspace: Workspace) -> None:
    workspace.applied(SMALL % 'label = "before"')
    assert workspace.apply(SMALL % 'label = "after"\nbehaviour = "save-update"').code == 1
    instance = workspace.state()["toy_thing.a"]
    assert instance["attributes"]["label"] == "half-way"
    assert "status" not in instance


def test_an_exception_is_reported_as_a_defect_without_its_text(workspace: Workspace) -> None:
    outcome = workspace.apply(SMALL % 'behaviour = "bug"')
    assert outcome.code == 1
    assert "This is a defect in the provider, please report it" in outcome.flat
    assert "KeyError" in outcome.output
    assert "hunter2" not in outcome.output
    assert "Traceback" not in outcome.output
    assert workspace.state() == {}


def test_a_replacing_change_is_planned_as_one(workspace: Workspace, world: toy.World) -> None:
    workspace.applied('resource "toy_box" "b" { name = "one" }')
    outcome = workspace.applied('resource "toy_box" "b" { name = "two" }')
    assert "# forces replacement" in outcome.output
    assert workspace.attributes("toy_box.b")["id"] == "box-two"
    assert world.calls == ["delete box-one"]


def test_an_immutable_attribute_is_refused_at_plan_with_the_way_to_do_it(workspace: Workspace) -> None:
    workspace.applied(SMALL % "")
    workspace.write((SMALL % "").replace("a@example.gov", "b@example.gov"))
    outcome = workspace.run("plan")
    assert outcome.code == 1
    assert 'The attribute "email" cannot be changed' in outcome.output
    assert "Make another thing instead." in outcome.output
    assert "on main.tf line" in outcome.output


def test_private_data_comes_back(workspace: Workspace) -> None:
    import base64
    import json

    workspace.applied(SMALL % "")
    private = json.loads(base64.b64decode(workspace.state()["toy_thing.a"]["private"]))
    assert private == {"made": True, "planned": True}


def test_a_write_only_value_reaches_create_but_neither_plan_nor_state(workspace: Workspace, world: toy.World) -> None:
    if workspace.version < (1, 11):
        pytest.skip("write-only attributes came with Terraform 1.11")
    workspace.applied(SMALL % 'token = "openthedoor"')
    assert world.secrets == ["openthedoor"]
    assert workspace.attributes("toy_thing.a")["token"] is None
    assert "openthedoor" not in (workspace.directory / "terraform.tfstate").read_text()
    workspace.assert_no_changes()


def test_a_sensitive_value_is_not_shown(workspace: Workspace) -> None:
    outcome = workspace.applied(SMALL % 'password = "opensesame"')
    assert "opensesame" not in outcome.output
    assert "(sensitive value)" in outcome.output


def test_an_import_restores_the_whole_state(workspace: Workspace) -> None:
    workspace.applied(FULL)
    assert workspace.run("state", "rm", "toy_thing.a").code == 0
    outcome = workspace.run("import", "toy_thing.a", "id-a@example.gov")
    assert outcome.code == 0, outcome.output
    workspace.assert_no_changes()


def test_an_import_block_is_planned_as_an_import(workspace: Workspace) -> None:
    workspace.applied(SMALL % "")
    assert workspace.run("state", "rm", "toy_thing.a").code == 0
    workspace.write((SMALL % "") + 'import {\n  to = toy_thing.a\n  id = "id-a@example.gov"\n}\n')
    outcome = workspace.run("plan")
    assert "1 to import, 0 to add, 0 to change, 0 to destroy" in outcome.output, outcome.output


def test_an_import_of_nothing_says_so(workspace: Workspace) -> None:
    workspace.write(SMALL % "")
    outcome = workspace.run("import", "toy_thing.a", "nobody")
    assert outcome.code == 1
    assert "There is no thing with id nobody." in outcome.output
