"""Credentials that are missing or wrong, and endpoints that don't answer: one line, the next step, nothing changed."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.scripts.conftest import VEND, Finished, Shell

JOIN = (*VEND, "--join")


def _refused(shell: Shell, finished: Finished) -> str:
    assert finished.code == 1
    assert finished.out == ""
    assert "Traceback" not in finished.err
    assert len(finished.err.splitlines()) == 2, finished.err  # the problem and the next step
    assert shell.calls("CreateGovCloudAccount") == 0
    return finished.err


def test_no_credentials_at_all(shell: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for variable in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(variable, str(tmp_path / "none"))
    said = _refused(shell, shell.run(*VEND))

    assert "the commercial organization's management account" in said
    assert "--commercial-profile" in said


def test_a_profile_that_does_not_exist(shell: Shell) -> None:
    said = _refused(shell, shell.run(*VEND, "--commercial-profile", "nobody"))

    assert "names a profile that does not exist: nobody" in said


def test_a_profile_by_environment_variable(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVPAIR_COMMERCIAL_PROFILE", "nobody")

    assert "nobody" in _refused(shell, shell.run(*VEND))
    assert shell.run(*VEND, "--commercial-profile", "commercial").code == 0


def test_a_set_in_the_wrong_partition_is_refused_naming_what_was_expected(shell: Shell) -> None:
    said = _refused(shell, shell.run(*VEND, "--commercial-profile", "govcloud"))
    assert "credential set commercial" in said
    assert "partition aws" in said

    said = _refused(shell, shell.run(*JOIN, "--govcloud-paired-profile", "commercial"))
    assert "credential set govcloud_paired" in said
    assert "aws-us-gov" in said


def test_a_set_for_the_wrong_account_is_refused_naming_both(shell: Shell) -> None:
    said = _refused(shell, shell.run(*VEND, "--commercial-account-id", "999999999999"))

    assert "999999999999" in said
    assert shell.payer.commercial.account_id in said


def test_the_right_account_passes(shell: Shell) -> None:
    assert shell.run(*VEND, "--commercial-account-id", shell.payer.commercial.account_id).code == 0


def test_an_unreachable_endpoint(shell: Shell) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    config = Path(shell.environment["AWS_CONFIG_FILE"])
    config.write_text(
        config.read_text(encoding="utf-8").replace(shell.simulator.commercial.url, f"http://127.0.0.1:{port}")
    )
    said = _refused(shell, shell.run(*VEND))

    assert f"127.0.0.1:{port}" in said


def test_secrets_are_never_shown(shell: Shell) -> None:
    shown = shell.run(*JOIN, "--json"), shell.run(*JOIN, "--govcloud-paired-profile", "commercial", "--json")

    for finished in shown:
        for keys in (shell.payer.commercial, shell.payer.govcloud):
            assert keys.secret_access_key not in finished.out + finished.err


def test_an_unexpected_error_is_one_line_and_its_traceback_can_be_had(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    from custom_resources.scripts import task

    def broken(stop: object) -> None:
        raise LookupError("nobody expected this")

    monkeypatch.setattr(task, "make_pace", broken)
    said = _refused(shell, shell.run(*VEND))
    assert "a defect in govpair: LookupError: nobody expected this" in said
    assert "GOVPAIR_DEBUG=1" in said

    monkeypatch.setenv("GOVPAIR_DEBUG", "1")
    assert "Traceback" in shell.run(*VEND).err


def test_an_organization_that_is_missing_is_told_with_the_next_step(shell_with: Callable[..., Shell]) -> None:
    shell = shell_with(organizations=False)
    finished = shell.run(*VEND)

    assert finished.code == 1
    assert "Create the organization first" in finished.err


def test_an_empty_profile_takes_the_sdks_own_way(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "commercial")

    assert shell.run(*VEND, "--commercial-profile", "").code == 0


def test_a_role_is_assumed_where_one_is_given(shell: Shell) -> None:
    member = shell.run(*VEND, "--json").document["pair"]["commercial_account_id"]
    role = f"arn:aws:iam::{member}:role/OrganizationAccountAccessRole"
    finished = shell.run("status", "--all", "--commercial-role-arn", role, "--commercial-account-id", "999999999999")

    assert finished.code == 1
    assert f"STS says account {member}" in finished.err
