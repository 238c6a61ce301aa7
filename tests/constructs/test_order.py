"""In which order things are declared means nothing: the files are the same, to the byte, in JSON and in HCL."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from workbench.paths import PROJECT


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("form", ["JSON", "HCL"])
@pytest.mark.parametrize("model", ["company", "reseller"])
def test_everything_turned_round_gives_the_same_files(model: str, form: str, tmp_path: Path) -> None:
    environment = {**os.environ, "SYNTH_HCL_OUTPUT": "true" if form == "HCL" else ""}
    for name, more in (("forwards", ()), ("backwards", ("backwards",))):
        command = [sys.executable, "-m", "tests.constructs.full_models", model, str(tmp_path / name), *more]
        subprocess.run(command, cwd=PROJECT, env=environment, check=True, capture_output=True)
    made = files(tmp_path / "forwards")
    assert any(path.endswith(".tf" if form == "HCL" else ".tf.json") for path in made)
    assert files(tmp_path / "backwards") == made
