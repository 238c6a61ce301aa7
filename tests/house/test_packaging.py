"""Pipfile, Pipfile.lock and pyproject.toml say the same; no committed file names an index's host."""

from __future__ import annotations

import json
import os
import re
import subprocess
import tomllib
from typing import Any

import pytest

from tests.conftest import missing
from workbench.paths import PROJECT, TOOLS


def toml(name: str) -> dict[str, Any]:
    return tomllib.loads((PROJECT / name).read_text())


def requirement(name: str, entry: str | dict[str, Any]) -> str:
    """A Pipfile entry in pyproject's notation."""
    if isinstance(entry, str):
        return f"{name}{entry}"
    return f"{name}[{','.join(entry['extras'])}]{entry['version']}"


def test_what_pyproject_needs_is_what_pipfile_installs() -> None:
    project, pipfile = toml("pyproject.toml")["project"], toml("Pipfile")
    installed = {
        requirement(name, entry) for section in ("packages", "dev-packages") for name, entry in pipfile[section].items()
    }
    needed = {*project["dependencies"], *(one for extra in project["optional-dependencies"].values() for one in extra)}
    assert needed - installed == set()


def test_every_pipfile_package_is_a_dependency_or_an_extra_of_the_project() -> None:
    project, pipfile = toml("pyproject.toml")["project"], toml("Pipfile")
    needed = {*project["dependencies"], *(one for extra in project["optional-dependencies"].values() for one in extra)}
    assert {requirement(name, entry) for name, entry in pipfile["packages"].items()} - needed == set()


def test_moto_and_cdktf_are_pinned_exactly() -> None:
    packages = toml("Pipfile")["packages"]
    assert packages["moto"]["version"] == "==5.2.5"
    assert packages["cdktf"] == "==0.21.0"


def test_the_lock_file_belongs_to_this_pipfile() -> None:
    pipenv = TOOLS / "pipenv" / "bin" / "pipenv"
    if not pipenv.exists():
        missing("no pipenv in .tools (run `make setup`)")
    settings = {"PIPENV_VENV_IN_PROJECT": "1", "PIPENV_IGNORE_VIRTUALENVS": "1", "PIPENV_NOSPIN": "1"}
    done = subprocess.run(
        [pipenv, "verify"], cwd=PROJECT, env={**os.environ, **settings}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_locked_package_carries_hashes() -> None:
    lock = json.loads((PROJECT / "Pipfile.lock").read_text())
    assert [name for part in ("default", "develop") for name, entry in lock[part].items() if not entry["hashes"]] == []


def test_the_index_is_named_by_the_environment_alone() -> None:
    assert [source["url"] for source in toml("Pipfile")["source"]] == ["${PIP_INDEX_URL}"]
    assert json.loads((PROJECT / "Pipfile.lock").read_text())["_meta"]["sources"][0]["url"] == "${PIP_INDEX_URL}"


@pytest.mark.skipif(not (PROJECT / ".git").exists(), reason="not a git checkout")
def test_no_tracked_file_names_an_index_host_or_a_home_folder() -> None:
    from pip._internal.models.index import PyPI

    listed = subprocess.run(["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, text=True, check=True)
    forbidden = re.compile(rf"{re.escape(PyPI.netloc)}|registry\.npm|{re.escape(str(PROJECT.parent))}/main|/home/\w+/")
    hits = []
    for name in filter(None, listed.stdout.split("\0")):
        path = PROJECT / name
        if path.is_file() and path.suffix not in {".svg", ".png"} and forbidden.search(path.read_text(errors="ignore")):
            hits.append(name)
    assert hits == []
