"""The provider as a process that Terraform starts: handshake, mutual TLS, logs, stop, and leaving nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import pytest

from tests.plugin.conftest import Workspace

pytestmark = pytest.mark.terraform


@pytest.fixture
def sockets(installed: Workspace, tmp_path: Path) -> Path:
    """The folder in which the provider's sockets appear, for this test alone."""
    short = Path(tempfile.mkdtemp(prefix="s", dir="/tmp"))
    installed.environment["TMPDIR"] = str(short)
    return short


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


def test_ctrl_c_is_heard_and_leaves_no_state_and_no_taint(installed: Workspace, sockets: Path, tmp_path: Path) -> None:
    installed.write('resource "toy_thing" "a" {\n  email = "a@example.gov"\n  behaviour = "wait"\n}\n')
    log = tmp_path / "log"
    process = subprocess.Popen(
        [installed.program, "apply", "-auto-approve", "-no-color"],
        cwd=installed.directory,
        env={**installed.environment, "TF_LOG_PROVIDER": "INFO", "TF_LOG_PATH": str(log)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    deadline = time.monotonic() + 60
    while not (log.exists() and "waiting for a stop" in log.read_text()):
        assert process.poll() is None, process.communicate()[0]
        assert time.monotonic() < deadline
        # Pacing of a look at another process's file, not a wait for an amount of time.
        time.sleep(0.02)
    began = time.monotonic()
    # To the whole process group, as a terminal does it.
    os.killpg(process.pid, signal.SIGINT)
    output, _ = process.communicate(timeout=30)
    assert time.monotonic() - began < 5
    assert "The creation of a@example.gov was stopped." in output
    assert installed.state() == {}
    assert left_over(sockets) == []


def test_a_provider_whose_terraform_was_killed_leaves(installed: Workspace, sockets: Path, tmp_path: Path) -> None:
    installed.write('resource "toy_thing" "a" {\n  email = "a@example.gov"\n  behaviour = "wait"\n}\n')
    log = tmp_path / "log"
    process = subprocess.Popen(
        [installed.program, "apply", "-auto-approve", "-no-color"],
        cwd=installed.directory,
        env={**installed.environment, "TF_LOG_PROVIDER": "INFO", "TF_LOG_PATH": str(log)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    deadline = time.monotonic() + 60
    while not (log.exists() and "waiting for a stop" in log.read_text()):
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.02)
    assert left_over(sockets) != []
    process.kill()
    process.wait()
    while left_over(sockets):
        assert time.monotonic() < deadline, "the provider outlived the Terraform that started it"
        time.sleep(0.02)
