"""What must hold across an organization file, beyond each value by itself. Works on raw data, whatever is in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from constructs_lib.organizational_unit_tree import Location, parse_tree, paths, tree_problems
from constructs_lib.renames import rename_problems, unit_rename_problems
from constructs_lib.yaml_file import written
from custom_resources.engine import rules

Written = Callable[[Location], str]
"""A location in words."""


def cross_checks(data: Mapping[str, Any], named: Written = written) -> Iterator[tuple[Location, str]]:
    """(keys and indexes that lead to it, sentence) for everything that is wrong.

    Args:
        data: The file's values.
        named: Says where another place is, with its file where that is an included one.
    """
    first: dict[tuple[str, str], str] = {}
    customers = data.get("customers")
    if not isinstance(customers, list):
        yield from _organization(data, (), first, named)
        return
    names: dict[object, int] = {}
    for position, customer in enumerate(customers):
        if not isinstance(customer, Mapping):
            continue
        here: Location = ("customers", position)
        name = customer.get("name")
        if isinstance(name, str) and names.setdefault(name, position) != position:
            yield (*here, "name"), f"{name!r} is the name of {named(('customers', names[name]))} already."
        yield from _organization(customer, here, first, named)
        pairs, managing = customer.get("account_pairs"), customer.get("management_pair")
        if isinstance(pairs, list) and isinstance(managing, str):
            there = [pair["name"] for pair in pairs if isinstance(pair, Mapping) and isinstance(pair.get("name"), str)]
            if managing not in there:
                yield (*here, "management_pair"), f"There is no pair {managing!r}; there are: {', '.join(there)}."
            for place, pair in enumerate(pairs):
                closed = isinstance(pair, Mapping) and pair.get("name") == managing and pair.get("closed") is True
                if closed and customer.get("closed") is not True:
                    sentence = "It manages the customer's organization; a customer that leaves has closed: true itself."
                    yield (*here, "account_pairs", place, "closed"), sentence
    yield from _renamed("customer", customers, ("customers",))
    trees = [each.get("organizational_units") for each in customers if isinstance(each, Mapping)]
    if not any(list(tree_problems(tree)) for tree in trees):
        units = [path for tree in trees for path in paths(parse_tree(tree))]
        yield from _defaults(data.get("defaults"), ("defaults",), sorted(set(units)))


def _organization(
    data: Mapping[str, Any], place: Location, first: dict[tuple[str, str], str], named: Written
) -> Iterator[tuple[Location, str]]:
    units = data.get("organizational_units")
    # A customer's tree is below an organizational unit of the customer's name.
    wrong = list(tree_problems(units, (*place, "organizational_units"), 2 if place else 1))
    yield from wrong
    before = data.get("organizational_units_renamed_from")
    if not wrong and isinstance(before, Mapping):
        names = {path: old for path, old in before.items() if isinstance(path, str) and isinstance(old, str)}
        for path, sentence in unit_rename_problems(parse_tree(units), names):
            yield (*place, "organizational_units_renamed_from", path), sentence
    pairs = data.get("account_pairs")
    if not isinstance(pairs, list):
        return
    known = None if wrong else list(paths(parse_tree(units)))
    yield from _defaults(data.get("defaults"), (*place, "defaults"), known)
    for position, pair in enumerate(pairs):
        if isinstance(pair, Mapping):
            yield from _pair(pair, (*place, "account_pairs", position), known, first, named)
    yield from _renamed("pair", pairs, (*place, "account_pairs"))


def _renamed(what: str, named: list[Any], here: Location) -> Iterator[tuple[Location, str]]:
    """The rules of ``renamed_from`` for the pairs, or customers, of a list."""
    places = [position for position, each in enumerate(named) if isinstance(each, Mapping)]
    names = [(named[position].get("name"), named[position].get("renamed_from")) for position in places]
    for position, sentence in rename_problems(what, names):
        yield (*here, places[position], "renamed_from"), sentence


def _defaults(defaults: object, here: Location, known: list[str] | None) -> Iterator[tuple[Location, str]]:
    """Values for organizational units that there aren't."""
    units = defaults.get("organizational_units") if isinstance(defaults, Mapping) else None
    if known is None or not isinstance(units, Mapping):
        return
    there = ", ".join(known) or "none"
    for unit in units:
        if unit not in known:
            yield (
                (*here, "organizational_units", unit),
                f"There is no organizational unit {unit!r}; there are: {there}.",
            )


def _pair(
    pair: Mapping[str, Any],
    here: Location,
    known: list[str] | None,
    first: dict[tuple[str, str], str],
    named: Written,
) -> Iterator[tuple[Location, str]]:
    for key in ("email", "name"):
        value = pair.get(key)
        if isinstance(value, str):
            this = named(here)
            other = first.setdefault((key, rules.email_key(value) if key == "email" else value), this)
            if other != this:
                yield (
                    (*here, key),
                    f"{value!r} is the {key} of {other} already; every pair needs its own.",
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
