"""The replacement guard under real Terraform: nothing whose identity the state has is planned as new."""

from __future__ import annotations

import pytest

from tests.plugin import toy
from tests.plugin.conftest import Workspace

pytestmark = pytest.mark.terraform

THING = 'resource "toy_thing" "a" {\n  email = "a@example.gov"\n}\n'
REFUSAL = "a@example.gov exists already and cannot be replaced"


@pytest.fixture
def applied(workspace: Workspace) -> Workspace:
    workspace.applied(THING)
    return workspace


def assert_refused(workspace: Workspace, world: toy.World, *arguments: str, sentence: str = REFUSAL) -> None:
    outcome = workspace.run("apply", "-auto-approve", *arguments)
    assert outcome.code == 1, outcome.output
    assert sentence in outcome.flat
    assert world.calls.count("create a@example.gov") == 1
    assert "delete id-a@example.gov" not in world.calls


@pytest.mark.parametrize("refresh", ["-refresh=true", "-refresh=false"])
def test_replace_is_refused(applied: Workspace, world: toy.World, refresh: str) -> None:
    assert_refused(applied, world, "-replace=toy_thing.a", refresh)
    applied.assert_no_changes()


@pytest.mark.parametrize("refresh", ["-refresh=true", "-refresh=false"])
def test_a_tainted_object_is_not_replaced(applied: Workspace, world: toy.World, refresh: str) -> None:
    assert applied.run("taint", "toy_thing.a").code == 0
    assert_refused(applied, world, refresh)
    assert applied.run("untaint", "toy_thing.a").code == 0
    applied.assert_no_changes()


@pytest.mark.parametrize("refresh", ["-refresh=true", "-refresh=false"])
@pytest.mark.parametrize("parallelism", ["-parallelism=1", "-parallelism=10"])
def test_a_changed_address_is_refused_in_whatever_order(
    applied: Workspace, world: toy.World, refresh: str, parallelism: str
) -> None:
    for name in ("b", "zz", "a0"):
        applied.write(THING.replace('"a" {', f'"{name}" {{'))
        assert_refused(applied, world, refresh, parallelism)


def test_a_changed_address_with_moved_is_fine(applied: Workspace) -> None:
    applied.applied(THING.replace('"a" {', '"b" {') + "moved {\n  from = toy_thing.a\n  to = toy_thing.b\n}\n")
    assert list(applied.state()) == ["toy_thing.b"]


def test_gone_is_not_made_again(workspace: Workspace, world: toy.World) -> None:
    workspace.applied(THING.replace("}", 'behaviour = "gone"\n}'))
    assert_refused(workspace, world)


def test_two_new_objects_of_one_identity_are_refused(workspace: Workspace, world: toy.World) -> None:
    outcome = workspace.apply(THING + THING.replace('"a" {', '"b" {'))
    assert outcome.code == 1
    assert "a@example.gov is declared twice" in outcome.output
    assert world.calls == []


def test_a_second_object_of_a_stored_identity_is_refused(applied: Workspace, world: toy.World) -> None:
    applied.write(THING + THING.replace('"a" {', '"b" {'))
    assert_refused(applied, world)


def test_nothing_is_remembered_from_one_run_to_the_next(applied: Workspace, world: toy.World) -> None:
    assert applied.run("destroy", "-auto-approve").code == 0
    applied.applied(THING)
    assert applied.run("state", "rm", "toy_thing.a").code == 0
    applied.applied()
    assert world.calls.count("create a@example.gov") == 3


def test_without_an_identity_there_is_no_guard(workspace: Workspace, world: toy.World) -> None:
    workspace.applied(THING.replace("a@example.gov", "anonymous"))
    workspace.applied(None, "-replace=toy_thing.a")
    assert world.calls.count("create anonymous") == 2


def test_aliases_do_not_share_their_memory(workspace: Workspace, world: toy.World) -> None:
    """Each alias is a process of its own in ordinary use; in this process each is a session of its own."""
    workspace.applied('provider "toy" {}\nprovider "toy" {\n  alias = "other"\n  owner = "other"\n}\n' + THING)
    workspace.write(
        'provider "toy" {}\nprovider "toy" {\n  alias = "other"\n  owner = "other"\n}\n'
        + THING
        + 'data "toy_lookup" "here" { key = "k" }\n'
        + 'data "toy_lookup" "there" {\n  provider = toy.other\n  key = "k"\n}\n'
        + 'output "owners" { value = [data.toy_lookup.here.owner, data.toy_lookup.there.owner] }\n'
    )
    outcome = workspace.applied()
    assert '"nobody",\n  "other",' in outcome.output
    assert_refused(workspace, world, "-replace=toy_thing.a")
