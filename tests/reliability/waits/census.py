"""Every wait of the engine, read from its code: who calls one of the three ways of :class:`Deadline` to wait.

There is no other way: :func:`beside` finds what blocks a thread without a deadline.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import FrameType

from custom_resources import engine

ROOT = Path(engine.__path__[0])
WAYS = ("wait", "until", "patiently")
_BLOCKS = frozenset({"sleep", "wait", "wait_for", "acquire", "join", "select"})


@dataclass(frozen=True, order=True)
class Site:
    """One place in the code that waits. ``function``: qualified; ``number``: which of its kind in that function."""

    module: str
    function: str
    way: str
    number: int

    def __str__(self) -> str:
        more = f" ({self.number})" if self.number > 1 else ""
        return f"{self.module}.{self.function} {self.way}{more}"


@dataclass(frozen=True)
class _Lines:
    first: int
    last: int
    site: Site


@cache
def sites() -> tuple[Site, ...]:
    """All of them, in order."""
    return tuple(sorted(lines.site for path in _modules() for lines in _in(path)))


def site_of(frame: FrameType, way: str) -> Site | None:
    """The place that a frame is at, where it calls that way to wait; None outside of the engine."""
    found = [
        lines
        for lines in _in(Path(frame.f_code.co_filename))
        if lines.site.way == way and lines.first <= frame.f_lineno <= lines.last
    ]
    # The narrowest: a wait may stand in a lambda that another one is given.
    return min(found, key=lambda lines: lines.last - lines.first).site if found else None


def beside() -> set[tuple[str, str]]:
    """What may block a thread of the engine without a deadline: places, and the code there."""
    found = set()
    for path in _modules():
        for function, call in _calls(path):
            name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
            if name in _BLOCKS and not _is_deadline(call.func) and not _is_text(call):
                found.add((f"{_module(path)}.{function}", ast.unparse(call)))
    return found


def _modules() -> Iterator[Path]:
    yield from sorted(path for path in ROOT.rglob("*.py") if path.name != "polling.py")


def _module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


@cache
def _in(path: Path) -> tuple[_Lines, ...]:
    found: list[_Lines] = []
    if not path.is_relative_to(ROOT):
        return ()
    for function, call in _calls(path):
        if isinstance(call.func, ast.Attribute) and call.func.attr in WAYS and _is_deadline(call.func):
            way = call.func.attr
            number = 1 + sum((each.site.function, each.site.way) == (function, way) for each in found)
            site = Site(_module(path), function, way, number)
            found.append(_Lines(call.lineno, call.end_lineno or call.lineno, site))
    return tuple(found)


def _is_deadline(function: ast.expr) -> bool:
    """Whether it is a method of a deadline; ``until`` and ``patiently`` are nobody else's."""
    if not isinstance(function, ast.Attribute):
        return False
    return function.attr in ("until", "patiently") or "deadline" in ast.unparse(function.value)


def _is_text(call: ast.Call) -> bool:
    """``", ".join(…)``, and the like."""
    return isinstance(call.func, ast.Attribute) and call.func.attr == "join"


def _calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Every call in a module, in order, with the qualified name of the function that it is in."""

    def walk(node: ast.AST, within: tuple[str, ...]) -> Iterator[tuple[str, ast.Call]]:
        for child in ast.iter_child_nodes(node):
            named = isinstance(child, ast.FunctionDef | ast.ClassDef)
            inner = (*within, child.name) if isinstance(child, ast.FunctionDef | ast.ClassDef) and named else within
            if isinstance(child, ast.Call):
                yield ".".join(inner), child
            yield from walk(child, inner)

    yield from walk(ast.parse(path.read_text(encoding="utf-8")), ())
