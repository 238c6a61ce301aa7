"""The README's Python is run as it stands."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.pages.blocks import blocks
from workbench.paths import PROJECT


def test_the_python_of_the_readme_synthesizes_its_stacks(tmp_path: Path) -> None:
    (program,) = blocks("README.md", "python")
    (tmp_path / "app.py").write_text(program.text)
    environment = {**os.environ, "PYTHONPATH": str(PROJECT)}
    subprocess.run([sys.executable, "app.py"], cwd=tmp_path, env=environment, check=True)
    assert sorted(each.name for each in (tmp_path / "cdktf.out" / "stacks").iterdir()) == [
        "account-pairs",
        "commercial",
        "govcloud-agency",
    ]
