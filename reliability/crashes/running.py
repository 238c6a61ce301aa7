"""One Terraform command as a process with its providers, which can be killed."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from reliability.crashes.points import Victim

TIMEOUT = 300.0
"""Seconds after which a command that doesn't end counts as hung."""


class Running:
    """A command of Terraform's in a folder."""

    def __init__(self, command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> None:
        self._command, self._folder, self._environment = command, folder, environment
        self._process: subprocess.Popen[bytes] | None = None
        self.providers: list[int] = []
        """The provider processes that were there when something was killed."""

    @property
    def log(self) -> Path:
        """Where the output goes, both streams: a file, so that no pipe holds up a provider whose Terraform is dead."""
        return self._folder / "output.log"

    def run(self) -> int:
        """Start it, in a session of its own, and wait; the exit code, negative when it was killed.

        TimeoutError when it hangs; all of it is killed then.
        """
        with self.log.open("wb") as stream:
            self._process = process = subprocess.Popen(
                self._command,
                cwd=self._folder,
                env=dict(self._environment),
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            return process.wait(TIMEOUT)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            raise TimeoutError(f"{' '.join(self._command)} hung: {self.output()}") from None

    def kill(self, victim: Victim) -> None:
        """SIGKILL to Terraform, to all its providers, or to both; returns when Terraform, if killed, is gone."""
        process = self._process
        assert process is not None
        self.providers = children(process.pid)
        if victim in ("terraform", "both"):
            process.kill()
        if victim in ("provider", "both"):
            for pid in self.providers:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        if victim in ("terraform", "both"):
            process.wait()

    def interrupt(self) -> None:
        """SIGINT to Terraform and its providers, as Ctrl-C sends it from a terminal; nothing when they are gone."""
        process = self._process
        assert process is not None
        self.providers = children(process.pid) or self.providers
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGINT)

    def output(self) -> str:
        """What it said so far."""
        return self.log.read_text()

    def outlived(self, seconds: float = 10.0) -> list[int]:
        """The providers seen at the kill that are still there after so many seconds."""
        end = time.monotonic() + seconds
        while (there := [pid for pid in self.providers if _lives(pid)]) and time.monotonic() < end:
            time.sleep(0.05)
        return there


def children(pid: int) -> list[int]:
    """Ids of a process's children; of Terraform those are its providers (`ps` is the same on Linux and macOS)."""
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    pairs = (map(int, line.split()) for line in listed.splitlines())
    return [child for child, parent in pairs if parent == pid]


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return bool(state.strip()) and not state.startswith("Z")
