"""What must hold across an organization file, beyond each value by itself. Works on raw data, whatever is in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from constructs_lib.organizational_unit_tree import Location, parse_tree, paths, tree_problems
from custom_resources.engine import rules


def cross_checks(data: Mapping[str, Any]) -> Iterator[tuple[Location, str]]:
    """(keys and indexes that lead to it, sentence) for everything that is wrong."""
    units = data.get("organizational_units")
    wrong = list(tree_problems(units, ("organizational_units",)))
    yield from wrong
    pairs = data.get("account_pairs")
    if not isinstance(pairs, list):
        return
    known = None if wrong else list(paths(parse_tree(units)))
    first: dict[tuple[str, str], int] = {}
    for position, pair in enumerate(pairs):
        if isinstance(pair, Mapping):
            yield from _pair(pair, position, known, first)


def _pair(
    pair: Mapping[str, Any], position: int, known: list[str] | None, first: dict[tuple[str, str], int]
) -> Iterator[tuple[Location, str]]:
    here: Location = ("account_pairs", position)
    for key in ("email", "name"):
        value = pair.get(key)
        if isinstance(value, str):
            # Whether AWS tells emails apart by case is unverified (claim: email-without-case); two that differ only so
            # are a slip in any case.
            other = first.setdefault((key, value.casefold() if key == "email" else value), position)
            if other != position:
                yield (
                    (*here, key),
                    f"{value!r} is the {key} of account_pairs[{other}] already; every pair needs its own.",
                )
    name = pair.get("name")
    # The stricter rule for names holds where a pair is created; values of other types are the model's to refuse.
    if isinstance(name, str) and not pair.get("adopt_existing") and rules.account_name(name) is None:
        problem = rules.new_account_name(name)
        if problem:
            yield (*here, "name"), problem
    unit = pair.get("organizational_unit")
    if known is not None and isinstance(unit, str) and unit not in known:
        there = ", ".join(known) or "none"
        yield (*here, "organizational_unit"), f"There is no organizational unit {unit!r}; there are: {there}."
