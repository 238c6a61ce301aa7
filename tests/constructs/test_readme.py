"""The README's Python is run as it stands."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from workbench.paths import PROJECT


def test_the_python_of_the_readme_synthesizes_its_stacks(tmp_path: Path) -> None:
    (program,) = re.findall(r"```python\n(.*?)```", (PROJECT / "README.md").read_text(), re.DOTALL)
    (tmp_path / "app.py").write_text(program)
    environment = {**os.environ, "PYTHONPATH": str(PROJECT)}
    subprocess.run([sys.executable, "app.py"], cwd=tmp_path, env=environment, check=True)
    assert sorted(each.name for each in (tmp_path / "cdktf.out" / "stacks").iterdir()) == [
        "account-pairs",
        "commercial",
        "govcloud-agency",
    ]
