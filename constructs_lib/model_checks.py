"""What must hold between the parts of a declaration. Pure Python."""

from __future__ import annotations

from collections.abc import Sequence

from constructs_lib.declarations import PairDeclaration
from constructs_lib.errors import ConstructError
from constructs_lib.organizational_unit_tree import Tree, paths


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
