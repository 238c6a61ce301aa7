"""What must hold between the parts of a declaration. Pure Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from constructs_lib.declarations import CustomerDeclaration, PairDeclaration
from constructs_lib.errors import ConstructError
from constructs_lib.organizational_unit_tree import Tree, paths
from constructs_lib.renames import rename_problems, unit_rename_problems


def refuse_unknown_units(place: str, account_pairs: Sequence[PairDeclaration], *trees: Tree) -> None:
    """Every pair's organizational unit is in each of the trees.

    Raises:
        ConstructError: One isn't.
    """
    problems = []
    for each in account_pairs:
        missing = [known for known in (list(paths(tree)) for tree in trees) if each.organizational_unit not in known]
        if each.organizational_unit and missing:
            problems.append(
                f"{each.name}: there is no organizational unit {each.organizational_unit!r}; "
                f"there are: {', '.join(missing[0])}."
            )
    if problems:
        raise ConstructError(place, problems)


def refuse_renames(what: str, place: str, declared: Sequence[PairDeclaration] | Sequence[CustomerDeclaration]) -> None:
    """No pair (or customer; ``what`` they are) was called before as another is, or was.

    Raises:
        ConstructError: One was.
    """
    found = rename_problems(what, [(each.name, each.renamed_from) for each in declared])
    if problems := [f"{declared[position].name}: renamed_from: {sentence}" for position, sentence in found]:
        raise ConstructError(place, problems)


def refuse_renamed_units(place: str, tree: Tree, renamed: Mapping[str, str]) -> None:
    """The organizational units with a name before are there, and the names before are free.

    Raises:
        ConstructError: One isn't.
    """
    found = unit_rename_problems(tree, renamed)
    if problems := [f"organizational_units_renamed_from: {path}: {sentence}" for path, sentence in found]:
        raise ConstructError(place, problems)
