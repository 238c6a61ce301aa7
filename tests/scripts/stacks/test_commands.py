"""`govpair plan`, `apply` and `destroy` with a program in Terraform's place: what is run, and what is said."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from custom_resources.scripts.cli import main
from tests.scripts.conftest import Finished
from tests.scripts.stacks.conftest import RECORDED, Synthesized, change

Govpair = Callable[..., Finished]
FAILURE = json.dumps(
    {"type": "diagnostic", "diagnostic": {"severity": "error", "summary": "No way", "detail": "Because."}}
)
PENDING = json.dumps({"type": "outputs", "outputs": {"pairs": {"action": "update"}}})
UNIT = "aws_organizations_organizational_unit.Workloads"


@pytest.fixture
def govpair(synthesized: Synthesized, capsys: pytest.CaptureFixture[str]) -> Govpair:
    """Runs a command on the folder."""

    def run(command: str, *arguments: str) -> Finished:
        code = main([command, "--outdir", str(synthesized.outdir), *arguments])
        shown = capsys.readouterr()
        return Finished(code, shown.out, shown.err)

    return run


def outcomes(finished: Finished) -> dict[str, str]:
    return {one["stack"]: one["outcome"] for one in finished.document["stacks"]}


def begun(address: str) -> str:
    """The events of a creation that begins and ends."""
    hook: dict[str, Any] = {"resource": {"addr": address}, "action": "create", "elapsed_seconds": 1}
    return "\n".join(json.dumps({"type": kind, "hook": hook}) for kind in ("apply_start", "apply_complete"))


def test_a_fresh_estate_is_planned_as_far_as_it_can_be_and_else_counted(
    synthesized: Synthesized, govpair: Govpair
) -> None:
    synthesized.plays_recorded("commercial")
    finished = govpair("plan", "--json")
    assert finished.code == 0, finished.err
    assert [(one["stack"], one["state"], one["add"], one["waits_for"]) for one in finished.document["stacks"]] == [
        ("commercial", "planned", 3, []),
        ("account-pairs", "declared", 0, ["commercial"]),
        ("govcloud-agency", "declared", 0, ["account-pairs"]),
    ]
    assert finished.document["stacks"][2]["declared"] == {"pairs": 0, "memberships": 7, "other": 2}
    assert (finished.document["new_pairs"], finished.document["estimate"]["pairs"]) == (7, 7)
    assert [call.split()[0] for call in synthesized.calls("plan")] == ["commercial"]
    text = govpair("plan").out
    assert "account-pairs: declared, not planned: it reads what commercial will have." in text
    assert "  7 memberships, 2 other resources" in text
    assert "7 new pairs: made in about" in text
    assert not list(synthesized.outdir.rglob("*.tfplan"))


def test_a_stack_that_reads_a_pair_that_is_still_to_be_made_is_declared(
    synthesized: Synthesized, govpair: Govpair
) -> None:
    synthesized.plays("account-pairs", "plan", change("govpair_account_pair.app-one", "create") + "\n" + PENDING, 2)
    synthesized.plays("govcloud-agency", "plan", (RECORDED / "late.plan.jsonl").read_text(), 1)
    finished = govpair("plan", "--json")
    assert finished.code == 0
    assert [one["state"] for one in finished.document["stacks"]] == ["no_changes", "planned", "declared"]
    assert finished.document["new_pairs"] == 1


def test_inputs_that_nobody_will_make_are_an_error(synthesized: Synthesized, govpair: Govpair) -> None:
    synthesized.plays("govcloud-agency", "plan", (RECORDED / "late.plan.jsonl").read_text(), 1)
    finished = govpair("plan")
    assert finished.code == 1
    assert "Stack govcloud-agency: resource.govpair_membership.app-nine: Invalid index." in finished.err


def test_nothing_to_do_is_said_in_one_line(govpair: Govpair) -> None:
    assert govpair("plan").out == "No changes: all 3 stacks are as declared.\n"
    assert outcomes(govpair("apply", "--yes", "--json")) == dict.fromkeys(
        ("commercial", "account-pairs", "govcloud-agency"), "no_changes"
    )


def test_of_a_target_pair_no_more_is_said_than_was_looked_at(govpair: Govpair) -> None:
    assert govpair("plan", "--target-pair", "app-one").out == (
        "No changes: pair app-one is as declared; nothing else was looked at.\n"
    )


@pytest.mark.parametrize("command", ["plan", "apply", "destroy"])
def test_a_document_has_the_same_keys_when_nothing_could_be_done(govpair: Govpair, command: str) -> None:
    arguments = () if command == "plan" else ("--yes",)
    done = govpair(command, *arguments, "--json")
    refused = govpair(command, *arguments, "--json", "--stack", "nothing")
    assert (done.code, refused.code) == (0, 2)
    assert set(done.document) == set(refused.document)
    assert refused.document["error"]["title"] == "wrong usage"


def test_apply_goes_through_the_stacks_in_order_and_tells_of_every_pair(
    synthesized: Synthesized, govpair: Govpair
) -> None:
    for name in synthesized.stacks:
        synthesized.plays_recorded(name)
    finished = govpair("apply", "--yes", "--json")
    assert finished.code == 0, finished.err
    assert set(outcomes(finished).values()) == {"applied"}
    assert [call.split()[0] for call in synthesized.calls("apply")] == list(synthesized.stacks)
    assert {(one["state"], one["problem"]) for one in finished.document["pairs"]} == {("placed", None)}
    assert finished.document["pairs"][0]["govcloud_account_id"] == "984312138070"
    assert "govpair apply: app-one: created" in finished.err
    assert not list(synthesized.outdir.rglob("*.tfplan"))


def test_init_is_run_once_for_the_same_providers_and_again_for_others(
    synthesized: Synthesized, govpair: Govpair
) -> None:
    govpair("plan", "--stack", "commercial")
    govpair("plan", "--stack", "commercial")
    assert synthesized.calls("init") == ["commercial init -input=false -no-color"]
    file = synthesized.outdir / "stacks" / "commercial" / "cdk.tf.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), "terraform": {"backend": {"local": {}}}}))
    govpair("plan", "--stack", "commercial")
    assert len(synthesized.calls("init")) == 2


def test_a_failed_init_says_what_terraform_said(synthesized: Synthesized, govpair: Govpair) -> None:
    synthesized.plays("commercial", "init", "Error: no such provider", 1)
    finished = govpair("apply", "--yes")
    assert finished.code == 1
    assert "Error: no such provider" in finished.err
    assert "Nothing was changed." in finished.err


def test_a_stack_that_fails_stops_those_that_need_it_and_no_others(synthesized: Synthesized, govpair: Govpair) -> None:
    synthesized.add("account-pairs-other", ("commercial",))
    synthesized.plays("account-pairs", "plan", change("govpair_account_pair.app-one", "create"), 2)
    synthesized.plays("account-pairs", "apply", begun("govpair_account_pair.app-one") + "\n" + FAILURE, 1)
    finished = govpair("apply", "--yes", "--json")
    assert finished.code == 3
    assert outcomes(finished) == {
        "commercial": "no_changes",
        "account-pairs": "failed",
        "account-pairs-other": "no_changes",
        "govcloud-agency": "not_reached",
    }
    assert "Stack account-pairs: No way. Because." in finished.document["error"]["detail"]
    assert "same command again" in finished.document["next_step"]


def test_a_failure_before_anything_was_changed_is_1(synthesized: Synthesized, govpair: Govpair) -> None:
    synthesized.plays("commercial", "plan", FAILURE, 1)
    finished = govpair("apply", "--yes", "--json")
    assert (finished.code, outcomes(finished)["commercial"]) == (1, "failed")
    assert synthesized.calls("apply") == []


def test_only_the_chosen_stacks_are_run(synthesized: Synthesized, govpair: Govpair) -> None:
    govpair("plan", "--stack", "govcloud-agency", "--stack", "commercial")
    assert [call.split()[0] for call in synthesized.calls("plan")] == ["commercial", "govcloud-agency"]


def test_a_target_pair_is_all_that_is_planned_and_its_outputs_are_brought_up_to_date(
    synthesized: Synthesized, govpair: Govpair
) -> None:
    synthesized.plays("account-pairs", "plan", change("govpair_account_pair.app-one", "create"), 2)
    finished = govpair("apply", "--yes", "--target-pair", "app-one", "--json")
    assert finished.code == 0, finished.err
    assert [(call.split()[0], call.split()[-1]) for call in synthesized.calls("plan")] == [
        ("account-pairs", "-target=govpair_account_pair.app-one"),
        ("govcloud-agency", "-target=govpair_membership.app-one"),
    ]
    assert ["-refresh-only" in call for call in synthesized.calls("apply")] == [False, True]
    assert [one["name"] for one in finished.document["pairs"]] == ["app-one"]


@pytest.mark.parametrize("command", ["apply", "destroy"])
def test_without_a_terminal_and_without_yes_nothing_is_begun(
    synthesized: Synthesized, govpair: Govpair, command: str
) -> None:
    finished = govpair(command)
    assert finished.code == 2
    assert "--yes" in finished.err
    assert synthesized.calls("plan") == synthesized.calls("init") == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--stack", "comercial"), "Did you mean 'commercial'?"),
        (("--target-pair", "app-on"), "Did you mean 'app-one'?"),
    ],
)
def test_an_unknown_name_is_wrong_usage(govpair: Govpair, arguments: tuple[str, str], words: str) -> None:
    finished = govpair("plan", *arguments)
    assert finished.code == 2
    assert words in finished.err
    assert len(finished.err.splitlines()) == 1


def test_warnings_of_a_plan_that_nobody_has_seen_are_told_at_the_end(
    synthesized: Synthesized, govpair: Govpair
) -> None:
    warning = {"type": "diagnostic", "diagnostic": {"severity": "warning", "summary": "Tags are taken off"}}
    plan = "\n".join([change("x.y", "update"), json.dumps(warning), json.dumps(warning)])
    synthesized.plays("commercial", "plan", plan, 2)
    finished = govpair("apply", "--yes", "--json")
    assert finished.code == 0, finished.err
    assert finished.document["stacks"][0]["warnings"] == ["Tags are taken off"] * 2
    assert "  warning: Tags are taken off (2 times)" in govpair("apply", "--yes").out


def test_destroy_goes_backwards_and_leaves_what_is_protected(synthesized: Synthesized, govpair: Govpair) -> None:
    for name, addresses in {
        "commercial": ["aws_organizations_organization.commercial", UNIT],
        "account-pairs": ["data.terraform_remote_state.commercial", "govpair_account_pair.app-one"],
        "govcloud-agency": ["aws_organizations_organization.agency", UNIT, "govpair_membership.app-one"],
    }.items():
        folder = synthesized.outdir / "stacks" / name
        (folder / "state.txt").write_text("\n".join(addresses) + "\n")
        synthesized.plays(name, "plan", change(addresses[-1], "delete"), 2)
    finished = govpair("destroy", "--yes", "--json")
    assert finished.code == 0, finished.err
    assert outcomes(finished) == {"govcloud-agency": "destroyed", "account-pairs": "destroyed", "commercial": "kept"}
    plans = synthesized.calls("plan")
    assert [call.split()[0] for call in plans] == ["govcloud-agency", "account-pairs"]
    assert plans[0].endswith("-destroy -target=govpair_membership.app-one")
    assert plans[1].endswith("-destroy")  # all that it has
    assert "1 pair forgotten, not closed: the 2 accounts live on" in finished.err
    assert "1 membership forgotten" in finished.err
    assert "4 resources kept: organizations and log buckets" in finished.err


@pytest.mark.parametrize(
    ("applied", "declared", "words"),
    [
        ("remove", "remove", ["1 membership ended: the accounts leave their organization."]),
        ("keep", "keep", ["1 membership forgotten"]),
        (
            "keep",
            "remove",
            ["1 membership forgotten", "on_destroy 'remove', which was never applied: it is kept as the"],
        ),
        ("remove", "keep", ["1 membership ended", "on_destroy 'keep', which was never applied: it ends as the state"]),
    ],
)
def test_what_is_in_the_state_says_what_a_destroy_ends(
    synthesized: Synthesized, govpair: Govpair, applied: str, declared: str, words: list[str]
) -> None:
    address, folder = "govpair_membership.app-one", synthesized.outdir / "stacks" / "govcloud-agency"
    file = folder / "cdk.tf.json"
    configuration = json.loads(file.read_text())
    configuration["resource"]["govpair_membership"]["app-one"]["on_destroy"] = declared
    file.write_text(json.dumps(configuration))
    (folder / "state.txt").write_text(address + "\n")
    synthesized.plays("govcloud-agency", "plan", change(address, "delete"), 2)
    before = {"address": address, "change": {"actions": ["delete"], "before": {"on_destroy": applied}}}
    synthesized.plays("govcloud-agency", "show", json.dumps({"resource_changes": [before]}))
    finished = govpair("destroy", "--yes")
    assert finished.code == 0, finished.err
    assert [each for each in words if each not in finished.err] == []
    assert ("never applied" in finished.err) == (applied != declared)


def test_a_stack_isn_t_destroyed_while_another_reads_it(synthesized: Synthesized, govpair: Govpair) -> None:
    state = synthesized.outdir / "stacks" / "govcloud-agency" / "state.txt"
    state.write_text("aws_organizations_organization.agency\ngovpair_membership.app-one\n")
    refused = govpair("destroy", "--stack", "account-pairs", "--yes")
    assert refused.code == 1
    assert "Stack govcloud-agency reads its outputs and still has 1 to end, such as govpair_membership" in refused.err
    assert "--stack account-pairs --stack govcloud-agency" in refused.err
    assert synthesized.calls("plan") == []
    state.write_text("aws_organizations_organization.agency\n")  # which a destroy leaves
    assert govpair("destroy", "--stack", "account-pairs", "--yes").code == 0


def test_destroy_stops_at_a_stack_that_fails(synthesized: Synthesized, govpair: Govpair) -> None:
    for name, address in (("account-pairs", "govpair_account_pair.app-one"), ("govcloud-agency", "x.y")):
        (synthesized.outdir / "stacks" / name / "state.txt").write_text(address + "\n")
        synthesized.plays(name, "plan", change(address, "delete"), 2)
    synthesized.plays("govcloud-agency", "apply", FAILURE, 1)
    finished = govpair("destroy", "--yes", "--json")
    assert finished.code == 1
    assert outcomes(finished) == {
        "govcloud-agency": "failed",
        "account-pairs": "not_reached",
        "commercial": "not_reached",
    }
