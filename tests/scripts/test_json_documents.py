"""With `--json` standard output is one document, whatever happens, and its keys are always the same ones."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.scripts.conftest import NAME, VEND, Shell

COMMON = {"command", "outcome", "exit_code", "error", "next_step"}
ERROR = {"title", "detail", "reason", "code", "attribute", "commercial_account_id", "govcloud_account_id"}
OWN = {
    "estimate": {"estimate", "quotas", "unreadable"},
    "vend": {"pair", "created", "membership"},
    "wait": {"pair", "membership", "roles"},
    "status": {"pair", "membership", "membership_unknown", "request", "possible_requests"},
    "invite": {"account_id", "handshake", "membership"},
    "accept": {"account_id", "handshake", "membership"},
    "report": {"format", "file", "counts", "findings", "report"},
    "access": {"account_id", "side", "role_arn", "identity_arn", "expiration", "profile_text", "exit_status"},
    "close": {"pair", "closed"},
    "discover": {
        "organization_file",
        "import_files",
        "hashicorp_aws_files",
        "pairs",
        "organizational_units",
        "left_out",
        "would_change",
        "differences",
        "policies",
    },
}
ARGUMENTS = {
    "estimate": ("estimate", "--pairs", "5"),
    "vend": VEND,
    "wait": ("wait", "--name", NAME),
    "status": ("status", "--name", NAME),
    "invite": ("invite", "--name", NAME),
    "accept": ("accept", "--name", NAME),
    "report": ("report",),
    "access": ("access", "--name", NAME, "--side", "commercial"),
    "close": ("close", "--name", NAME, "--yes"),
    "discover": ("discover", "--owner", "govpair"),
}
PAIR = {
    "email": str,
    "name": str,
    "commercial_account_id": str,
    "govcloud_account_id": str,
    "commercial_arn": str,
    "govcloud_arn": str,
    "commercial_state": str,
    "govcloud_state": str,
    "parent_id": str,
    "tags": dict,
    "owner": str,
    "joined_timestamp": str,
    "joined_method": str,
}


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """For what `discover` writes."""
    monkeypatch.chdir(tmp_path)


def test_every_command_answers_with_its_keys(shell: Shell) -> None:
    for command, arguments in ARGUMENTS.items():
        document = shell.run(*arguments, "--json").document
        assert set(document) == COMMON | OWN[command]
        assert (document["command"], document["outcome"], document["exit_code"]) == (command, "done", 0)
        assert document["error"] is None


@pytest.mark.parametrize("command", sorted(ARGUMENTS))
def test_a_failure_has_the_same_keys_and_an_error(shell: Shell, command: str) -> None:
    finished = shell.run(*ARGUMENTS[command], "--commercial-profile", "nobody", "--json")

    assert set(finished.document) == COMMON | OWN[command]
    assert finished.document["outcome"] == "failed"
    assert set(finished.document["error"]) == ERROR
    assert finished.document["exit_code"] == finished.code == 1


def test_a_pair_is_told_with_these_keys_and_types(shell: Shell) -> None:
    pair = shell.run(*VEND, "--json").document["pair"]

    assert {key: type(value) for key, value in pair.items()} == PAIR


@pytest.mark.parametrize("arguments", [("status", "--name", NAME), ("status", "--requests", "ALL")])
def test_times_are_utc_in_whole_seconds_in_documents_and_texts(shell: Shell, arguments: tuple[str, ...]) -> None:
    form = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"
    shell.run(*VEND)
    document = shell.run(*arguments, "--json").document
    times = [
        value
        for record in [document.get("pair"), *(document.get("requests") or ())]
        for key, value in (record or {}).items()
        if key.endswith("_timestamp")
    ]

    assert times
    assert [time for time in times if not re.fullmatch(form, time)] == []
    if "--requests" in arguments:
        assert re.search(rf"{form}$", shell.run(*arguments).out, re.MULTILINE)


def test_progress_never_reaches_standard_output(shell: Shell) -> None:
    finished = shell.run(*VEND, "--join")

    assert "is IN_PROGRESS" in finished.err
    assert "IN_PROGRESS" not in finished.out


def test_version(shell: Shell) -> None:
    versions = shell.run("version", "--json").document["versions"]

    assert versions["python"]
    assert versions["typer"]
    assert "typer" in shell.run("version").out
