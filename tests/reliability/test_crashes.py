"""A seeded part of the crash matrix, with real processes: every operation, and every kind of crash."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from reliability.crashes.attempt import attempt
from reliability.crashes.ground import Ground, ground
from reliability.crashes.matrix import sample
from reliability.crashes.operations import OPERATIONS
from reliability.crashes.points import KINDS, Point
from reliability.crashes.recording import Recorded, record
from workbench.terraform_binary import Terraform

pytestmark = pytest.mark.terraform

EACH, SEED = 2, 8


@dataclass(frozen=True)
class Prepared:
    """Where the crashes happen, and the operations, recorded in it."""

    ground: Ground
    recorded: list[Recorded]


@pytest.fixture(scope="module")
def prepared(terraform: Terraform, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prepared]:
    with ground(tmp_path_factory.mktemp("crashes")) as made:
        yield Prepared(made, record(made))


@pytest.mark.parametrize("operation", OPERATIONS)
def test_an_operation_survives_crashes(operation: str, prepared: Prepared) -> None:
    tasks = [task for task in sample(prepared.recorded, EACH, SEED) if task[0].operation.name == operation]
    assert len(tasks) == EACH
    for recorded, point in tasks:
        outcome = attempt(prepared.ground, recorded, point)
        assert outcome.survived, "\n".join([f"{outcome.call}, {point}", *outcome.wrong])
        codes = {"terraform": {-9}, "both": {-9}, "provider": {1}, "answer": {0, 1}}[point.victim]
        assert outcome.code in codes, (outcome.call, point)


def test_the_part_has_every_kind(prepared: Prepared) -> None:
    kinds = {(point.moment, point.victim) for _, point in sample(prepared.recorded, EACH, SEED)}
    assert kinds == set(KINDS)


def test_every_operation_changes_something_at_aws(prepared: Prepared) -> None:
    reads = ("Get", "List", "Describe", "AssumeRole")
    for recorded in prepared.recorded:
        names = [call.partition(":")[2] for call in recorded.calls]
        assert [name for name in names if not name.startswith(reads)], recorded.operation.name


def test_a_point_beyond_the_last_call_is_no_success(prepared: Prepared) -> None:
    place = next(each for each in prepared.recorded if each.operation.name == "place")
    outcome = attempt(prepared.ground, place, Point(len(place.calls) + 1, "before", "provider"))
    assert outcome.wrong == (f"the run ended before call {len(place.calls) + 1}",)


def test_a_second_account_and_a_tainted_one_are_seen(prepared: Prepared, tmp_path: Path) -> None:
    """The verdict itself: what it must never let pass."""
    from reliability.crashes.census import wrong_at_aws, wrong_in_state

    join = next(each for each in prepared.recorded if each.operation.name == "join")
    vend = OPERATIONS["vend"]
    prepared.ground.begin(join.begins, vend)
    simulator, units = prepared.ground.simulator, prepared.ground.units
    assert wrong_at_aws(simulator, units, vend) == []
    assert any("not at AWS" in each for each in wrong_at_aws(simulator, units, OPERATIONS["join"]))
    simulator.vend("other", "aws+other@example.gov")
    assert len(wrong_at_aws(simulator, units, vend)) == 2
    state = prepared.ground.terraform_state()
    assert wrong_in_state(state, vend) == []
    state["resources"][0]["instances"][0]["status"] = "tainted"
    assert wrong_in_state(state, vend) == ["govpair_account_pair.log is tainted"]
    state["resources"][0]["instances"] *= 2
    assert any("the state has" in each for each in wrong_in_state(state, vend))
