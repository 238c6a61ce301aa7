"""`govpair schema`: the published JSON Schema, also from an installed package."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from constructs_lib.organization_file import json_schema
from custom_resources.scripts.cli import main
from tests.scripts.conftest import PROJECT


def test_it_prints_the_schema_of_the_organization_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    assert json.loads(capsys.readouterr().out) == json_schema()
    assert main(["schema", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["schema"] == json_schema()


def test_it_is_there_when_the_package_is_installed(tmp_path: Path) -> None:
    """Built as a wheel is, and run where no checkout is."""
    build = (
        "from setuptools import setup; import sys; "
        f"sys.argv = ['setup.py', '-q', 'egg_info', '-e', {str(tmp_path)!r}, 'build', '-b', {str(tmp_path)!r}]; setup()"
    )
    subprocess.run([sys.executable, "-c", build], cwd=PROJECT, check=True, capture_output=True, timeout=120)
    (library,) = tmp_path.glob("lib*")
    shown = subprocess.run(
        [sys.executable, "-m", "custom_resources", "schema"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(library), "PYTHONSAFEPATH": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(shown.stdout) == json_schema()
