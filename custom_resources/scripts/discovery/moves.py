"""Two ways out of hashicorp/aws for pairs that are in a state of it: `moved` blocks, or `removed` ones.

`moved.tf` is for who keeps one configuration: the pairs' resources, and the blocks that hand the accounts over to them.
`removed.tf` is for who goes over to the stacks, whose import blocks take the same things in: a state is not shared.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from custom_resources.scripts.discovery.model import Discovery, FoundPair
from custom_resources.scripts.discovery.terraform_state import ACCOUNT, StateInstance

MOVED_HEAD = """\
# Written by `govpair discover`. To keep one configuration: put this file into it, and a provider "govpair" of the same
# owner, take the {account} blocks (or keys) of these accounts out of it, and plan. Not for those who
# apply the stacks, for whom removed.tf is.
"""
REMOVED_HEAD = """\
# Written by `govpair discover`. To go over to the stacks: put this file into the configuration of hashicorp/aws, take
# the blocks of these resources out of it, and apply: they are forgotten there, and nothing is destroyed.
"""


def moved_text(found: Discovery, state: Sequence[StateInstance]) -> str:
    """Resources and `moved` blocks of the pairs that are in the state; the other accounts there are told to stay."""
    from constructs_lib.identifiers import identifier

    parents = {each.id: each.parent_id for each in found.commercial.accounts}
    there = {each.id: each for each in state if each.type == ACCOUNT}
    blocks = [MOVED_HEAD.format(account=ACCOUNT)]
    taken: set[str] = set()
    for pair in (*found.pairs, *found.outside):
        if pair.name in taken or pair.commercial_account_id not in there:
            continue
        taken.add(pair.name)
        source = there.pop(pair.commercial_account_id).address
        blocks.append(_resource(identifier(pair.name), pair, parents[pair.commercial_account_id]))
        blocks.append(f"moved {{\n  from = {source}\n  to   = govpair_account_pair.{identifier(pair.name)}\n}}\n")
    if there:
        lines = sorted(f"#   {each.address} ({each.id})" for each in there.values())
        blocks.append(
            "\n".join(
                ["# These stay: keep their blocks, or keys, for without them they would be destroyed.", *lines, ""]
            )
        )
    return "\n".join(blocks)


def _resource(name: str, pair: FoundPair, parent_id: str) -> str:
    values: Mapping[str, Any] = {
        "email": pair.email,
        "name": pair.name,
        "parent_id": parent_id,
        "role_name": pair.role_name,
        "iam_user_access_to_billing": pair.iam_user_access_to_billing,
        "tags": dict(pair.tags),
    }
    lines = [f"  {key} = {_hcl(value)}" for key, value in values.items() if value]
    return "\n".join([f'resource "govpair_account_pair" "{name}" {{', *lines, "}", ""])


def _hcl(value: object) -> str:
    from constructs_lib.identifiers import literal

    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_hcl(key)} = {_hcl(each)}" for key, each in value.items()) + " }"
    return literal(json.dumps(value, ensure_ascii=False))


def removed_text(found: Discovery, state: Sequence[StateInstance]) -> str:
    """`removed` blocks of what the stacks import: whole resources only, for Terraform takes no single objects there."""
    return "\n".join([REMOVED_HEAD, *_removals(found, state)])


def _removals(found: Discovery, state: Sequence[StateInstance]) -> Iterator[str]:
    imported = {found.commercial.id}
    for organization in found.organizations:
        imported.add(organization.govcloud.id)
        imported |= {
            each for pair in organization.pairs for each in (pair.commercial_account_id, pair.govcloud_account_id)
        }
        imported |= {each for unit in organization.units for each in (unit.commercial_id, unit.govcloud_id)}
        if organization.customer:
            imported.add(organization.customer.unit_id)
    ids: dict[str, list[str]] = {}
    for each in state:
        ids.setdefault(each.resource, []).append(each.id)
    for resource, of_it in sorted(ids.items()):
        if not imported.intersection(of_it):
            continue
        if others := [each for each in of_it if each not in imported]:
            yield f"# {resource} stays: it has {', '.join(others)} too, which the stacks don't import.\n"
        else:
            yield f"removed {{\n  from = {resource}\n  lifecycle {{\n    destroy = false\n  }}\n}}\n"
