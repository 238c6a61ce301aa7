"""A release: one version in the package, the changelog and the tag, and one that Terraform takes."""

from __future__ import annotations

import re
import subprocess
from datetime import date
from importlib.metadata import version
from pathlib import Path

import pytest

from workbench.errors import WorkbenchError
from workbench.paths import PROJECT
from workbench.public_api import CHANGELOG
from workbench.release import prepare_release, project_version, tag_problems

BEFORE = '[build-system]\n\n[project]\nname = "one"\nversion = "0.9.0"\ndependencies = ["two==0.9.0"]\n'
DONE = "# Changelog\n\n## Unreleased\n\n## 1.0.0 (2026-11-27)\n- `a`\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_text(BEFORE)
    (tmp_path / "CHANGELOG.md").write_text("# Changelog\n\n## Unreleased\n- `a`\n")
    return tmp_path


def test_what_is_unreleased_gets_the_version_and_the_day(folder: Path) -> None:
    prepare_release("1.0.0", date(2026, 11, 27), folder)
    assert (folder / "CHANGELOG.md").read_text() == DONE
    assert (folder / "pyproject.toml").read_text() == BEFORE.replace('version = "0.9.0"', 'version = "1.0.0"')
    assert list(tag_problems(["v1.0.0"], project_version(folder), DONE)) == []


@pytest.mark.parametrize("wrong", ["0.9.0", "0.8.9", "1.0", "1.0.0.dev1", "1.0.0+local", "v1.0.0", "1.00.0", ""])
def test_a_version_is_three_numbers_above_the_last(folder: Path, wrong: str) -> None:
    with pytest.raises(WorkbenchError, match=r"above 0\.9\.0"):
        prepare_release(wrong, date(2026, 11, 27), folder)
    assert (folder / "pyproject.toml").read_text() == BEFORE


def test_a_tag_says_what_the_package_and_the_changelog_say() -> None:
    assert list(tag_problems(["demo", "v1.0.0"], "1.0.0", DONE)) == []
    assert list(tag_problems(["demo"], "0.1.0", "## Unreleased\n- `a`\n")) == []
    assert list(tag_problems(["v1.0.1"], "1.0.0", DONE)) == [
        "the tag v1.0.1 is not the version in pyproject.toml, 1.0.0"
    ]
    undone = "## Unreleased\n- `a`\n\n## 1.0.0 (not published yet)\n"
    assert [problem.split(": ")[1] for problem in tag_problems(["v1.0.0"], "1.0.0", undone)] == [
        "CHANGELOG.md has no part `## 1.0.0 (DAY)`",
        "CHANGELOG.md has unreleased changes",
    ]


@pytest.mark.skipif(not (PROJECT / ".git").exists(), reason="not a git checkout")
def test_the_tags_of_this_commit_are_its_version() -> None:
    done = subprocess.run(
        ["git", "tag", "--points-at", "HEAD"], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    assert list(tag_problems(done.stdout.split(), project_version(), CHANGELOG.read_text())) == []


def test_the_installed_version_is_that_of_the_checkout_and_one_that_terraform_takes() -> None:
    assert version("govpair") == project_version()
    assert re.fullmatch(r"\d+\.\d+\.\d+", project_version())
