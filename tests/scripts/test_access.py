"""`govpair access`: the role in a vended account is proved, and access given on without leaving secrets about."""

from __future__ import annotations

import configparser
import json
import os
import pty
import shlex
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import botocore.session
import pytest

from tests.scripts.conftest import NAME, VEND, Finished, Shell

ACCESS = ("access", "--name", NAME)
WHO = "import boto3, json; print(json.dumps(boto3.client('sts').get_caller_identity()['Account']))"


@pytest.fixture
def pair(shell: Shell) -> dict[str, str]:
    """A pair whose roles can be assumed."""
    made = shell.run(*VEND, "--json").document["pair"]
    assert shell.run("wait", "--name", NAME, "--for", "assumable").code == 0
    assert isinstance(made, dict)
    return made


def finished(process: subprocess.Popen[str]) -> Finished:
    out, err = process.communicate(timeout=30)
    return Finished(process.returncode, out, err)


@pytest.mark.parametrize(("side", "partition"), [("govcloud", "aws-us-gov"), ("commercial", "aws")])
def test_either_half_is_entered_through_the_account_that_its_role_trusts(
    shell: Shell, pair: dict[str, str], side: str, partition: str
) -> None:
    account_id = pair[f"{side}_account_id"]
    shown = shell.run(*ACCESS, "--side", side, "--json").document

    assert shown["account_id"] == account_id
    assert shown["role_arn"] == f"arn:{partition}:iam::{account_id}:role/OrganizationAccountAccessRole"
    assert f":{account_id}:assumed-role/" in shown["identity_arn"]
    assert shown["expiration"].endswith("Z")
    assert shown["identity_arn"] in shell.run(*ACCESS, "--side", side).out


def test_an_account_given_by_its_id_needs_no_other_credentials(shell: Shell, pair: dict[str, str]) -> None:
    account_id = pair["govcloud_account_id"]
    shown = shell.run("access", "--account-id", account_id, "--commercial-profile", "nobody", "--json").document

    assert shown["outcome"] == "done"
    assert shown["account_id"] == account_id


def test_a_role_that_is_not_usable_yet_is_refused_with_the_ways_out(shell_with: Callable[..., Shell]) -> None:
    shell = shell_with(role_delay_seconds=300)
    shell.run(*VEND)
    refused = shell.run(*ACCESS)

    assert refused.code == 1
    assert "up to about seven minutes" in refused.err


def test_a_pair_that_does_not_exist(shell: Shell) -> None:
    refused = shell.run("access", "--name", "nothing")

    assert refused.code == 1
    assert "no account pair named nothing" in refused.err


def test_the_exported_lines_make_a_shell_the_account_s(shell: Shell, pair: dict[str, str]) -> None:
    lines = shell.run(*ACCESS, "--export")
    assert lines.code == 0
    script = f"{lines.out}\nexec {shlex.quote(sys.executable)} -c {shlex.quote(WHO)}"
    shown = subprocess.run(["sh", "-ec", script], capture_output=True, text=True, check=True)

    assert json.loads(shown.stdout) == pair["govcloud_account_id"]
    assert "AWS_SESSION_TOKEN" not in lines.err


def test_at_a_terminal_the_exported_lines_come_with_a_warning(shell: Shell, pair: dict[str, str]) -> None:
    ours, theirs = pty.openpty()
    process = shell.start(*ACCESS, "--export", stdout=theirs)
    os.close(theirs)
    _, err = process.communicate(timeout=30)
    shown = os.read(ours, 65536).decode()
    os.close(ours)

    assert "export AWS_SECRET_ACCESS_KEY=" in shown
    assert "secret" in err
    assert "secret" not in shell.run(*ACCESS, "--export").err


def test_the_profile_leads_to_the_account_and_holds_no_secret(
    shell: Shell, pair: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = shell.run(*ACCESS, "--profile-text").out
    assert shell.payer.govcloud.secret_access_key not in text
    config = tmp_path / "config"
    config.write_text(Path(shell.environment["AWS_CONFIG_FILE"]).read_text(encoding="utf-8") + "\n" + text)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    client: Any = botocore.session.Session(profile=f"{NAME}-govcloud").create_client("sts")

    assert client.get_caller_identity()["Account"] == pair["govcloud_account_id"]


def test_the_profile_of_a_set_with_a_role_leads_through_that_role(shell: Shell, pair: dict[str, str]) -> None:
    through = f"arn:aws-us-gov:iam::{pair['govcloud_account_id']}:role/OrganizationAccountAccessRole"
    other = shell.run("access", "--account-id", shell.payer.govcloud.account_id, "--govcloud-paired-role-arn", through)
    assert other.code == 1  # the vended account may not enter the paired one
    from custom_resources.engine.credentials import AssumeRole, CredentialSet
    from custom_resources.engine.member_role import MemberRole
    from custom_resources.engine.session import open_session
    from custom_resources.scripts.handing_on import profile_text

    own = open_session(CredentialSet("govcloud_paired", profile="govcloud", assume_role=(AssumeRole(through),)))
    sections = configparser.ConfigParser()
    sections.read_string(profile_text("x", MemberRole("govcloud", "210987654321", external_id="e"), own))

    assert sections["profile x-through-1"]["source_profile"] == "govcloud"
    assert sections["profile x"]["source_profile"] == "x-through-1"
    assert sections["profile x"]["external_id"] == "e"


def test_a_command_runs_as_the_account_and_its_exit_status_is_told(shell: Shell, pair: dict[str, str]) -> None:
    shown = finished(shell.start(*ACCESS, "--", sys.executable, "-c", WHO))
    assert json.loads(shown.out) == pair["govcloud_account_id"]
    assert shown.code == 0

    failed = finished(shell.start(*ACCESS, "--json", "--", sys.executable, "-c", "print('seen'); raise SystemExit(7)"))
    assert failed.code == 1
    assert failed.document["exit_status"] == 7
    assert "seen" in failed.err


def test_a_command_that_is_not_there_is_told(shell: Shell, pair: dict[str, str]) -> None:
    shown = shell.run(*ACCESS, "--", "no-such-command-anywhere")

    assert shown.code == 1
    assert "no-such-command-anywhere can't be run" in shown.err


def test_signals_are_passed_on_to_the_command(shell: Shell, pair: dict[str, str]) -> None:
    waits = "import time; print('ready', flush=True); time.sleep(60)"
    process = shell.start(*ACCESS, "--", sys.executable, "-c", waits)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    process.send_signal(signal.SIGTERM)
    shown = finished(process)

    assert shown.code == 1
    assert f"exit status {128 + signal.SIGTERM}" in shown.err


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (("--export", "--profile-text"), "only one of them"),
        (("--export", "--json"), "never holds a secret"),
        (("--profile-text", "--", "true"), "-- COMMAND"),
        (("--duration", "1m"), "15m to 12h"),
        (("--side", "both"), "govcloud"),
    ],
)
def test_wrong_usage(shell: Shell, more: tuple[str, ...], words: str) -> None:
    wrong = shell.run(*ACCESS, *more)

    assert wrong.code == 2
    assert words in wrong.err


def test_no_form_of_access_leaves_a_secret_in_the_document(shell: Shell, pair: dict[str, str]) -> None:
    shown = shell.run(*ACCESS, "--json")

    assert shown.code == 0
    assert not {"access_key_id", "secret_access_key", "session_token"} & set(shown.document)
