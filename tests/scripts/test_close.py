"""`govpair close`: both halves, only after the account's name was typed, and followed to the end."""

from __future__ import annotations

import os
import pty
import threading
from collections.abc import Callable

import pytest

from custom_resources.scripts import confirmation
from tests.scripts.conftest import NAME, VEND, Shell, new_unit

CLOSE = ("close", "--name", NAME)


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Let somebody at a terminal type a line."""

    def types(line: str) -> None:
        monkeypatch.setattr(confirmation, "read_line", lambda: f"{line}\n")
        monkeypatch.setattr("custom_resources.scripts.commands.close.at_terminal", lambda: True)
        monkeypatch.setattr(confirmation, "at_terminal", lambda: True)

    return types


def test_both_halves_are_closed_after_the_name_was_typed(shell: Shell, typed: Callable[[str], None]) -> None:
    shell.run(*VEND)
    typed(NAME)
    closed = shell.run(*CLOSE)

    assert closed.code == 0, closed.err
    assert "is closed" in closed.out
    said = closed.err.index("after 90 days")
    assert said < closed.err.index(f"Type {NAME} to go on")
    assert "20 % of an organization's accounts" in closed.err
    pair = shell.run("status", "--name", NAME, "--json").document["pair"]
    assert (pair["commercial_state"], pair["govcloud_state"]) == ("SUSPENDED", "SUSPENDED")


def test_another_name_closes_nothing(shell: Shell, typed: Callable[[str], None]) -> None:
    shell.run(*VEND)
    typed("log-archiv")
    refused = shell.run(*CLOSE)

    assert refused.code == 1
    problem = f"govpair close: stopped: It was not confirmed with {NAME}. Nothing was changed.\n"
    assert refused.err.endswith(f"{problem}To go on, run it again and type exactly: {NAME}\n")
    assert shell.calls("CloseAccount") == 0
    document = shell.run(*CLOSE, "--json").document
    assert (document["outcome"], document["closed"]) == ("failed", None)
    assert document["pair"]["name"] == NAME


def test_ctrl_c_at_the_question_closes_nothing_and_is_a_document_too(
    shell: Shell, typed: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def press() -> str:
        raise KeyboardInterrupt

    shell.run(*VEND)
    typed(NAME)
    monkeypatch.setattr(confirmation, "read_line", press)
    stopped = shell.run(*CLOSE, "--json")

    assert (stopped.code, stopped.document["outcome"]) == (3, "resumable")
    assert "before anything was begun" in stopped.err
    assert shell.calls("CloseAccount") == 0


def test_without_a_terminal_nothing_is_closed_and_nothing_asked_of_aws(shell: Shell) -> None:
    shell.run(*VEND)
    shell.simulator.reset_calls()
    refused = shell.run(*CLOSE)

    assert refused.code == 2
    assert "--yes" in refused.err
    assert shell.simulator.calls() == {}
    assert shell.run(*CLOSE, "--yes").code == 0
    assert shell.calls("CloseAccount") == 1


def test_a_pair_closed_already_is_shown_and_nobody_is_asked(shell: Shell, typed: Callable[[str], None]) -> None:
    shell.run(*VEND)
    shell.run(*CLOSE, "--yes")
    typed("nothing")
    again = shell.run(*CLOSE)

    assert again.code == 0
    assert "was closed already" in again.out
    assert shell.calls("CloseAccount") == 1


def test_a_closing_that_was_left_is_followed_by_the_same_command(shell: Shell) -> None:
    shell.run(*VEND)

    def stops(stop: threading.Event) -> None:
        stop.set()

    shell.on_wait = stops
    left = shell.run(*CLOSE, "--yes", "--json")
    assert (left.code, left.document["closed"]) == (3, False)
    shell.on_wait = lambda stop: None
    done = shell.run(*CLOSE, "--yes", "--json")

    assert (done.code, done.document["closed"]) == (0, True)
    assert shell.calls("CloseAccount") == 1


def test_the_management_account_is_refused(shell: Shell) -> None:
    refused = shell.run("close", "--account-id", shell.payer.commercial.account_id, "--yes")

    assert refused.code == 1
    assert "is the management account" in refused.err


def test_a_pair_that_does_not_exist(shell: Shell) -> None:
    refused = shell.run(*CLOSE, "--yes")

    assert refused.code == 1
    assert f"no account pair named {NAME}" in refused.err


def test_a_place_for_closed_accounts_that_is_not_there_closes_nothing(shell: Shell) -> None:
    shell.run(*VEND)
    refused = shell.run(*CLOSE, "--yes", "--move-to", "ou-zzzz-99999999")

    assert refused.code == 1
    assert "ou-zzzz-99999999" in refused.err
    assert shell.calls("CloseAccount") == 0


def test_a_closed_account_goes_where_it_is_told_to(shell: Shell) -> None:
    shell.run(*VEND)
    unit = new_unit("commercial")

    assert shell.run(*CLOSE, "--yes", "--move-to", unit, "--json").document["pair"]["parent_id"] == unit


def test_at_a_real_terminal_the_question_stands_alone_and_is_answered_there(shell: Shell) -> None:
    shell.run(*VEND)
    ours, theirs = pty.openpty()
    process = shell.start(*CLOSE, stdin=theirs, stderr=theirs)
    os.close(theirs)
    shown = ""
    while "to go on" not in shown:
        shown += os.read(ours, 4096).decode()
    os.write(ours, b"no\n")
    process.communicate(timeout=30)
    os.close(ours)

    assert process.returncode == 1
    assert shell.calls("CloseAccount") == 0
    assert shown.rindex("\x1b[?25h") < shown.index("Type")  # the live line has gone before the question
