"""`main.py` in a process of its own: scripts load no CDKTF."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

from custom_resources.scripts.answer import say
from custom_resources.scripts.exit_codes import ExitCode
from custom_resources.scripts.stacks.errors import StacksError, StackStopped

MAIN = Path(__file__).resolve().parents[3] / "main.py"


def synthesize(organization: Path, outdir: Path, stop: threading.Event, main: Path = MAIN) -> None:
    """Run `main.py FILE --outdir FOLDER` with this Python; its warnings go to standard error.

    Raises:
        StacksError: the file is wrong (as wrong usage, with each of its problems), or nothing can be synthesized here.
        StackStopped: a stop was asked for.
    """
    title = f"synthesizing {organization}"
    if not main.is_file():
        raise StacksError(
            title, f"{main} is not there.", "Synthesize it in the checkout, and name the folder with --outdir."
        )
    process = subprocess.Popen(
        [sys.executable, str(main), str(organization), "--outdir", str(outdir)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        process_group=0,
        env={**os.environ},
    )
    text = ""
    while True:
        try:
            text, _ = process.communicate(timeout=0.2)
            break
        except subprocess.TimeoutExpired:
            if stop.is_set():
                os.killpg(process.pid, signal.SIGTERM)
                process.communicate()
                raise StackStopped("stopped", "Stopped as asked, before anything was planned.") from None
    if process.returncode:
        code = ExitCode.USAGE if process.returncode == ExitCode.USAGE else ExitCode.FAILED
        raise StacksError(title, text.strip() or f"main.py ended with {process.returncode}.", "", code)
    for line in text.splitlines():
        say(line)
