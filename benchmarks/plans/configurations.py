"""What each contestant plans: the same pairs, which for ours are two resources each, for the peer one.

Each resource is a block of its own, as CDKTF writes them. With for_each, Terraform evaluates the whole map for each
instance: its own time, the same for every provider, would grow with the square and hide what is measured.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from benchmarks.terraform import OURS, OURS_BLOCK, PEER, PEER_BLOCK

Declared = Mapping[str, Mapping[str, Any]]
"""By name: the pair's email and ids, and where they are managed its tags and parents."""

Configuration = tuple[str, str]
"""The configuration, and its `import` blocks."""

_UNLIMITED = '  rates = { "*" = { per_second = 100000, burst = 100000 } }\n'


def govpair(declared: Declared, managed: bool, limited: bool) -> Configuration:
    """Pairs and memberships; ``managed``: tags and parents too; ``limited``: held to AWS's rates, as by default."""
    resources, imports = [], []
    for name, pair in declared.items():
        plain = {"name": name, "email": pair["email"]}
        resources.append(_resource("govpair_account_pair", name, plain, pair, managed, "commercial"))
        resources.append(
            _resource("govpair_membership", name, {"account_id": pair["govcloud"]}, pair, managed, "govcloud")
        )
        imports += [_import("govpair_account_pair", name, pair["commercial"])]
        imports += [_import("govpair_membership", name, pair["govcloud"])]
    block = OURS_BLOCK if limited else OURS_BLOCK.rstrip().removesuffix("}") + _UNLIMITED + "}\n"
    return block + "".join(resources), "".join(imports)


def aws(declared: Declared, managed: bool, limited: bool) -> Configuration:
    """The commercial accounts."""
    resources = [
        _resource(
            "aws_organizations_account", name, {"name": name, "email": pair["email"]}, pair, managed, "commercial"
        )
        for name, pair in declared.items()
    ]
    imports = [_import("aws_organizations_account", name, pair["commercial"]) for name, pair in declared.items()]
    return PEER_BLOCK + "".join(resources), "".join(imports)


CONFIGURATIONS: dict[str, Callable[[Declared, bool, bool], Configuration]] = {OURS: govpair, PEER: aws}


def _resource(
    kind: str, name: str, attributes: dict[str, Any], pair: Mapping[str, Any], managed: bool, side: str
) -> str:
    if managed:
        attributes = attributes | {"tags": pair["tags"], "parent_id": pair[f"{side}_root"]}
    return f'\nresource "{kind}" "{name}" {{\n{"".join(_lines(attributes))}}}\n'


def _lines(attributes: Mapping[str, Any]) -> Iterator[str]:
    for name, value in attributes.items():
        yield f"  {name} = {json.dumps(value)}\n"


def _import(kind: str, name: str, object_id: str) -> str:
    return f'\nimport {{\n  to = {kind}.{name}\n  id = "{object_id}"\n}}\n'
