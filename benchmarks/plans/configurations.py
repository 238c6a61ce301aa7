"""What each contestant plans: the same pairs, which for ours are two resources each, for the peer one."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.terraform import OURS, OURS_BLOCK, PEER, PEER_BLOCK

Configuration = tuple[str, str]
"""The configuration, and its `import` blocks. What there is of each pair stands in pairs.json beside it.

Accounts are named by their ids, not by references: for a reference into a resource with for_each Terraform evaluates
all its instances, so that its own time, the same for every provider, would grow with the square.
"""

_PAIRS = '\nlocals {\n  pairs = jsondecode(file("pairs.json"))\n}\n'


def govpair(managed: bool) -> Configuration:
    """Pairs and memberships; ``managed``: tags and parents too."""
    resources = _resource(
        "govpair_account_pair", {"name": "each.key", "email": "each.value.email"}, managed, "commercial"
    ) + _resource("govpair_membership", {"account_id": "each.value.govcloud"}, managed, "govcloud")
    imports = _import("govpair_account_pair", "commercial") + _import("govpair_membership", "govcloud")
    return OURS_BLOCK + _PAIRS + resources, imports


def aws(managed: bool) -> Configuration:
    """The commercial accounts."""
    account = {"name": "each.key", "email": "each.value.email"}
    resources = _resource("aws_organizations_account", account, managed, "commercial")
    return PEER_BLOCK + _PAIRS + resources, _import("aws_organizations_account", "commercial")


CONFIGURATIONS: dict[str, Callable[[bool], Configuration]] = {OURS: govpair, PEER: aws}


def _resource(kind: str, attributes: dict[str, str], managed: bool, side: str) -> str:
    if managed:
        attributes = attributes | {"tags": "each.value.tags", "parent_id": f"each.value.{side}_root"}
    lines = "".join(f"  {name} = {value}\n" for name, value in attributes.items())
    return f'\nresource "{kind}" "this" {{\n  for_each = local.pairs\n{lines}}}\n'


def _import(kind: str, side: str) -> str:
    lines = f"  for_each = local.pairs\n  to       = {kind}.this[each.key]\n  id       = each.value.{side}\n"
    return f"\nimport {{\n{lines}}}\n"
