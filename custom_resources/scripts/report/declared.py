"""The pairs of an organization file, as drift compares them: where each half is to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from custom_resources.engine.drift import DeclaredPair

if TYPE_CHECKING:
    from constructs_lib.declarations import Declaration, PairDeclaration


def declared_pairs(declaration: Declaration) -> list[DeclaredPair]:
    """Return them; a reseller's commercial accounts are below a unit of the customer's name."""
    customers = getattr(declaration, "customers", None)
    if customers is None:
        return [_pair(pair) for pair in declaration.account_pairs]
    return [
        _pair(pair, customer.name, manages=pair.name == customer.management_pair, closed=customer.closed)
        for customer in customers
        for pair in customer.account_pairs
    ]


def _pair(pair: PairDeclaration, above: str = "", *, manages: bool = False, closed: bool = False) -> DeclaredPair:
    unit = pair.organizational_unit or ""
    return DeclaredPair(
        name=pair.name,
        email=pair.email,
        commercial_path="/".join(filter(None, (above, unit))),
        govcloud_path=None if manages else unit,
        tags=pair.tags,
        closed=bool(pair.closed) or closed,
    )
