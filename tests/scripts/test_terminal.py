"""At a terminal or a pipe: the live line of progress, which Ctrl-C takes away, and readers that leave."""

from __future__ import annotations

import contextlib
import os
import pty
import signal
import subprocess
from collections.abc import Callable

import pytest

from tests.scripts.conftest import VEND, Shell

HIDE_CURSOR, SHOW_CURSOR = "\x1b[?25l", "\x1b[?25h"


def test_ctrl_c_leaves_the_terminal_as_it_was(shell_with: Callable[..., Shell]) -> None:
    shell = shell_with(creation_seconds=3600)
    ours, theirs = pty.openpty()
    process = shell.start(*VEND, stderr=theirs, stdout=subprocess.PIPE)
    os.close(theirs)
    shown = ""
    while "IN_PROGRESS" not in shown:
        shown += os.read(ours, 4096).decode()
    assert HIDE_CURSOR in shown
    process.send_signal(signal.SIGINT)
    with contextlib.suppress(OSError):  # Linux tells the end of a terminal as an error
        while more := os.read(ours, 4096).decode():
            shown += more
    out, _ = process.communicate(timeout=20)
    os.close(ours)

    assert process.returncode == 3
    assert out == ""
    assert shown.rindex(SHOW_CURSOR) > shown.rindex(HIDE_CURSOR)
    last = shown[shown.rindex(SHOW_CURSOR) :]
    assert "govpair vend: stopped" in last
    assert "Run the same command again" in last
    assert "Traceback" not in shown


def test_a_reader_that_goes_away_is_no_traceback(shell: Shell) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    process = shell.start("status", "--all", stdout=writer)
    os.close(writer)
    _, err = process.communicate(timeout=20)

    assert process.returncode == 1
    assert [line for line in err.splitlines() if not line.startswith("govpair status: listing")] == []


@pytest.mark.parametrize("live", [True, False])
def test_a_terminal_that_is_closed_ends_a_command_as_resumable(shell_with: Callable[..., Shell], live: bool) -> None:
    shell = shell_with(creation_seconds=3600)
    ours, theirs = pty.openpty()
    streams = {"stdout": theirs, "stderr": theirs if live else subprocess.PIPE}
    process = shell.start(*VEND, "--json", **streams)
    os.close(theirs)
    shown = ""
    while "IN_PROGRESS" not in shown:
        shown += os.read(ours, 4096).decode() if live or process.stderr is None else process.stderr.readline()
    os.close(ours)
    process.send_signal(signal.SIGHUP)  # as the system does when the terminal was the controlling one

    process.communicate(timeout=20)
    assert process.returncode == 3
