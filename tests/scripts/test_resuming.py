"""Interrupted, timed out or half done: exit code 3, a line that says so, and the same command goes on from there."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.scripts.conftest import EMAIL, VEND, Finished, Shell

HEARD = 5.0
"""Seconds: one, and what a busy machine adds to the end of a process. Unheard, each of these would take far longer."""


def _interrupt(stop: threading.Event) -> None:
    """Ctrl-C while the command waits: to this process, whose main thread hears it for the thread that waits."""
    os.kill(os.getpid(), signal.SIGINT)
    assert stop.wait(5)


def _says_resumable(finished: Finished) -> None:
    assert finished.code == 3
    assert "Traceback" not in finished.err
    assert "Run the same command again" in finished.err


def test_vend_interrupted_while_the_pair_is_made_ends_with_one_pair_when_run_again(shell: Shell) -> None:
    shell.on_wait = _interrupt
    interrupted = shell.run(*VEND)
    _says_resumable(interrupted)
    assert "is IN_PROGRESS" in interrupted.err.splitlines()[-2]

    shell.on_wait = lambda stop: None
    resumed = shell.run(*VEND, "--json")

    assert resumed.code == 0
    assert resumed.document["created"] is False
    assert resumed.document["pair"]["owner"] == "govpair"
    assert shell.calls("CreateGovCloudAccount") == 1
    assert shell.accounts_with(EMAIL) == 2


def test_the_json_document_of_an_interrupted_command_says_resumable(shell: Shell) -> None:
    shell.on_wait = _interrupt
    document = shell.run(*VEND, "--json").document

    assert (document["outcome"], document["exit_code"]) == ("resumable", 3)
    assert document["pair"] is None
    assert "Stopped as asked" in document["error"]["detail"]
    assert document["next_step"].startswith("Run the same command again")


def test_after_a_command_the_signals_mean_what_they_meant_before(shell: Shell) -> None:
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    shell.run("status", "--all")

    assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == before


def test_a_time_out_is_resumable_and_says_what_was_seen_last(shell_with: Callable[..., Shell]) -> None:
    shell = shell_with(creation_seconds=300)
    timed_out = shell.run(*VEND, "--timeout", "60s")
    _says_resumable(timed_out)
    assert "Gave up after 60 s" in timed_out.err

    assert shell.run(*VEND, "--timeout", "10m").code == 0
    assert shell.calls("CreateGovCloudAccount") == 1


def test_a_pair_that_could_not_join_is_shown_and_joins_when_run_again(shell: Shell) -> None:
    shell.fault("InviteAccountToOrganization", code="HandshakeConstraintViolationException")
    failed = shell.run(*VEND, "--join", "--json")
    document = failed.document

    assert failed.code == 3
    assert document["pair"]["email"] == EMAIL
    assert document["membership"] is None
    assert document["error"]["govcloud_account_id"] == document["pair"]["govcloud_account_id"]

    joined = shell.run(*VEND, "--join", "--json").document
    assert joined["membership"]["account_id"] == document["pair"]["govcloud_account_id"]
    assert shell.calls("CreateGovCloudAccount") == 1


def test_a_lost_answer_to_the_creation_makes_no_second_pair(shell: Shell) -> None:
    shell.fault("CreateGovCloudAccount", drop="after")
    finished = shell.run(*VEND, "--json")

    assert finished.code == 0, finished.err
    assert shell.calls("CreateGovCloudAccount") == 1
    assert shell.accounts_with(EMAIL) == 2


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_process_that_waits_hears_the_signal_within_a_second(
    shell_with: Callable[..., Shell], number: signal.Signals
) -> None:
    shell = shell_with(creation_seconds=3600)
    process = shell.start(*VEND)
    assert process.stderr is not None
    process.stderr.readline()  # the first line of progress: the creation is on its way
    seconds, finished = _signalled(process, number)

    assert seconds < HEARD
    _says_resumable(finished)
    shell.simulator.clock.advance(3600)
    assert shell.run(*VEND).code == 0
    assert shell.calls("CreateGovCloudAccount") == 1


def test_a_process_whose_call_is_not_answered_hears_the_signal_too(shell: Shell) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        config = Path(shell.environment["AWS_CONFIG_FILE"])
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        config.write_text(config.read_text(encoding="utf-8").replace(shell.simulator.commercial.url, url))
        process = shell.start(*VEND)
        connection, _ = silent.accept()
        with connection:
            seconds, finished = _signalled(process, signal.SIGINT)

    assert seconds < HEARD
    _says_resumable(finished)


def _signalled(process: subprocess.Popen[str], number: signal.Signals) -> tuple[float, Finished]:
    started = time.monotonic()
    process.send_signal(number)
    out, err = process.communicate(timeout=20)
    return time.monotonic() - started, Finished(process.returncode, out, err)
