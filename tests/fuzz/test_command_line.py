"""Any command line, any file: an exit code that is documented, words for people, never a traceback."""

from __future__ import annotations

import io
import json
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer

import partition_simulator
from custom_resources.scripts import cli
from custom_resources.scripts.cli import main
from tests.fuzz.command_lines import COMMANDS, GROUP, command_lines
from tests.fuzz.fuzzing import Fuzz
from tests.fuzz.organization_texts import beside
from tests.scripts.conftest import Shell, clean_environment, shell, shell_with

__all__ = ["clean_environment", "shell", "shell_with"]


class Accepted(BaseException):
    """The command line was accepted, and what would be begun now takes a process, or for ever."""


def _accepted(*args: Any, **more: Any) -> Any:
    raise Accepted


@pytest.fixture
def inside(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to be in. No process is started, and nothing beyond this machine is there."""
    connect = socket.socket.connect

    def only_here(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and address[0] != "127.0.0.1":
            raise OSError(101, "Network is unreachable")
        connect(self, address)

    def no_names(host: Any, *args: Any, **more: Any) -> Any:
        if host not in ("127.0.0.1", "localhost"):
            raise socket.gaierror(-2, "Name or service not known")
        return lookup(host, *args, **more)

    lookup = socket.getaddrinfo
    monkeypatch.setattr(socket.socket, "connect", only_here)
    monkeypatch.setattr(socket, "getaddrinfo", no_names)
    monkeypatch.setattr(subprocess.Popen, "__init__", _accepted)
    monkeypatch.setattr(partition_simulator.Simulator, "start", _accepted)
    # Made once, not for each command line: it is the same, and takes longer than most of them.
    monkeypatch.setattr(cli, "build", lambda: None)
    monkeypatch.setattr(typer.main, "get_command", lambda app: GROUP)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    folder = tmp_path / "here"
    (folder / "folder").mkdir(parents=True)
    beside(folder)
    monkeypatch.chdir(folder)
    return folder


def test_any_command_line_ends_with_a_documented_exit_code(
    fuzz: Fuzz, shell: Shell, inside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def target(case: Any) -> str:
        for name, content in case["files"].items():
            (inside / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        monkeypatch.setattr(sys, "stdin", io.StringIO("yes\n"))
        shell.capture.readouterr()
        try:
            code = main(case["argv"])
        except Accepted:
            return "accepted"
        shown = shell.capture.readouterr()
        assert code in (0, 1, 2, 3), code
        for text in (shown.out, shown.err):
            assert "Traceback (most recent call last)" not in text, text
            assert "a defect in govpair" not in text, text
        assert shown.out or shown.err, "not a word"
        helped = {"--help", "--version"} & set(case["argv"])
        options = case["argv"][: case["argv"].index("--")] if "--" in case["argv"] else case["argv"]
        if "--json" in options and not helped:
            assert json.loads(shown.out)["outcome"], shown.out
        words = case["argv"]
        return f"{words[0] if words and words[0] in COMMANDS else '…'} {code}"

    fuzz.run("command-line", command_lines, target, examples=60, patience=20)
