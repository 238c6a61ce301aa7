"""Credentials and owner from an organization file: what it names is used, what is said otherwise wins."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import botocore.session
import pytest

from tests.scripts.conftest import Shell
from tests.scripts.organizations import COMPANY, RESELLER, written

PAIR = ("--name", "log-archive", "--email", "aws+log-archive@example.gov")


def test_profiles_and_the_owner_come_from_the_file(shell: Shell, tmp_path: Path) -> None:
    file = written(tmp_path)
    made = shell.run("vend", *PAIR, "--join", "--organization", file, "--json")

    assert made.code == 0, made.err
    assert made.document["pair"]["owner"] == "platform-team"
    assert made.document["membership"]["organization_id"].startswith("o-")


def test_the_file_may_be_named_in_the_environment(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOVPAIR_ORGANIZATION", written(tmp_path))

    assert shell.run("vend", *PAIR, "--json").document["pair"]["owner"] == "platform-team"


def test_options_and_variables_win_over_the_file(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = written(tmp_path, COMPANY.replace("profile: commercial", "profile: nobody"))
    assert "nobody" in shell.run("status", "--all", "--organization", file).err

    assert shell.run("status", "--all", "--organization", file, "--commercial-profile", "commercial").code == 0
    monkeypatch.setenv("GOVPAIR_COMMERCIAL_PROFILE", "commercial")
    made = shell.run("vend", *PAIR, "--organization", file, "--owner", "another-team", "--json")
    assert made.document["pair"]["owner"] == "another-team"


def test_the_account_that_the_file_names_is_checked(shell: Shell, tmp_path: Path) -> None:
    file = written(tmp_path, COMPANY.replace("region: us-east-1", 'region: us-east-1, account_id: "999999999999"'))
    finished = shell.run("status", "--all", "--organization", file)

    assert finished.code == 1
    assert "999999999999" in finished.err


def test_credentials_that_a_command_does_not_need_may_be_wrong_in_the_file(shell: Shell, tmp_path: Path) -> None:
    file = written(tmp_path, COMPANY.replace("profile: govcloud", "profile: expired"))

    assert shell.run("vend", *PAIR, "--organization", file).code == 0


def test_a_wrong_file_is_told_line_by_line_before_any_call(shell: Shell, tmp_path: Path) -> None:
    text = COMPANY.replace("aws+audit@example.gov", "nobody").replace("owner: platform-team", "owner: ''")
    file = written(tmp_path, text)
    finished = shell.run("vend", *PAIR, "--organization", file)

    assert finished.code == 2
    lines = [line for line in finished.err.splitlines() if line.startswith(f"{file}:")]
    assert [line.split(":")[1] for line in lines] == ["3", "9"]
    assert f"2 things are wrong in {file}" in finished.err
    assert shell.calls("GetCallerIdentity") == 0


def test_a_wrong_file_is_a_json_document_too(shell: Shell, tmp_path: Path) -> None:
    for command in (("vend", *PAIR), ("status", "--all")):
        finished = shell.run(*command, "--organization", str(tmp_path / "none.yaml"), "--json")
        assert (finished.code, finished.document["outcome"]) == (2, "wrong_usage")
        assert "none.yaml:1:1: It cannot be read" in finished.err


@pytest.mark.parametrize(
    ("text", "customer", "words"),
    [
        (RESELLER, "harbour", "Did you mean harbor?"),
        (COMPANY, "harbor", "has no customers"),
    ],
)
def test_a_customer_that_is_none_is_wrong_usage(
    shell: Shell, tmp_path: Path, text: str, customer: str, words: str
) -> None:
    finished = shell.run("status", "--all", "--organization", written(tmp_path, text), "--customer", customer)

    assert finished.code == 2
    assert words in finished.err


def test_a_customer_without_a_file_is_wrong_usage(shell: Shell) -> None:
    finished = shell.run("status", "--all", "--customer", "harbor")

    assert finished.code == 2
    assert "--organization" in finished.err


def test_a_reseller_says_whose_govcloud_organization_is_meant(shell: Shell, tmp_path: Path) -> None:
    file = written(tmp_path, RESELLER)
    finished = shell.run("invite", "--account-id", "210987654321", "--organization", file)

    assert finished.code == 2
    assert "harbor, meadow" in finished.err
    assert shell.run("status", "--all", "--organization", file).code == 0
    assert "meadow" in shell.run("invite", *PAIR[:2], "--organization", file, "--customer", "meadow").err


def test_a_customer_is_reached_through_the_role_in_its_management_pair(shell: Shell, tmp_path: Path) -> None:
    file = ("--organization", written(tmp_path, RESELLER), "--customer", "harbor")
    early = shell.run("invite", "--name", "harbor-logs", *file)
    assert early.code == 1
    assert "govpair vend --name harbor-management" in early.err
    seen = shell.run("status", "--name", "harbor-logs", *file)
    assert "There is no account pair named harbor-logs" in seen.err  # and not: no management pair
    managing = _vended(shell, "harbor-management", *file)["govcloud_account_id"]
    _create_organization(shell, managing)

    joined = shell.run("vend", "--name", "harbor-logs", "--email", "aws+harbor-logs@example.gov", "--join", *file)

    assert joined.code == 0, joined.err
    membership = json.loads(shell.run("status", "--name", "harbor-logs", *file, "--json").out)["membership"]
    assert f":{managing}:" in membership["arn"]


def _vended(shell: Shell, name: str, *more: str) -> dict[str, Any]:
    made = shell.run("vend", "--name", name, "--email", f"aws+{name}@example.gov", *more, "--json")
    assert made.code == 0, made.err
    pair: dict[str, Any] = made.document["pair"]
    return pair


def _create_organization(shell: Shell, account_id: str) -> None:
    """Make an organization in the GovCloud account, through the role in it."""
    assert shell.run("wait", "--account-id", account_id, "--for", "assumable").code == 0
    role = f"arn:aws-us-gov:iam::{account_id}:role/OrganizationAccountAccessRole"
    sts: Any = botocore.session.Session(profile="govcloud").create_client("sts")
    keys = sts.assume_role(RoleArn=role, RoleSessionName="test")["Credentials"]
    session = botocore.session.Session(profile="govcloud")
    session.set_credentials(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"])
    client: Any = session.create_client("organizations")
    client.create_organization(FeatureSet="ALL")
