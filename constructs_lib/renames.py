"""What was called something else before: the rules of ``renamed_from``, and the paths of organizational units then.

Pure Python. Terraform takes one move from an address, and none from an address that is still declared (it refuses that
with "Moved object still exists"; language documentation, "moved" blocks): so names can't be swapped in one step, or
handed on in a row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from constructs_lib.organizational_unit_tree import Tree, name_problem, paths


def rename_problems(what: str, names: Sequence[tuple[object, object]]) -> Iterator[tuple[int, str]]:
    """(position, sentence) for each thing whose name before can't have been that.

    Args:
        what: What they are, such as ``pair``.
        names: (name, name before or None) of all of them.
    """
    there = {name for name, _ in names if isinstance(name, str)}
    seen: set[str] = set()
    for position, (name, old) in enumerate(names):
        if not isinstance(old, str):
            continue
        if old == name:
            yield position, f"It is the name that the {what} has."
        elif old in seen:
            yield position, f"Another {what} was {old!r} too."
        elif old in there:
            yield position, f"There is a {what} {old!r}: apply one renaming before a name is used again."
        seen.add(old)


def unit_rename_problems(tree: Tree, renamed: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """(path, sentence) for each organizational unit whose name before can't have been that.

    Args:
        tree: The organizational units.
        renamed: Name before by path; the last name of a path can change only, for AWS moves no organizational unit to
            another parent (Organizations API: UpdateOrganizationalUnit takes a name).
    """
    there = list(paths(tree))
    for path, old in renamed.items():
        before = path_before(path, renamed)
        if path not in there:
            yield path, f"There is no organizational unit {path!r}; there are: {', '.join(there) or 'none'}."
        elif (problem := name_problem(old)) is not None:
            yield path, problem
        elif before == path:
            yield path, "It is the name that the organizational unit has."
        elif before in there:
            yield path, f"There is an organizational unit {before!r}: apply one renaming before a name is used again."
        elif any(path_before(other, renamed) == before for other in there if other != path):
            yield path, f"Another organizational unit was {before!r} too."


def path_before(path: str, renamed: Mapping[str, str]) -> str:
    """The path that an organizational unit had before it and those above it were renamed."""
    above, _, name = path.rpartition("/")
    name = renamed.get(path, name)
    return f"{path_before(above, renamed)}/{name}" if above else name
