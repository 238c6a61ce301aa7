"""The tree of organizational units as people write it, in one normal form. Pure Python.

A tree is a list of names, a mapping from names to their children, or a list that mixes the two::

    [Security, Workloads]
    {Security: {}, Workloads: {Production: {}, Test: {}}}
    [Security, {Workloads: [Production, Test]}]

An organizational unit is referred to by its path from the root, names joined with ``/``: ``Workloads/Production``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from custom_resources.engine import rules

MAX_DEPTH = 5
"""Levels of organizational units below a root (Organizations quotas page: "OU maximum nesting in a root")."""

Tree: TypeAlias = Mapping[str, "Tree"]
"""The normal form: name of an organizational unit: the tree below it."""

Written: TypeAlias = 'Sequence[str | Mapping[str, "Written"]] | Mapping[str, "Written"] | None'
"""What is accepted."""

Location = tuple[str | int, ...]


def parse_tree(written: Written) -> Tree:
    """The normal form of a tree.

    Raises:
        ValueError: It is none; every sentence on a line.
    """
    problems = [f"{_shown(location)}{sentence}" for location, sentence in tree_problems(written)]
    if problems:
        raise ValueError("\n".join(problems))
    return _normal(written)


def paths(tree: Tree, below: str = "") -> Iterator[str]:
    """Every organizational unit's path, parents before children."""
    for name, children in tree.items():
        path = f"{below}/{name}" if below else name
        yield path
        yield from paths(children, path)


def tree_problems(written: object, location: Location = (), depth: int = 1) -> Iterator[tuple[Location, str]]:
    """Where and why a tree as written cannot be used: (keys and indexes that lead there, sentence)."""
    seen: set[str] = set()
    for name, where, children in _entries(written, location):
        if name is None:
            yield where, "An organizational unit is a name, or a name with a tree below it."
            continue
        if problem := name_problem(name):
            yield where, problem
        elif name in seen:
            # OUs of one parent must have different names (M, DuplicateOrganizationalUnitException).
            yield where, f"The organizational unit {name!r} is there twice below one parent."
        elif depth > MAX_DEPTH:
            yield where, f"AWS allows organizational units {MAX_DEPTH} levels deep; {name!r} would be at level {depth}."
        else:
            seen.add(str(name))
            if children is not None:
                yield from tree_problems(children, where, depth + 1)


def name_problem(name: object) -> str | None:
    """Why an organizational unit cannot have that name here, or None: AWS's rule, and no ``/``, which parts paths."""
    if not isinstance(name, str):
        return f'The name of an organizational unit must be text: write it in quotes, "{name}".'
    if "/" in name:
        return f"{name!r} has a /, which stands between the names of a path; nest the organizational units instead."
    return rules.ou_name(name)


def _entries(written: object, location: Location) -> Iterator[tuple[object | None, Location, object | None]]:
    """(name, its location, what is below it) of one level; the name is None where something else stands."""
    if written is None:
        return
    if isinstance(written, Mapping):
        for name, children in written.items():
            yield name, (*location, name), children
    elif isinstance(written, Sequence) and not isinstance(written, (str, bytes)):
        for position, item in enumerate(written):
            if isinstance(item, Mapping):
                yield from _entries(item, (*location, position))
            elif isinstance(item, Sequence) and not isinstance(item, str):
                yield None, (*location, position), None
            else:
                yield item, (*location, position), None
    else:
        yield None, location, None


def _normal(written: Any) -> Tree:
    return {str(name): _normal(children) for name, _, children in _entries(written, ())}


def _shown(location: Location) -> str:
    return f"{'.'.join(map(str, location))}: " if location else ""
