"""docs/from-first-look-to-report.md: its commands are run as they stand, in their order, on the simulator."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.pages import aws_stand_in
from tests.pages.blocks import blocks
from tests.pages.output import said
from tests.scripts.conftest import Finished, Shell

PAGE = "docs/from-first-look-to-report.md"
COMMANDS = [line for block in blocks(PAGE, "sh") for line in block.text.splitlines() if line.strip()]


def test_the_newcomers_path_works_as_it_is_written(
    shell_with: Callable[..., Shell], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell = shell_with(organizations=False)
    monkeypatch.chdir(tmp_path)
    done: list[tuple[str, Finished]] = []
    for line in COMMANDS:
        command = line.removesuffix(" || true")
        program, *words = shlex.split(command)
        if program == "export":
            assert words == ["PATH=$PWD/.venv/bin:$PATH"]  # the checkout's, as the lines above say
            continue
        if program == "aws":
            aws_stand_in.main(words)
            continue
        if words == ["simulate"]:
            assert program.endswith("/govpair")  # the test's own simulator stands for it
            continue
        assert program == "govpair"
        finished = shell.run(*words)
        assert finished.code == (1 if line != command else 0), (line, finished)
        done.append((command, finished))

    first, second = [finished.out for command, finished in done if command.startswith("govpair doctor")][:2]
    (shown,) = blocks(PAGE, "text")
    assert said(shown.text, first) is None
    assert "MEND" not in second
    assert "3 account pairs: made in about" in second
    listing = next(finished.out for command, finished in done if command == "govpair status --all")
    assert {"log-archive", "mission-test", "mission-prod"} <= set(listing.split())
    report = (tmp_path / "report.html").read_text()
    assert "mission-prod" in report
    assert "4 of them joined" in done[-1][1].out  # the management pair is the fourth
    assert "problem: without trail" in done[-1][1].out
