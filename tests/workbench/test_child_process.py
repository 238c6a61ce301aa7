from __future__ import annotations

import os
import select
import sys
from pathlib import Path

import pytest

from workbench.child_process import run_lines


def test_every_line_of_both_streams_is_handed_over(tmp_path: Path) -> None:
    lines: list[str] = []
    code = "import sys; print('out', flush=True); print('err', file=sys.stderr, flush=True); sys.exit(3)"
    assert (
        run_lines([sys.executable, "-c", code], directory=tmp_path, environment=os.environ, on_line=lines.append) == 3
    )
    assert lines == ["out", "err"]


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="watching a process that isn't a child needs Linux")
def test_an_interrupt_ends_the_program_and_what_it_started(tmp_path: Path) -> None:
    """The child starts a grandchild; after the interrupt neither process is there any more."""
    code = (
        "import signal, subprocess, sys\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import signal; signal.pause()'])\n"
        "print(child.pid, flush=True)\n"
        "signal.pause()\n"
    )
    seen: list[int] = []

    def interrupt(line: str) -> None:
        seen.append(int(line))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_lines([sys.executable, "-c", code], directory=tmp_path, environment=os.environ, on_line=interrupt)
    assert _ended(seen[0])


def _ended(pid: int) -> bool:
    """Whether a process has ended, or does within seconds: a kill is not done when it was sent."""
    try:
        process = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([process], [], [], 10)[0])
    finally:
        os.close(process)
