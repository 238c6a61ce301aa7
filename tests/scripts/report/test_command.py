"""`govpair report` on the simulator: what it writes, where to, and what it says when it can't."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.scripts.conftest import EMAIL, NAME, RESELLER, VEND, Shell

COMMON = {"command", "outcome", "exit_code", "error", "next_step"}

ORGANIZATION = """\
version: 1
model: single-company
owner: govpair
commercial: {{profile: commercial, region: us-east-1}}
govcloud: {{name: agency, profile: govcloud, region: us-gov-west-1}}
organizational_units: [Security]
account_pairs:
  - {{name: {name}, email: {email}, organizational_unit: Security}}
  - {{name: mission-app, email: aws+mission-app@example.gov}}
"""


def test_a_page_is_written_and_summed_up(shell: Shell, tmp_path: Path) -> None:
    shell.run(*VEND)
    file = tmp_path / "report.html"
    finished = shell.run("report", "--output", str(file))
    assert finished.code == 0
    assert f"{file}: 2 account pairs, 1 of them joined; 1 problems" in finished.out
    assert "problem: govcloud not joined: 1" in finished.out
    page = file.read_text()
    assert page.startswith("<!doctype html>")
    assert NAME in page


def test_without_a_file_the_table_goes_to_standard_output(shell: Shell) -> None:
    shell.run(*VEND, "--join")
    finished = shell.run("report", "--format", "csv")
    assert finished.code == 0
    lines = {line["name"]: line for line in csv.DictReader(io.StringIO(finished.out))}
    assert set(lines) == {NAME, "payer"}
    assert lines[NAME]["findings"] == ""


def test_with_json_the_document_tells_counts_findings_and_the_report(shell: Shell) -> None:
    shell.run(*VEND)
    made = shell.run("report", "--format", "json", "--json").document
    assert set(made) == COMMON | {"format", "file", "counts", "findings", "report"}
    assert made["counts"]["pairs"] == 2
    assert [finding["kind"] for finding in made["findings"]] == ["govcloud_not_joined"]
    assert made["report"]["version"] == 1


def test_trails_are_read_when_asked_for(shell: Shell) -> None:
    shell.run(*VEND, "--join")
    made = shell.run("report", "--format", "json", "--json", "--with-trails").document
    kinds = [(finding["kind"], finding["severity"]) for finding in made["findings"]]
    # Both halves of both pairs are let into, and the simulator has no trails.
    assert kinds == [("without_trail", "problem")] * 2 + [("without_trail", "warning")] * 2
    assert len(made["report"]["trails"]) == 4


def test_drift_from_an_organization_file_is_found(shell: Shell, tmp_path: Path) -> None:
    shell.run(*VEND, "--join")
    file = tmp_path / "organization.yaml"
    file.write_text(ORGANIZATION.format(name=NAME, email=EMAIL))
    made = shell.run("report", "--format", "json", "--json", "--organization", str(file)).document
    kinds = [finding["kind"] for finding in made["findings"]]
    assert kinds == ["drift_missing", "drift_unit", "drift_unit"]


def test_a_reseller_sees_every_customers_organization_and_which_are_not_there(
    shell_with: Callable[..., Shell], tmp_path: Path
) -> None:
    shell = shell_with(organizations=False)
    shell.simulator.create_organization(shell.payer.commercial)
    managers = {}
    for name in ("harbor", "meadow"):
        pair = shell.simulator.vend(f"{name}-management", f"aws+{name}-management@example.gov")
        managers[name] = shell.simulator.keys_for(pair.govcloud.account_id)
        shell.simulator.create_organization(managers[name])
    shell.simulator.vend("harbor-app", "aws+harbor-app@example.gov", join=managers["harbor"])
    file = tmp_path / "organization.yaml"
    file.write_text(RESELLER)
    made = shell.run("report", "--format", "json", "--json", "--organization", str(file)).document
    read = [each for each in made["report"]["organizations"] if each["partition"] == "aws-us-gov"]
    assert {each["management_account_id"] for each in read} == {keys.account_id for keys in managers.values()}
    (unread,) = [each for each in made["findings"] if each["kind"] == "not_read"]
    assert "customer summit" in unread["sentence"]
    one = shell.run(
        "report", "--format", "json", "--json", "--organization", str(file), "--customer", "harbor"
    ).document
    read = [each for each in one["report"]["organizations"] if each["partition"] == "aws-us-gov"]
    assert [each["management_account_id"] for each in read] == [managers["harbor"].account_id]


def test_without_govcloud_credentials_that_side_is_told_as_not_read(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.run(*VEND)
    monkeypatch.setattr("custom_resources.scripts.credential_options._exists", lambda profile: False)
    finished = shell.run("report", "--format", "json", "--json")
    assert finished.code == 0
    assert [finding["kind"] for finding in finished.document["findings"]] == ["not_read"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--output", "nowhere/report.html"), "is in a folder that isn't there"),
        (("--output", "."), "is a folder; name a file in it"),
        (("--organization", "nowhere.yaml", "--format", "csv"), "nowhere.yaml"),
        (("--format", "pdf"), "'pdf' is not one of"),
    ],
)
def test_what_can_not_be_done_is_refused_before_any_call(shell: Shell, arguments: tuple[str, ...], words: str) -> None:
    finished = shell.run("report", *arguments)
    assert finished.code == 2
    assert words in finished.err
    assert sum(shell.simulator.calls().values()) == 0
