"""`python -m workbench picture`, which made the README's picture, with an organization of one pair."""

from __future__ import annotations

import struct
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import missing
from tests.end_to_end.company import company
from workbench.chromium import find_chromium
from workbench.paths import PROJECT
from workbench.report_picture import CHOSEN, EXAMPLE, PICTURE
from workbench.terraform_binary import Terraform

pytestmark = [pytest.mark.terraform, pytest.mark.timeout(400)]

# Playwright's event loop stays in the thread that started it, so it gets a process of its own.
CODE = """\
import sys
from pathlib import Path
from workbench.report_picture import make_picture
make_picture(Path(sys.argv[1]), Path(sys.argv[2]), "app-one")
"""


def size(picture: Path) -> tuple[int, int]:
    """Width and height, as the PNG's head has them: https://www.w3.org/TR/png/#11IHDR"""
    head = picture.read_bytes()[:24]
    assert head.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", head[16:])
    return width, height


def test_a_picture_is_made_of_the_report_of_what_terraform_made(terraform: Terraform, tmp_path: Path) -> None:
    if find_chromium() is None:
        missing("no Chromium on PATH (run `make setup`)")
    file, picture = tmp_path / "organization.yaml", tmp_path / "report.png"
    file.write_text(company("app-one"))
    command = [sys.executable, "-c", CODE, str(picture), str(file)]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert size(picture) == size(PICTURE)


def test_the_pair_that_is_told_in_full_is_one_of_the_example() -> None:
    assert f"name: {CHOSEN}," in EXAMPLE.read_text()
