"""Terraform as a process: its JSON events as they come, and Ctrl-C handed on once, to an orderly end.

Events: https://developer.hashicorp.com/terraform/internals/machine-readable-ui
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from custom_resources.scripts.stacks.errors import StackStopped

Event = Mapping[str, Any]
"""One JSON line of Terraform's: `type`, and the fields of that type."""

_LAST_LINES = 15


@dataclass(frozen=True)
class Ended:
    """A Terraform command that has ended: its exit code, its error and warning diagnostics, what else it said."""

    code: int
    errors: tuple[Mapping[str, Any], ...] = ()
    warnings: tuple[Mapping[str, Any], ...] = ()
    text: tuple[str, ...] = ()
    stopped: bool = False

    @property
    def problem(self) -> str:
        """Why it failed: its errors, one after the other, or else the last that it said."""
        if self.errors:
            return " ".join(diagnostic_text(each) for each in self.errors)
        return " ".join(self.text) or f"Terraform ended with exit code {self.code} and said nothing."


@dataclass
class Terraform:
    """Runs Terraform commands.

    environment: what it is started with. stop: when it is set, the running command gets one SIGINT, as by Ctrl-C, and
    is waited for, however long it takes: a second one would make it drop what it is in the middle of. on_stop: is told
    the process id then. `interrupted`: whether a command was.
    """

    path: Path
    environment: Mapping[str, str]
    stop: threading.Event
    on_stop: Callable[[int], None] = lambda pid: None
    interrupted: bool = field(default=False, init=False)

    def run(
        self,
        folder: Path,
        arguments: Sequence[str],
        on_event: Callable[[Event], None],
        on_text: Callable[[str], None] = lambda line: None,
    ) -> Ended:
        """Run one command to its end, handing over each event as it comes, and each line that is none.

        Raises:
            StackStopped: a stop was asked for before it was started; nothing was done.
        """
        if self.stop.is_set():
            raise StackStopped("stopped", "Stopped as asked.")
        process = subprocess.Popen(
            [str(self.path), *arguments],
            cwd=folder,
            env={**self.environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            process_group=0,  # the terminal's own Ctrl-C doesn't reach it: it would be the second one
        )
        over, sent = threading.Event(), threading.Event()
        watcher = threading.Thread(target=self._hand_on_stop, args=(process, over, sent), daemon=True)
        watcher.start()
        try:
            assert process.stdout is not None
            errors, warnings, text = self._read(process.stdout, on_event, on_text)
            code = process.wait()
        finally:
            over.set()
            watcher.join()
        self.interrupted = self.interrupted or sent.is_set()
        return Ended(code, tuple(errors), tuple(warnings), tuple(text[-_LAST_LINES:]), sent.is_set())

    def _read(
        self, lines: Iterable[str], on_event: Callable[[Event], None], on_text: Callable[[str], None]
    ) -> tuple[list[Mapping[str, Any]], list[Mapping[str, Any]], list[str]]:
        errors: list[Mapping[str, Any]] = []
        warnings: list[Mapping[str, Any]] = []
        text: list[str] = []
        for line in lines:
            event = event_of(line)
            if event is None:
                text.append(line.strip())
                on_text(line.rstrip("\n"))
                continue
            diagnostic = event.get("diagnostic")
            if diagnostic is not None:
                (errors if diagnostic.get("severity") == "error" else warnings).append(diagnostic)
            on_event(event)
        return errors, warnings, [line for line in text if line]

    def _hand_on_stop(self, process: subprocess.Popen[str], over: threading.Event, sent: threading.Event) -> None:
        while not over.wait(0.1):
            if self.stop.is_set():
                sent.set()
                self.on_stop(process.pid)
                with contextlib.suppress(ProcessLookupError):
                    os.kill(process.pid, signal.SIGINT)
                return


def event_of(line: str) -> Event | None:
    """One line as an event; None for what is none, such as a warning about the CLI configuration."""
    if not line.startswith("{"):
        return None
    try:
        event = json.loads(line)
    except ValueError:
        return None
    return event if isinstance(event, dict) and "type" in event else None


def diagnostic_text(diagnostic: Mapping[str, Any]) -> str:
    """A diagnostic as one line: the resource that it is about, what is wrong, and all that is said about it."""
    about = diagnostic.get("address") or diagnostic.get("snippet", {}).get("context") or ""
    parts = [f"{about}:" if about else "", f"{diagnostic.get('summary', '').rstrip('.')}."]
    return " ".join(" ".join([*parts, diagnostic.get("detail", "")]).split())


def terraform_environment(environment: Mapping[str, str], progress: Path) -> dict[str, str]:
    """The caller's environment, TF_CLI_CONFIG_FILE and credentials included, with the provider's progress file.

    What would change the commands themselves is left out (TF_CLI_ARGS…), and nothing may ask for input.
    """
    kept = {name: value for name, value in environment.items() if not name.startswith("TF_CLI_ARGS")}
    return {
        **kept,
        "GOVPAIR_PROGRESS_FILE": str(progress),
        "TF_IN_AUTOMATION": "1",
        "TF_INPUT": "0",
        "CHECKPOINT_DISABLE": "1",
    }
