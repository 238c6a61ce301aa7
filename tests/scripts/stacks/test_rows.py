"""The rows, fed with what real Terraform and the provider said while seven pairs were made and joined."""

from __future__ import annotations

import json

import pytest

from custom_resources.scripts.stacks.ownership import Ownership
from custom_resources.scripts.stacks.plans import StackPlan
from custom_resources.scripts.stacks.rows import PairRow, Rows
from custom_resources.scripts.stacks.steps import Step
from tests.scripts.stacks.conftest import NAMES, RECORDED, Synthesized, recorded


def recording(synthesized: Synthesized) -> tuple[Rows, list[str]]:
    """Rows with no run yet, and the lines that they will have said."""
    lines: list[str] = []
    stacks = synthesized.read()
    return Rows(stacks, Ownership(stacks), on_line=lines.append), lines


def play(rows: Rows, stack: str, until: str = "9999") -> None:
    """Play a stack's apply, and the provider's progress of that time, as they came, up to a time of the day."""
    applied = [(event["@timestamp"][:23], event, None) for event in recorded(f"{stack}.apply")]
    first, last = applied[0][0], applied[-1][0]
    told = [json.loads(line) for line in (RECORDED / "progress.jsonl").read_text().splitlines()]
    messages = [(one["timestamp"][:23], None, one["message"]) for one in told if first <= one["timestamp"] <= last]
    for at, event, message in sorted([*applied, *messages], key=lambda each: each[0]):
        if at[11:19] > until:
            return
        if event is not None:
            rows.event(stack, event)
        else:
            rows.message(str(message))


def row(rows: Rows, name: str) -> PairRow:
    return next(row for pair, row in rows.pairs.items() if pair.name == name)


def test_a_pair_goes_from_declared_to_placed(synthesized: Synthesized) -> None:
    rows, lines = recording(synthesized)
    assert {each.step for each in rows.pairs.values()} == {Step.DECLARED}
    play(rows, "account-pairs")
    assert {each.words for each in rows.pairs.values()} == {"created"}
    assert not any(each.moving for each in rows.pairs.values())
    play(rows, "govcloud-agency")
    assert {each.words for each in rows.pairs.values()} == {"placed"}
    states = [line.split(" (")[0] for line in lines if line.startswith("app-four:")]
    assert states == [
        *("app-four: requested", "app-four: waiting for a slot", "app-four: creating", "app-four: created"),
        *("app-four: created", "app-four: invited", "app-four: joined", "app-four: placed"),
    ]


def test_in_the_middle_each_pair_is_where_the_provider_says(synthesized: Synthesized) -> None:
    rows, _ = recording(synthesized)
    play(rows, "account-pairs", until="09:41:30")
    found = {name: (row(rows, name).words, row(rows, name).moving) for name in NAMES}
    assert found == {
        "app-one": ("waiting for a slot", True),
        "app-two": ("created", False),
        "app-three": ("waiting for a slot", True),
        "app-four": ("waiting for a slot", True),
        "app-five": ("created", False),
        "app-six": ("created", False),
        "app-seven": ("creating", True),
    }
    assert row(rows, "app-one").detail.startswith("organizations:CreateGovCloudAccount is allowed 0.1 times a second")


def test_both_ids_are_known_after_the_pairs_stack(synthesized: Synthesized) -> None:
    rows, _ = recording(synthesized)
    play(rows, "account-pairs")
    one = row(rows, "app-one")
    assert (one.commercial_account_id, one.govcloud_account_id) == ("799394642459", "523595509221")


def test_pairs_that_are_there_already_stand_where_the_refresh_finds_them(synthesized: Synthesized) -> None:
    rows, lines = recording(synthesized)
    for event in recorded("late.plan"):
        rows.event("govcloud-agency", event)
    assert row(rows, "app-one").step is Step.PLACED
    assert row(rows, "app-one").seconds(rows.now()) is None
    assert not [line for line in lines if line.startswith("app-")]


def test_a_pair_that_failed_says_why_and_is_over(synthesized: Synthesized) -> None:
    rows, _ = recording(synthesized)
    resource = {"resource": {"addr": "govpair_account_pair.app-one"}, "action": "create"}
    rows.event("account-pairs", {"type": "apply_start", "hook": resource})
    rows.event("account-pairs", {"type": "apply_errored", "hook": resource})
    diagnostic = {
        "severity": "error",
        "summary": "Creating account pair app-one",
        "detail": "EMAIL_ALREADY_EXISTS",
        "address": "govpair_account_pair.app-one",
    }
    rows.event("account-pairs", {"type": "diagnostic", "diagnostic": diagnostic})
    one = row(rows, "app-one")
    assert (one.words, one.moving) == ("failed", False)
    assert one.problem.endswith("Creating account pair app-one. EMAIL_ALREADY_EXISTS")


def test_a_late_line_of_progress_changes_nothing_that_terraform_has_ended(synthesized: Synthesized) -> None:
    rows, _ = recording(synthesized)
    play(rows, "account-pairs")
    rows.message(
        "creating account pair app-one (aws+app-one@example.gov): waiting for one of 5 creation slots: place 1"
    )
    assert (row(rows, "app-one").words, row(rows, "app-one").detail) == ("created", "")


def test_lines_about_no_pair_or_an_unknown_one_are_passed_over(synthesized: Synthesized) -> None:
    rows, lines = recording(synthesized)
    rows.message("estimate for the creations asked for so far")
    rows.message("creating account pair other (aws+other@example.gov): creation request car-1 is IN_PROGRESS (0 s)")
    rows.message("joining GovCloud account 111122223333: inviting it")
    assert lines == []


@pytest.mark.parametrize(
    ("name", "changes", "outputs"),
    [
        ("commercial", 3, {"organization_id": "create", "organizational_unit_ids": "create", "root_id": "create"}),
        ("account-pairs", 7, {"pairs": "create"}),
        ("late", 0, {}),
    ],
)
def test_a_plan_is_what_its_events_say(name: str, changes: int, outputs: dict[str, str]) -> None:
    plan = StackPlan(name)
    for event in recorded(f"{name}.plan"):
        plan.take(event)
    assert (len(plan.changes), plan.counts()["add"], plan.outputs) == (changes, changes, outputs)
    assert plan.new_pairs == (7 if name == "account-pairs" else 0)
