"""The fault matrix finds what it should, and a sample of it that touches every operation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from custom_resources.engine.permissions import declared_permissions
from partition_simulator import Simulator
from tests.provider.host import Host
from tests.provider.walk import Said
from tests.reliability.faults import figures
from tests.reliability.faults.case import Case, Verdict, run
from tests.reliability.faults.judge import all_reasons, next_steps, unexplained
from tests.reliability.faults.listed import faults
from tests.reliability.faults.matrix import ALL, Outcome, cases_of, sampled
from tests.reliability.faults.scenarios import PAIR
from tests.reliability.faults.stage import Stage, stage
from tests.reliability.faults.truth import untrue

#: What no scenario and no command line calls.
ELSEWHERE = {"iam:CreateServiceLinkedRole": "no call: AcceptHandshake needs the permission"}
FAULT: Mapping[str, Any] = {"service": "organizations", "operation": "MoveAccount", "code": "ServiceException"}


@pytest.fixture(scope="module")
def there() -> Iterator[Stage]:
    with stage() as made:
        yield made


@pytest.fixture(scope="module")
def cases(there: Stage) -> list[Case]:
    return [case for name in ALL for case in cases_of(there, name)]


def case_of(scenario: str, service: str, operation: str, name: str) -> Case:
    return Case(scenario, name, faults(service, operation)[name])


def test_the_faults_of_an_operation_come_from_its_model() -> None:
    named = faults("organizations", "CloseAccount")
    assert named["ConstraintViolationException once"]["operation"] == "CloseAccount"
    assert {"lost after thrice", "ThrottlingException 30 minutes"} <= set(named)


def test_scenarios_and_commands_make_every_call_there_is(cases: list[Case]) -> None:
    tried = {f"{case.fault['service']}:{case.fault['operation']}" for case in cases}
    declared = {action for actions in declared_permissions().values() for action in actions}
    assert tried == declared - set(ELSEWHERE)


def test_a_sample_of_every_operation_converges_or_explains(there: Stage, cases: list[Case]) -> None:
    chosen = sampled(cases, each=2, seed=1)
    assert len({case.fault["operation"] for case in chosen}) == len({case.fault["operation"] for case in cases})
    verdicts = [(case, run(there, case)) for case in chosen]
    assert [f"{case}: {verdict.why}" for case, verdict in verdicts if verdict.became == "failed"] == []
    assert len([verdict for _, verdict in verdicts if verdict.became != "not met"]) > len(verdicts) * 0.9


@pytest.mark.parametrize(
    ("scenario", "service", "operation", "name"),
    [
        ("pair and membership: create", "organizations", "InviteAccountToOrganization", "RequestTimeout 30 minutes"),
        (
            "pair and membership: create",
            "organizations",
            "AcceptHandshake",
            "HandshakeConstraintViolationException 30 minutes",
        ),
        ("pair and membership: read", "organizations", "DescribeAccount", "InvalidInputException once"),
        ("pair and membership: update", "organizations", "MoveAccount", "DuplicateAccountException 30 minutes"),
        ("pair and membership: update", "account", "PutAccountName", "lost after 30 minutes"),
        ("membership: delete", "organizations", "RemoveAccountFromOrganization", "AccountNotFoundException 30 minutes"),
        ("pair: close", "organizations", "CloseAccount", "AccountAlreadyClosedException 30 minutes"),
        ("pair: close", "organizations", "MoveAccount", "RequestTimeout thrice"),
        ("alias: delete", "iam", "DeleteAccountAlias", "lost after 30 minutes"),
        ("alias: delete", "iam", "DeleteAccountAlias", "NoSuchEntity 30 minutes"),
        ("membership: delete", "organizations", "RemoveAccountFromOrganization", "lost after thrice"),
        ("pair: close", "organizations", "DescribeAccount", "AccountNotFoundException thrice"),
        ("trail: update", "cloudtrail", "UpdateTrail", "InvalidParameterCombinationException 30 minutes"),
        ("trail: update", "cloudtrail", "RemoveTags", "lost after 30 minutes"),
        ("trail: delete", "cloudtrail", "GetTrailStatus", "TrailNotFoundException thrice"),
        ("invitation: update", "organizations", "InviteAccountToOrganization", "InternalFailure thrice"),
        ("invitation: update", "organizations", "CancelHandshake", "HandshakeAlreadyInStateException 30 minutes"),
        ("acceptance: create", "organizations", "DescribeOrganization", "AWSOrganizationsNotInUseException 30 minutes"),
        ("data sources: read", "organizations", "ListAccountsForParent", "ParentNotFoundException 30 minutes"),
    ],
)
def test_what_failed_once_names_its_cause_and_a_step(
    there: Stage, scenario: str, service: str, operation: str, name: str
) -> None:
    assert run(there, case_of(scenario, service, operation, name)) == Verdict("explained")


@pytest.mark.parametrize(
    ("detail", "lacks"),
    [
        ("MoveAccount answered ServiceException: no. Run again later.", None),
        ("The account kept moving. Run again when it rests.", "the cause"),
        ("MoveAccount answered ServiceException: Injected by the simulator.", "a next step"),
        ("MoveAccount answered ServiceException. It could not be done, which is bad.", "a next step"),
        ("ServiceException. Traceback (most recent call last). Run again.", "discretion"),
    ],
)
def test_a_diagnostic_is_held_to_cause_step_and_discretion(detail: str, lacks: str | None) -> None:
    found = unexplained([Said(PAIR, "error", "Moving an account", detail, ())], FAULT)
    assert [item.split(":")[0] for item in found] == ([f"lacks {lacks}"] if lacks else [])


def test_every_table_of_reasons_gives_steps() -> None:
    assert [reason.title for reason in all_reasons() if not next_steps(reason.step, {})] == []
    assert len(all_reasons()) > 100


def test_what_aws_says_is_no_step_of_ours() -> None:
    said = Said(PAIR, "error", "Moving", "ServiceException: Run again later", ())
    assert unexplained([said], {**FAULT, "message": "Run again later"})


def test_a_state_is_held_against_the_world_attribute_by_attribute(there: Stage) -> None:
    _, host = there.begin("pair and membership: read")
    assert untrue(there.ground, host) == []
    pair = host.values(PAIR)
    there.ground.member(pair["id"]).account.name = "renamed"
    there.ground.member(pair["id"]).tags["Owner"] = "y"
    assert [item.split(" ")[0] for item in untrue(there.ground, host)] == [
        f"{address}.{name}" for address, name in ((PAIR, "name"), (PAIR, "tags_all"), (PAIR, "tags"))
    ]


def test_a_case_without_its_call_is_not_met(there: Stage) -> None:
    assert run(there, case_of("access: read", "iam", "CreateAccountAlias", "lost after once")) == Verdict("not met")


def test_each_case_begins_where_its_scenario_does(there: Stage) -> None:
    name = "pair and membership: update"
    before = _world(there.begin(name), there.ground.simulator)
    run(there, case_of(name, "organizations", "MoveAccount", "lost after once"))
    assert _world(there.begin(name), there.ground.simulator) == before


def _world(begun: tuple[Any, Host], simulator: Simulator) -> Any:
    return simulator.export(), begun[1].state


def test_the_page_is_written_from_the_verdicts(tmp_path: Any) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"before\n{figures.BEGIN}\nold\n{figures.END}\nafter\n", encoding="utf-8")
    outcome, name = Outcome(2, seconds=60.0), "alias: read"
    outcome.note(case_of(name, "iam", "ListAccountAliases", "ThrottlingException once"), Verdict("converged"))
    outcome.note(case_of(name, "iam", "ListAccountAliases", "lost after once"), Verdict("failed", "lost: it"))
    figures.write(outcome, 2, "--only alias", page)
    text = page.read_text(encoding="utf-8")
    assert text.startswith("before\n")
    assert text.endswith("after\n")
    assert "old" not in text
    assert "`python -m tests.reliability.faults --only alias`: 2 of\n2 cases" in text
    assert "| alias: read | 2 | 1 | 0 | 1 | 0 |" in text
    assert "- alias: read: ListAccountAliases lost after once: lost: it" in text
