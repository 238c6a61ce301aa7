"""At a terminal: the question, the live screen, Ctrl-C handed on to Terraform, and the terminal as it was before."""

from __future__ import annotations

import contextlib
import io
import os
import pty
import signal
import subprocess
import sys
import termios
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from rich.console import Console

from custom_resources.scripts.stacks.ownership import Ownership
from custom_resources.scripts.stacks.rows import Rows
from custom_resources.scripts.stacks.screen import Screen, clock_text
from tests.scripts.conftest import PROJECT
from tests.scripts.stacks.conftest import Synthesized, change
from tests.scripts.stacks.test_commands import UNIT, begun
from tests.scripts.stacks.test_rows import play

HIDE_CURSOR, SHOW_CURSOR = "\x1b[?25l", "\x1b[?25h"


@dataclass
class Terminal:
    """`govpair` in a pseudo-terminal of 100 columns and 30 lines."""

    process: subprocess.Popen[bytes]
    ours: int
    shown: str = field(default="")

    def until(self, words: str) -> None:
        """Read until the words are shown."""
        while words not in self.shown:
            self.shown += os.read(self.ours, 4096).decode(errors="replace")

    def type(self, text: str) -> None:
        os.write(self.ours, text.encode())

    def end(self) -> int:
        """Read to the end; the exit code."""
        with contextlib.suppress(OSError):  # Linux tells the end of a terminal as an error
            while more := os.read(self.ours, 4096):
                self.shown += more.decode(errors="replace")
        return self.process.wait(timeout=20)


@contextmanager
def terminal(synthesized: Synthesized, *arguments: str, **more: Any) -> Iterator[Terminal]:
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(ours, (30, 100))
    process = subprocess.Popen(
        [sys.executable, "-m", "custom_resources", *arguments, "--outdir", str(synthesized.outdir)],
        cwd=PROJECT,
        env={**os.environ, "TERM": "xterm-256color"},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        **more,
    )
    os.close(theirs)
    try:
        yield Terminal(process, ours)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        os.close(ours)


def test_it_asks_once_and_applies_what_was_shown(synthesized: Synthesized) -> None:
    for name in synthesized.stacks:
        synthesized.plays_recorded(name)
    with terminal(synthesized, "apply") as shell:
        shell.until("anything else to stop:")
        assert "aws_organizations_organization.commercial" in shell.shown
        shell.type("yes\n")
        assert shell.end() == 0
    assert "7 placed in" in shell.shown
    assert shell.shown.rindex(SHOW_CURSOR) > shell.shown.rindex(HIDE_CURSOR)
    # What could be planned before was planned once; what read it, once that was applied.
    assert [call.split()[0] for call in synthesized.calls("plan")] == list(synthesized.stacks)


def test_another_word_changes_nothing(synthesized: Synthesized) -> None:
    synthesized.plays_recorded("commercial")
    with terminal(synthesized, "apply") as shell:
        shell.until("anything else to stop:")
        shell.type("y\n")
        assert shell.end() == 1
    assert "It was not confirmed with yes. Nothing was changed." in shell.shown
    assert synthesized.calls("apply") == []
    assert not list(synthesized.outdir.rglob("*.tfplan"))


def test_ctrl_c_at_the_question_changes_nothing(synthesized: Synthesized) -> None:
    synthesized.plays_recorded("commercial")
    with terminal(synthesized, "apply") as shell:
        shell.until("anything else to stop:")
        shell.process.send_signal(signal.SIGINT)
        assert shell.end() == 1
    assert "Stopped as asked. Nothing was changed." in shell.shown
    assert synthesized.calls("apply") == []


def test_what_would_be_destroyed_without_having_been_shown_is_not(synthesized: Synthesized) -> None:
    synthesized.plays_recorded("commercial")
    synthesized.plays("account-pairs", "plan", change("govpair_account_pair.app-one", "delete"), 2)
    with terminal(synthesized, "apply") as shell:
        shell.until("anything else to stop:")
        shell.type("yes\n")
        assert shell.end() == 3
    assert "would destroy or replace govpair_account_pair.app-one" in " ".join(shell.shown.split())
    assert [call.split()[0] for call in synthesized.calls("apply")] == ["commercial"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_ctrl_c_lets_terraform_end_in_order_and_the_rest_is_resumable(
    synthesized: Synthesized, number: signal.Signals
) -> None:
    address = "govpair_account_pair.app-one"
    synthesized.plays("account-pairs", "plan", change(address, "create"), 2)
    synthesized.plays("account-pairs", "apply", begun(address).splitlines()[0])
    folder = synthesized.outdir / "stacks" / "account-pairs"
    (folder / "hang").touch()
    with terminal(synthesized, "apply", "--yes") as shell:
        shell.until("requested")
        shell.process.send_signal(number)
        shell.until("please wait")
        shell.process.send_signal(number)  # impatience isn't handed on
        assert shell.end() == 3
    assert (folder / "heard").read_text() == "1"
    assert "Run the same command again" in shell.shown
    assert shell.shown.rindex(SHOW_CURSOR) > shell.shown.rindex(HIDE_CURSOR)
    assert "Traceback" not in shell.shown
    assert not list(synthesized.outdir.rglob("*.tfplan"))


def drawn(rows: Rows, width: int = 100, height: int = 40) -> list[str]:
    """The lines of the screen."""
    file = io.StringIO()
    console = Console(file=file, width=width, height=height, force_terminal=True, color_system=None)
    console.print(Screen(rows))
    return file.getvalue().splitlines()


def made(synthesized: Synthesized, until: str) -> Rows:
    stacks = synthesized.read()
    rows = Rows(stacks, Ownership(stacks), clock=lambda: 0.0)
    rows.phase("account-pairs", "applying")
    play(rows, "account-pairs", until)
    return rows


def test_the_screen_has_a_line_for_each_stack_and_each_pair(synthesized: Synthesized) -> None:
    lines = drawn(made(synthesized, "09:41:30"))
    assert lines[0].split() == ["STACK", "CHANGES", "TIME"]
    assert lines[2].split()[:3] == ["account-pairs", "applying", "govpair_account_pair.app-one"]
    pairs = {line.split()[0]: line for line in lines[6:] if line.strip()}
    assert pairs["app-two"].split()[1:3] == ["●●●····", "created"]
    assert "●······  waiting for a slot" in pairs["app-one"]
    assert "about 30 s (AWS's rate)" in pairs["app-three"] or "place" in pairs["app-three"]
    assert len(pairs) == 7
    assert max(map(len, lines)) <= 100


def test_a_low_terminal_shows_what_moves_and_counts_the_rest(synthesized: Synthesized) -> None:
    lines = drawn(made(synthesized, "09:41:30"), height=14)
    assert len(lines) <= 14
    assert [line.split()[0] for line in lines[6:-1]] == ["app-four", "app-one", "app-seven", "app-three"][:4]
    assert lines[-1].strip() == "and 3 more: 3 created"


def test_a_narrow_terminal_breaks_no_line(synthesized: Synthesized) -> None:
    rows = made(synthesized, "09:41:30")
    assert len(drawn(rows, width=60)) == len(drawn(rows, width=160))


def test_a_replaced_unit_is_no_pair_and_needs_no_row(synthesized: Synthesized) -> None:
    rows = made(synthesized, "09:41:30")
    resource = {"resource": {"addr": UNIT}, "action": "delete"}
    rows.event("commercial", {"type": "apply_start", "hook": resource})
    rows.event("commercial", {"type": "apply_complete", "hook": resource})
    assert rows.stacks["commercial"].done == 1


@pytest.mark.parametrize(("seconds", "text"), [(None, ""), (0.4, "0:00"), (61, "1:01"), (3725, "1:02:05")])
def test_time_is_minutes_and_seconds(seconds: float | None, text: str) -> None:
    assert clock_text(seconds) == text
