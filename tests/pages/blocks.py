"""The code blocks of README, CONTRIBUTING and docs, read by markdown-it-py, which the site's reader stands on too."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt

from workbench.paths import PROJECT

FILE_NAME = re.compile(r"# ([\w./-]+\.\w+)\n")
"""A block whose first line is `# NAME.EXT` shows a file of that name."""


@dataclass(frozen=True)
class Block:
    """One fenced block.

    Attributes:
        page: the page's path, from the project's folder.
        section: the heading that it stands under; empty above the first one of level 2 or 3.
        line: where it begins.
        language: the fence's first word; `text` where it has none.
        text: what is in it, without the fence's indentation.
    """

    page: str
    section: str
    line: int
    language: str
    text: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line} ({self.language})"

    @property
    def file_name(self) -> str | None:
        """The file that it shows."""
        found = FILE_NAME.match(self.text)
        return found[1] if found else None


def pages() -> list[str]:
    """Every page that people read."""
    found = sorted((PROJECT / "docs").rglob("*.md"))
    return [
        "README.md",
        "CONTRIBUTING.md",
        *(str(path.relative_to(PROJECT)) for path in found if "_build" not in path.parts),
    ]


@cache
def _blocks(page: str) -> tuple[Block, ...]:
    found, section = [], ""
    tokens = MarkdownIt().parse((PROJECT / page).read_text(encoding="utf-8"))
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.type == "inline" and before is not None and before.type == "heading_open":
            section = token.content if before.tag in ("h2", "h3") else section
        if token.type not in ("fence", "code_block") or token.info.startswith("{"):
            continue
        assert token.map is not None
        assert token.type == "fence", f"{page}:{token.map[0] + 1} is indented: a block has a fence and a language"
        found.append(Block(page, section, token.map[0] + 1, token.info.strip() or "text", token.content))
    return tuple(found)


def blocks(page: str | Path, language: str | None = None, section: str | None = None) -> list[Block]:
    """The page's blocks in their order, of one language or section where it is given; MyST's directives are none."""
    return [
        block for block in _blocks(str(page)) if language in (None, block.language) and section in (None, block.section)
    ]
