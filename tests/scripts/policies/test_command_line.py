"""`govpair policies` itself: offline, in three forms, and refusing what it can't make a policy of."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from custom_resources.scripts.cli import main
from tests.scripts.conftest import Finished
from workbench.terraform_binary import Terraform
from workbench.terraform_environment import terraform_environment

Run = Callable[..., Finished]
CI = "arn:aws:iam::111111111111:role/ci"
GOVCLOUD_CI = "arn:aws-us-gov:iam::222222222222:role/ci"


@pytest.fixture
def run(clean_environment: None, capsys: pytest.CaptureFixture[str]) -> Run:
    """`govpair policies` without credentials, configuration or network."""

    def call(*arguments: str) -> Finished:
        capsys.readouterr()
        code = main(["policies", *arguments])
        shown = capsys.readouterr()
        return Finished(code, shown.out, shown.err)

    return call


def test_one_set_as_json_is_the_bare_policy(run: Run) -> None:
    policy = run("--set", "govcloud_paired", "--format", "json").document

    assert set(policy) == {"Version", "Statement"}
    assert policy["Statement"] == [
        {
            "Sid": "OnRoleInAccounts",
            "Effect": "Allow",
            "Action": "sts:AssumeRole",
            "Resource": "arn:aws-us-gov:iam::*:role/OrganizationAccountAccessRole",
        }
    ]


def test_several_as_json_stand_by_the_names_of_their_files(run: Run) -> None:
    documents = run("--format", "json", "--trusted", CI).document

    assert "commercial.json" in documents
    assert documents["commercial.trust.json"]["Statement"][0]["Principal"] == {"AWS": CI}
    assert "govcloud_management.trust.json" not in documents


def test_the_text_tells_each_wildcards_reason_and_the_size(run: Run) -> None:
    shown = run("--set", "invited").out

    assert "of 6144 characters" in shown
    assert "because AWS defines no resource types for these actions" in shown
    assert "--govcloud-organization-id isn't given" in shown


def test_with_json_the_document_has_policies_and_reasons(run: Run) -> None:
    document = run("--command", "vend", "--json").document

    (commercial,) = document["policies"]
    assert (commercial["principal"], commercial["partition"]) == ("commercial", "aws")
    (policy,) = commercial["policies"]
    assert policy["reasons"][0]["resource"] == "*"
    assert document["files"] is None


def test_a_role_in_vended_accounts_trusts_whom_aws_makes_it_trust(run: Run) -> None:
    ids = ("--govcloud-paired-account-id", "222222222222", "--commercial-account-id", "111111111111")
    arguments = (*ids, "--trusted", GOVCLOUD_CI, "--external-id", "x1", "--format", "json")
    documents = run(*arguments).document

    for name, account in (("invited", "aws-us-gov:iam::222222222222"), ("commercial_member", "aws:iam::111111111111")):
        (statement,) = documents[f"{name}.trust.json"]["Statement"]
        assert statement["Principal"] == {"AWS": f"arn:{account}:root"}
        assert statement["Condition"] == {"StringEquals": {"sts:ExternalId": "x1"}}
    assert documents["govcloud_paired.trust.json"]["Statement"][0]["Principal"] == {"AWS": GOVCLOUD_CI}


def test_files_are_written_and_named(run: Run, tmp_path: Path) -> None:
    finished = run("--directory", str(tmp_path / "iam"), "--format", "json", "--command", "vend --join")

    written = sorted(path.name for path in (tmp_path / "iam").iterdir())
    assert written == ["commercial.json", "govcloud_management.json", "govcloud_paired.json", "invited.json"]
    assert sorted(Path(line).name for line in finished.out.split()) == written
    assert json.loads((tmp_path / "iam" / "commercial.json").read_text())["Version"] == "2012-10-17"


def test_a_folder_that_cannot_be_written_is_one_clear_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    finished = run("--directory", str(tmp_path / "file"), "--format", "json")

    assert finished.code == 1
    assert "Give --directory a folder" in finished.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--command", "vent"), "'vent' is no command that asks AWS"),
        (("--set", "govcloud"), "govcloud"),
        (("--trusted", "*"), "no ARN of a role"),
        (("--trusted", "arn:aws-cn:iam::111111111111:root"), "no ARN of a role"),
        (("--trusted", CI, "--external-id", "a b"), "no external id"),
        (("--directory", "x"), "files are json or terraform"),
        (("--commercial-account-id", "12"), "12"),
        (tuple(word for n in range(60) for word in ("--trusted", f"{CI}-{n}")), "at most 2048 characters"),
    ],
)
def test_what_makes_no_policy_is_wrong_usage(run: Run, arguments: tuple[str, ...], said: str) -> None:
    finished = run(*arguments)

    assert finished.code == 2
    assert said in finished.err


PROVIDER = """
provider "aws" {
  region                      = "us-east-1"
  access_key                  = "fake"
  secret_key                  = "fake"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}
"""


@pytest.mark.terraform
@pytest.mark.usefixtures("aws_provider")
def test_terraform_makes_the_same_policies_of_its_files(
    run: Run, tmp_path: Path, terraform: Terraform, cli_config: Path
) -> None:
    def call(*arguments: str) -> str:
        answer = subprocess.run(
            [str(terraform.path), f"-chdir={tmp_path}", *arguments],
            capture_output=True,
            text=True,
            check=False,
            env=terraform_environment(cli_config, {}),
        )
        assert answer.returncode == 0, answer.stdout + answer.stderr
        return answer.stdout

    trusted = ("--trusted", CI, "--external-id", "a+b")
    run("--directory", str(tmp_path), "--format", "terraform", *trusted)
    call("fmt", "-check", "-diff")
    (tmp_path / "provider.tf").write_text(PROVIDER)
    call("init", "-backend=false", "-input=false")
    call("plan", "-input=false", "-out=plan")
    planned = json.loads(call("show", "-json", "plan"))
    evaluated = {
        item["name"]: json.loads(item["values"]["json"])
        for item in planned["prior_state"]["values"]["root_module"]["resources"]
    }

    expected = run("--format", "json", *trusted).document
    named = {f"govpair_{name.removesuffix('.json').replace('.', '_')}": it for name, it in expected.items()}
    assert {name: unordered(it) for name, it in evaluated.items()} == {
        name: unordered(it) for name, it in named.items()
    }


def unordered(value: Any) -> Any:
    """A policy with the lists that have no order in one order; a single value as a list."""
    if isinstance(value, dict):
        return {name: [unordered(it)] if isinstance(it, str) else unordered(it) for name, it in value.items()}
    return sorted(map(unordered, value), key=str) if isinstance(value, list) else value
