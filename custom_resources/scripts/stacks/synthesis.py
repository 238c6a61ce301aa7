"""The CDKTF app in a process of its own: scripts load no CDKTF."""

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

APP = "constructs_lib.app"


def synthesize(organization: Path, outdir: Path, stop: threading.Event, app: str = APP) -> None:
    """Run `python -m constructs_lib.app FILE --outdir FOLDER` with this Python; its warnings go to standard error.

    Raises:
        StacksError: the file is wrong (as wrong usage, with each of its problems), or nothing can be synthesized here.
        StackStopped: a stop was asked for.
    """
    title = f"synthesizing {organization}"
    process = subprocess.Popen(
        # -P: nothing in the current folder takes the place of a module.
        [sys.executable, "-P", "-m", app, str(organization), "--outdir", str(outdir)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        process_group=0,
        env={**os.environ},
    )
    text = ""
    while True:
        try:
            _, text = process.communicate(timeout=0.2)
            break
        except subprocess.TimeoutExpired:
            if stop.is_set():
                os.killpg(process.pid, signal.SIGTERM)
                process.communicate()
                raise StackStopped("stopped", "Stopped as asked, before anything was planned.") from None
    if process.returncode:
        code = ExitCode.USAGE if process.returncode == ExitCode.USAGE else ExitCode.FAILED
        raise StacksError(title, text.strip() or f"{app} ended with {process.returncode}.", "", code)
    for line in text.splitlines():
        say(line)
