"""The house in docs/architecture.md is the one that stands."""

from __future__ import annotations

import re
import subprocess

from tests.pages.blocks import blocks
from workbench.paths import PROJECT


def test_its_rooms_and_files_are_there_and_no_room_is_left_out() -> None:
    (house,) = blocks("docs/architecture.md")
    rooms = set(re.findall(r"^(\w+)/ ", house.text, re.MULTILINE))
    inner = {f"custom_resources/{room}" for room in re.findall(r"^    (\w+)/ ", house.text, re.MULTILINE)}
    first, second = house.text.splitlines()[:2]
    files = {first.split()[0], *second.split()}
    assert len(rooms) > 8
    assert len(inner) == 4
    assert [name for name in rooms | inner | files if not (PROJECT / name).exists()] == []
    tracked = subprocess.run(["git", "ls-files"], cwd=PROJECT, capture_output=True, text=True, check=True).stdout
    assert {
        path.partition("/")[0] for path in tracked.splitlines() if "/" in path[1:] and path[0] != "."
    } - rooms == set()
