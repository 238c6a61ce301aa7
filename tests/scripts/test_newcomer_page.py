"""docs/from-first-look-to-report.md: its commands are run as they stand, in their order, on the simulator."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import botocore.session
import pytest

from tests.scripts.conftest import PROJECT, Finished, Shell

PAGE = (PROJECT / "docs" / "from-first-look-to-report.md").read_text()
COMMANDS = [
    line for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL) for line in block.splitlines() if line.strip()
]


def aws(words: list[str]) -> None:
    """Do what the AWS CLI would: ``SERVICE OPERATION --option value``, as the profile."""
    service, operation, *rest = words
    options = {rest[at].removeprefix("--"): rest[at + 1] for at in range(0, len(rest), 2)}
    client: Any = botocore.session.Session(profile=options.pop("profile")).create_client(service)
    given = {"".join(part.capitalize() for part in name.split("-")): value for name, value in options.items()}
    getattr(client, operation.replace("-", "_"))(**given)


def test_the_newcomers_path_works_as_it_is_written(
    shell_with: Callable[..., Shell], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell = shell_with(organizations=False)
    monkeypatch.chdir(tmp_path)
    done: list[tuple[str, Finished]] = []
    for line in COMMANDS:
        command = line.removesuffix(" || true")
        program, *words = shlex.split(command)
        if program == "aws":
            aws(words)
            continue
        assert program == "govpair"
        finished = shell.run(*words)
        assert finished.code == (1 if line != command else 0), (line, finished)
        done.append((command, finished))

    first, second = [finished.out for command, finished in done if command.startswith("govpair doctor")][:2]
    shown = re.findall(r"```text\n(MEND.*?)```", PAGE, re.DOTALL)
    assert all(each in first for each in shown)
    assert "MEND" not in second
    assert "3 account pairs: made in about" in second
    listing = next(finished.out for command, finished in done if command == "govpair status --all")
    assert {"log-archive", "mission-test", "mission-prod"} <= set(listing.split())
    report = (tmp_path / "report.html").read_text()
    assert "mission-prod" in report
    assert "4 of them joined" in done[-1][1].out  # the management pair is the fourth
