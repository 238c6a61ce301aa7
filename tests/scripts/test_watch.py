"""`govpair status --watch`: what is in progress in both partitions, live on a terminal, a line per change elsewhere."""

from __future__ import annotations

import contextlib
import os
import pty
import re
import signal
import threading
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import botocore.session
import pytest

from tests.pages.blocks import blocks
from tests.pages.output import said
from tests.scripts.conftest import EMAIL, NAME, VEND, Shell

WATCH = ("status", "--watch")


def create(name: str) -> None:
    client: Any = botocore.session.Session(profile="commercial").create_client("organizations")
    client.create_gov_cloud_account(Email=f"aws+{name}@example.gov", AccountName=name)


def lines(text: str) -> list[str]:
    """Lines of changes, without their times."""
    return [line.split(" ", 1)[1] for line in text.splitlines() if re.match(r"\d{4}-\d\d-\d\dT", line)]


def test_each_change_of_a_creation_is_a_line_and_it_ends_when_nothing_is_in_progress(shell: Shell) -> None:
    create("one")
    watched = shell.run(*WATCH, "--until-done")

    assert watched.code == 0
    assert [re.sub(r"(car-|\b\d{12}\b)\w*", "ID", line) for line in lines(watched.out)] == [
        "creation request ID (one): IN_PROGRESS",
        "creation request ID (one): IN_PROGRESS → SUCCEEDED, commercial ID, GovCloud ID",
    ]


def test_the_page_shows_what_is_said(shell: Shell) -> None:
    (block,) = blocks("docs/commands.md", section="status")
    command, _, shown = block.text.removeprefix("$ govpair ").partition("\n")
    create("next")
    assert said(shown, shell.run(*command.split()).out) is None


def test_invitations_are_watched_too(shell: Shell) -> None:
    shell.run(*VEND)
    shell.run("invite", "--name", NAME)
    accepts: list[bool] = []

    def accept(stop: threading.Event) -> None:
        if not accepts:
            accepts.append(True)
            other = Shell(shell.simulator, shell.payer, shell.environment, shell.capture)
            process = other.start("accept", "--name", NAME)
            process.communicate(timeout=30)

    shell.on_wait = accept
    watched = shell.run(*WATCH, "--until-done", "--json")

    assert watched.code == 0
    (invitation,) = watched.document["invitations"]
    assert (invitation["side"], invitation["state"]) == ("govcloud", "ACCEPTED")
    assert [line.split(": ")[1].split(",")[0] for line in lines(watched.err)] == ["OPEN", "OPEN → ACCEPTED"]
    assert set(watched.document) >= {"requests", "invitations", "outcome", "error"}


def test_ctrl_c_is_the_usual_end(shell: Shell) -> None:
    def interrupt(stop: threading.Event) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        assert stop.wait(5)

    create("one")
    shell.on_wait = interrupt
    watched = shell.run(*WATCH)

    assert watched.code == 0
    assert len(lines(watched.out)) == 1
    assert "stopped" not in watched.err


def test_on_a_terminal_a_table_is_renewed_in_place_and_ctrl_c_restores_the_terminal(
    shell_with: Callable[..., Shell],
) -> None:
    shell = shell_with(creation_seconds=3600)
    create("one")
    ours, theirs = pty.openpty()
    process = shell.start(*WATCH, stdout=theirs)
    os.close(theirs)
    shown = ""
    while "IN_PROGRESS" not in shown:
        shown += os.read(ours, 4096).decode()
    process.send_signal(signal.SIGINT)
    with contextlib.suppress(OSError):  # Linux tells the end of a terminal as an error
        while more := os.read(ours, 4096).decode():
            shown += more
    _, err = process.communicate(timeout=20)
    os.close(ours)

    assert process.returncode == 0
    assert "Ctrl-C ends" in shown
    assert shown.rindex("\x1b[?25h") > shown.rindex("\x1b[?25l")
    assert "Traceback" not in err


def test_watching_takes_three_calls_a_look_and_more_than_five_seconds_between(shell: Shell) -> None:
    looks: list[float] = []

    def count(stop: threading.Event) -> None:
        looks.append(shell.simulator.clock.now())
        if len(looks) == 6:
            stop.set()

    shell.on_wait = count
    assert shell.run(*WATCH, "--interval", "20s").code == 0
    assert [b - a for a, b in pairwise(looks)] == [20.0] * 5
    assert shell.calls("ListCreateAccountStatus") == 6
    assert shell.calls("ListHandshakesForOrganization") == 12


def test_what_may_not_be_listed_is_noted_once_and_the_rest_watched(shell: Shell) -> None:
    create("one")
    shell.fault("ListHandshakesForOrganization", code="AccessDeniedException", times=100)
    watched = shell.run(*WATCH, "--until-done")

    assert watched.code == 0
    assert watched.err.count("invitations are not watched") == 2
    assert len(lines(watched.out)) == 2


def test_an_endpoint_that_does_not_answer_for_a_while_is_noted_and_asked_again(shell: Shell) -> None:
    create("one")
    shell.fault("ListCreateAccountStatus", drop="before", times=3)
    watched = shell.run(*WATCH, "--until-done")

    assert watched.code == 0
    assert "No answer" in watched.err
    assert len(lines(watched.out)) == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--interval", "20s", "--all"), "--interval: does nothing without --watch"),
        (("--until-done", "--email", EMAIL), "--until-done"),
        (("--watch", "--all"), "once"),
        (("--watch", "--interval", "1s"), "5s is the least"),
    ],
)
def test_wrong_usage(shell: Shell, arguments: tuple[str, ...], words: str) -> None:
    wrong = shell.run("status", *arguments)

    assert wrong.code == 2
    assert words in wrong.err
