"""A shell for the blocks of a page: its variables, and the folder it is in, last from one block to the next."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from workbench.paths import PROJECT

#: After each block, whatever became of it: where the shell is and its variables.
_KEEP = (
    """set -a; . "$KEPT.sh"; cd "$(cat "$KEPT.folder")"; trap 'export -p > "$KEPT.sh"; pwd > "$KEPT.folder"' EXIT\n"""
)

_SECONDS = 800
"""For one block; a whole organization on a busy machine takes minutes."""

_EXPORT = re.compile(r"^export (\w+)=(.*)$", re.MULTILINE)


class Shell:
    """Bash in an empty folder, with `govpair`, `terraform` and `aws` on its PATH.

    Who is asked types `yes`: standard input is a terminal in which that has been typed already. `govpair simulate`
    is started, and the lines that it prints are taken over, as its reader is told to do.
    """

    def __init__(self, folder: Path, terraform: Path, environment: Mapping[str, str]) -> None:
        self._running: list[subprocess.Popen[str]] = []
        programs = folder.parent / "programs"
        programs.mkdir()
        (programs / "terraform").symlink_to(terraform)
        (programs / "aws").write_text(
            f'#!/bin/sh\nPYTHONPATH="{PROJECT}" exec "{sys.executable}" -m tests.pages.aws_stand_in "$@"\n'
        )
        (programs / "aws").chmod(0o755)
        self._kept = folder.parent / "kept"
        self._kept.with_suffix(".sh").touch()
        self._kept.with_suffix(".folder").write_text(f"{folder}\n")
        self._environment = {
            **environment,
            "PATH": os.pathsep.join([str(programs), str(Path(sys.executable).parent), environment["PATH"]]),
            "HOME": str(folder.parent),
            "KEPT": str(self._kept),
            "COLUMNS": "200",
        }

    @property
    def where(self) -> Path:
        """The folder that the shell is in."""
        return Path(self._kept.with_suffix(".folder").read_text().strip())

    def run(self, script: str) -> tuple[int, str]:
        """Run a block to its end; its exit code, and standard output and error as they came."""
        if re.match(r"(\S*/)?govpair simulate\b", script):
            first, _, script = script.partition("\n")
            shown = self._simulate(first)
            if not script:
                return 0, shown
        ours, theirs = os.openpty()
        os.write(ours, b"yes\n" * 8)
        with subprocess.Popen(
            ["bash", "-euo", "pipefail", "-c", _KEEP + script],
            env=self._environment,
            stdin=theirs,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        ) as process:
            try:
                shown, _ = process.communicate(timeout=_SECONDS)
            except BaseException:
                os.killpg(process.pid, signal.SIGKILL)  # what bash has started, too
                raise
            finally:
                os.close(theirs)
                os.close(ours)
        return process.returncode, shown

    def _simulate(self, command: str) -> str:
        process = subprocess.Popen(
            ["bash", "-c", f"{_KEEP}exec {command}"],
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._running.append(process)
        assert process.stdout is not None
        shown = ""
        for line in process.stdout:
            shown += line
            if "Ctrl-C" in line:
                break
        self._environment.update(_EXPORT.findall(shown))
        return shown

    def end(self) -> None:
        """End what was started."""
        for process in self._running:
            process.terminate()
            process.wait(timeout=20)
            assert process.stdout is not None
            process.stdout.close()
