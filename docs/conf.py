"""Sphinx: the site made from these pages and the docstrings (`make docs`). Works without a network."""

from __future__ import annotations

import contextlib
import io
import os
from importlib.metadata import version as version_of
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx

project = "govpair"
author = "the govpair authors"
version = release = version_of("govpair")
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build"]
myst_heading_anchors = 4

# Terraform's newer syntax (`for`, functions of providers) is more than the lexer knows; what it knows is coloured.
suppress_warnings = ["misc.highlighting_failure"]

autodoc_member_order = "bysource"
autodoc_default_options = {"members": True}
autodoc_preserve_defaults = True

html_theme = "furo"
html_title = f"govpair {version}"
html_show_sourcelink = False
html_copy_source = False


def setup(app: Sphinx) -> None:
    """Add every command's help to its page: it is the reference, so it stands nowhere twice."""
    app.connect("source-read", _add_helps)


def _add_helps(app: Sphinx, page: str, source: list[str]) -> None:
    if page == "reference/commands":
        source[0] += _helps()


def _helps() -> str:
    from custom_resources.scripts.cli import COMMANDS, main

    os.environ["COLUMNS"] = "100"
    text = ""
    for command, _ in COMMANDS:
        name = command.__name__.replace("_", "-")
        with contextlib.redirect_stdout(io.StringIO()) as shown:
            main([name, "--help"])
        text += f"\n## {name}\n\n```text\n{shown.getvalue().strip()}\n```\n"
    return text
