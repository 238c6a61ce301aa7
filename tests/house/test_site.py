"""The documentation as a site: it builds without a complaint, every page is in it, and it needs no network."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import constructs_lib
from workbench.paths import PROJECT


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built as `make docs` does: a link to nowhere, or a page in no table of contents, fails."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-b", "html"]
    done = subprocess.run(
        [*command, "-d", folder / "doctrees", PROJECT / "docs", folder / "html"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return folder / "html"


def test_every_page_of_the_folder_is_in_the_site(site: Path) -> None:
    pages = {str(path.relative_to(PROJECT / "docs").with_suffix("")) for path in (PROJECT / "docs").rglob("*.md")}
    assert pages == {
        str(path.relative_to(site).with_suffix(""))
        for path in site.rglob("*.html")
        if path.name not in ("genindex.html", "search.html", "py-modindex.html")
    }


def test_every_construct_that_is_exported_is_in_the_reference(site: Path) -> None:
    page = (site / "reference" / "constructs.html").read_text()
    assert [name for name in constructs_lib.__all__ if not re.search(rf'id="constructs_lib\.\w+\.{name}"', page)] == []


def test_every_command_s_help_is_in_the_reference(site: Path) -> None:
    from custom_resources.scripts.cli import COMMANDS

    page = (site / "reference" / "commands.html").read_text()
    names = [command.__name__.replace("_", "-") for command, _ in COMMANDS]
    assert [name for name in names if f"Usage: govpair {name}" not in page] == []


def test_no_page_loads_anything_from_elsewhere(site: Path) -> None:
    loaded = re.compile(r'(?:<(?:script|img|iframe)[^>]*\ssrc|<link[^>]*\shref|url\()\s*=?\s*["\']?(https?:)?//')
    assert [path.name for path in site.rglob("*.html") if loaded.search(path.read_text())] == []
