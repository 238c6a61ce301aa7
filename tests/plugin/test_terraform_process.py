"""The provider as a process that Terraform starts: handshake, mutual TLS, logs, stop, and leaving nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest

from tests.plugin.conftest import Workspace

pytestmark = pytest.mark.terraform


@pytest.fixture
def sockets(installed: Workspace) -> Iterator[Path]:
    """The folder in which the provider's sockets appear, for this test alone; a socket's path must be short."""
    with tempfile.TemporaryDirectory(prefix="s", dir="/tmp") as short:
        installed.environment["TMPDIR"] = short
        yield Path(short)


def left_over(sockets: Path) -> list[str]:
    return [path.name for path in sockets.iterdir()]


def test_a_thing_is_made_and_the_processes_leave_nothing(installed: Workspace, sockets: Path) -> None:
    installed.applied('resource "toy_thing" "a" { email = "a@example.gov" }')
    installed.assert_no_changes()
    assert left_over(sockets) == []


def test_logs_arrive_with_their_levels(installed: Workspace, tmp_path: Path) -> None:
    log = tmp_path / "log"
    installed.write('resource "toy_thing" "a" { email = "a@example.gov" }')
    outcome = installed.run("plan", TF_LOG_PROVIDER="INFO", TF_LOG_PATH=str(log))
    assert outcome.code == 0, outcome.output
    lines = [line for line in log.read_text().splitlines() if "toys configured" in line]
    assert lines
    assert all("[INFO]" in line for line in lines)
    assert "toy details" not in log.read_text()


def test_a_failed_start_is_shown_to_the_user(installed: Workspace) -> None:
    installed.write('data "toy_lookup" "x" { key = "k" }')
    outcome = installed.run("plan", PLUGIN_UNIX_SOCKET_DIR="/nowhere")
    assert outcome.code == 1
    assert "panic: the provider could not start: FileNotFoundError" in outcome.output


@pytest.fixture
def waiting(installed: Workspace, sockets: Path, tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], IO[bytes]]]:
    """An apply in the middle of a creation, and a pipe that ends when the provider's process does."""
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    installed.write('resource "toy_thing" "a" {\n  email = "a@example.gov"\n  behaviour = "wait"\n}\n')
    process = subprocess.Popen(
        [installed.program, "apply", "-auto-approve", "-no-color"],
        cwd=installed.directory,
        env={**installed.environment, "TOY_FIFO": str(fifo)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    with fifo.open("rb", buffering=0) as pipe:
        assert pipe.read(7) == b"waiting"
        assert left_over(sockets) != []
        yield process, pipe
    process.kill()
    process.communicate()


def test_ctrl_c_is_heard_and_leaves_no_state_and_no_taint(
    installed: Workspace, sockets: Path, waiting: tuple[subprocess.Popen[str], IO[bytes]]
) -> None:
    process, _ = waiting
    began = time.monotonic()
    # To the whole process group, as a terminal does it.
    os.killpg(process.pid, signal.SIGINT)
    output, _ = process.communicate(timeout=30)
    assert time.monotonic() - began < 10
    assert "The creation of a@example.gov was stopped." in output
    assert installed.state() == {}
    assert left_over(sockets) == []


def test_a_provider_whose_terraform_was_killed_leaves(
    sockets: Path, waiting: tuple[subprocess.Popen[str], IO[bytes]]
) -> None:
    process, pipe = waiting
    process.kill()
    process.wait()
    assert pipe.read() == b"", "the provider wrote something else"
    assert left_over(sockets) == []
