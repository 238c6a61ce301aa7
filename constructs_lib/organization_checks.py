"""What must hold across an organization file, beyond each value by itself. Works on raw data, whatever is in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from constructs_lib.organizational_unit_tree import Location, parse_tree, paths, tree_problems
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
    pairs = data.get("account_pairs")
    if not isinstance(pairs, list):
        return
    known = None if wrong else list(paths(parse_tree(units)))
    yield from _defaults(data.get("defaults"), (*place, "defaults"), known)
    for position, pair in enumerate(pairs):
        if isinstance(pair, Mapping):
            yield from _pair(pair, (*place, "account_pairs", position), known, first, named)
    yield from _renamed(pairs, (*place, "account_pairs"))


def _renamed(pairs: list[Any], here: Location) -> Iterator[tuple[Location, str]]:
    """Terraform takes one move from an address, and none from one that is still there (moved blocks)."""
    names = {
        each["name"]: each.get("renamed_from") is not None
        for each in pairs
        if isinstance(each, Mapping) and isinstance(each.get("name"), str)
    }
    seen: set[str] = set()
    for position, each in enumerate(pairs):
        old = each.get("renamed_from") if isinstance(each, Mapping) else None
        if not isinstance(old, str):
            continue
        if old in seen:
            yield (*here, position, "renamed_from"), f"Another pair was {old!r} too."
        elif old != each.get("name") and names.get(old) is False:
            yield (*here, position, "renamed_from"), f"There is a pair {old!r} still, which wasn't renamed."
        seen.add(old)


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
            # Whether AWS tells emails apart by case is unverified (claim: email-without-case); two that differ only so
            # are a slip in any case.
            this = named(here)
            other = first.setdefault((key, value.casefold() if key == "email" else value), this)
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
    if pair.get("renamed_from") is not None and pair.get("renamed_from") == name:
        yield (*here, "renamed_from"), "It is the name that the pair has."
    unit = pair.get("organizational_unit")
    if known is not None and isinstance(unit, str) and unit not in known:
        there = ", ".join(known) or "none"
        yield (*here, "organizational_unit"), f"There is no organizational unit {unit!r}; there are: {there}."
