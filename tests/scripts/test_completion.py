"""Shell completion, as typer gives it: installed for bash, and asked as bash asks."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.scripts.conftest import PROJECT

GOVPAIR = Path(sys.executable).with_name("govpair")


def asked(words: str) -> list[str]:
    """What is offered for the last of the words, by the protocol of bash completion."""
    finished = subprocess.run(
        [sys.executable, "-c", "import sys; from custom_resources.scripts.cli import main; sys.exit(main([]))"],
        cwd=PROJECT,
        env={
            **os.environ,
            "_GOVPAIR_COMPLETE": "complete_bash",
            "COMP_WORDS": words,
            "COMP_CWORD": str(len(words.split(" ")) - 1),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    assert finished.stderr == ""
    return finished.stdout.split()


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("govpair st", ["status"]),
        ("govpair ven", ["vend"]),
        ("govpair vend --em", ["--email"]),
        ("govpair access --side g", ["govcloud"]),
        ("govpair status --requests SUC", ["SUCCEEDED"]),
    ],
)
def test_commands_options_and_values_are_offered(words: str, offered: list[str]) -> None:
    assert asked(words) == offered


@pytest.mark.skipif(not GOVPAIR.exists() or shutil.which("bash") is None, reason="needs bash, and govpair installed")
def test_it_is_installed_for_bash_and_works_there(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "HOME": str(tmp_path),
        "PATH": f"{GOVPAIR.parent}:{os.environ['PATH']}",
        "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1",  # the shell is named, not looked for
    }
    installed = subprocess.run(
        ["govpair", "--install-completion", "bash"], env=environment, capture_output=True, text=True, check=False
    )
    assert installed.returncode == 0, installed.stderr
    script = (
        "source ~/.bash_completions/govpair.sh; COMP_WORDS=(govpair sta); COMP_CWORD=1; _govpair_completion govpair; "
    )
    shown = subprocess.run(
        ["bash", "-c", script + 'echo "${COMPREPLY[@]}"'], env=environment, capture_output=True, text=True, check=True
    )

    assert shown.stdout == "status\n"
    printed = subprocess.run(
        ["govpair", "--show-completion", "bash"], env=environment, capture_output=True, text=True, check=False
    )
    assert printed.returncode == 0
    assert "_govpair_completion()" in printed.stdout
