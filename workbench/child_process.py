"""Run one program, line by line, so that nothing of it survives us: not on Ctrl-C, not on SIGTERM, not on an error."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

_GRACE_SECONDS = 30
"""How long an interrupted Terraform may take to write its state before its whole group is killed."""


def run_lines(
    command: Sequence[str],
    *,
    directory: Path,
    environment: Mapping[str, str],
    on_line: Callable[[str], None],
) -> int:
    """Run ``command`` to its end, hand over each line of its output (both streams), and return its exit code.

    The program gets a process group of its own: an interrupt reaches it once, from here, and not a second time from
    the terminal, which Terraform takes as the order to drop everything.

    Raises:
        KeyboardInterrupt: passed on, after the program has been interrupted in turn and has ended.
    """
    child = subprocess.Popen(
        list(command),
        cwd=directory,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        process_group=0,
    )
    assert child.stdout is not None
    try:
        for line in child.stdout:
            on_line(line.rstrip("\n"))
        return child.wait()
    finally:
        if child.poll() is None:
            _end(child)
        child.stdout.close()


def _end(child: subprocess.Popen[str]) -> None:
    _signal_group(child, signal.SIGINT)
    with contextlib.suppress(subprocess.TimeoutExpired, KeyboardInterrupt):
        # communicate() keeps reading, so that a full pipe can't hold the program back from ending.
        child.communicate(timeout=_GRACE_SECONDS)
    # Terraform ends its providers itself; whatever of the group is still there by now would stay for ever.
    _signal_group(child, signal.SIGKILL)
    child.wait()


def _signal_group(child: subprocess.Popen[str], number: signal.Signals) -> None:
    try:
        os.killpg(child.pid, number)
    except ProcessLookupError:
        return
