"""moto's own tests of the services that the simulator replaces or leans on, run against the simulator.

They are taken from moto's source distribution and run as they are, in a pytest of their own whose plugin leads
`mock_aws` to the simulator's front. Those that must differ, and why: moto_own/differences.yaml.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import missing
from workbench.errors import WorkbenchError
from workbench.moto_tests import moto_source

# How many pass at least, per service; without it, tests that are all skipped would be a success.
PASSING = {"organizations": 76, "account": 2, "sts": 2, "iam": 230}


@pytest.fixture(scope="module")
def source() -> Path:
    try:
        return moto_source()
    except WorkbenchError as problem:
        missing(str(problem))
        raise


@pytest.mark.parametrize("service", PASSING)
def test_the_simulator_passes_motos_own_tests(service: str, source: Path) -> None:
    command = [sys.executable, "-B", "-m", "pytest", f"tests/test_{service}", "-p", "moto_own.plugin", "-rfEX"]
    options = ["-q", "--color=no", "--tb=short", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:randomly"]
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "MOTO_", "PYTEST"))
    }
    environment |= {"PYTHONPATH": str(Path(__file__).parent), "AWS_EC2_METADATA_DISABLED": "true"}
    done = subprocess.run(
        [*command, *options], cwd=source, env=environment, capture_output=True, text=True, timeout=280, check=False
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    passed = re.search(r"(\d+) passed", done.stdout)
    assert passed is not None
    assert int(passed[1]) >= PASSING[service], done.stdout[-500:]
