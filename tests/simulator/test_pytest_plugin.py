"""The fixtures that others get with the package, and the examples of docs/simulator.md, each in a pytest of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.pages.blocks import blocks

EXAMPLES = [block.text for block in blocks("docs/simulator.md", "python")]


def run(folder: Path, source: str, *options: str) -> subprocess.CompletedProcess[str]:
    """Outside the checkout, with a user's own credentials in the environment."""
    (folder / "test_theirs.py").write_text(source, encoding="utf-8")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "PYTEST_"))}
    theirs = {
        "AWS_ACCESS_KEY_ID": "AKIAEXAMPLEFAKE",
        "AWS_SECRET_ACCESS_KEY": "fake",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(folder), *options]
    return subprocess.run(
        command, cwd=folder, env={**clean, **theirs}, capture_output=True, text=True, check=False, timeout=120
    )


@pytest.mark.parametrize("example", EXAMPLES, ids=range(len(EXAMPLES)))
def test_the_examples_of_the_page_pass_as_they_stand(example: str, tmp_path: Path) -> None:
    done = run(tmp_path, example)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(rf"{example.count('def test_')} passed", done.stdout)


def test_the_page_has_examples() -> None:
    assert len(EXAMPLES) >= 2


def test_two_payers_meet_in_no_test(tmp_path: Path) -> None:
    twice = "\n".join(
        f"def test_{n}(govpair_simulator, govpair_payer):\n    assert len(govpair_simulator.state()['pairs']) == 1\n"
        for n in range(2)
    )
    assert run(tmp_path, twice).returncode == 0


def test_the_users_own_credentials_are_out_of_reach(tmp_path: Path) -> None:
    source = (
        "import boto3, os\n"
        "def test_who(govpair_environment):\n"
        "    assert {n for n in os.environ if n.startswith('AWS_')} == set(govpair_environment)\n"
        "    assert boto3.Session().get_credentials() is None\n"
    )
    done = run(tmp_path, source)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("asks", [False, True])
def test_without_moto_a_users_own_tests_run_and_the_fixtures_say_what_to_install(asks: bool, tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text("import sys\nsys.modules['moto'] = None\n")
    done = run(tmp_path, f"def test_mine({'govpair_simulator' if asks else ''}):\n    pass\n")
    assert done.returncode == (1 if asks else 0), done.stdout + done.stderr
    assert ("govpair[simulator]" in done.stdout) == asks
