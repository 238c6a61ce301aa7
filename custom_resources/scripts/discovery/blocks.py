"""Terraform's `import` blocks for each stack of the file, in the order in which the stacks are applied."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from custom_resources.scripts.discovery.model import Discovery, FoundPair

HEAD = """\
# Written by `govpair discover`: what is there already is taken into the state of the stack {stack}, and not made again.
# Delete this file once the stack is applied.
"""


def stack_names(organizations: Iterable[str], *, reseller: bool) -> list[str]:
    """The stacks of these GovCloud organizations, by their names in the file."""
    stacks = ["commercial"]
    for name in sorted(organizations):
        stacks += [_pairs_stack(name, reseller), f"govcloud-{name}"]
    return stacks


def _pairs_stack(name: str, reseller: bool) -> str:
    return f"account-pairs-{name}" if reseller else "account-pairs"


def import_files(found: Discovery) -> dict[str, str]:
    """The text of `imports.tf` by stack."""
    from constructs_lib.identifiers import identifier

    stacks = {"commercial": [("aws_organizations_organization.commercial", found.commercial.id)]}
    for each in found.organizations:
        # A customer's commercial units are below one of its name, in the stack of its pairs; a company's are not.
        units = {unit.path: unit.commercial_id for unit in each.units}
        if each.customer:
            units = {each.name: each.customer.unit_id, **{f"{each.name}/{path}": units[path] for path in units}}
        pairs = [(f"govpair_account_pair.{identifier(pair.name)}", _pair_id(pair)) for pair in each.pairs]
        if each.customer:
            pairs = [*_unit_blocks(units), *pairs]
        else:
            stacks["commercial"] += _unit_blocks(units)
        stacks[_pairs_stack(each.name, found.reseller)] = pairs
        stacks[f"govcloud-{each.name}"] = [
            (f"aws_organizations_organization.{identifier(each.name)}", each.govcloud.id),
            *_unit_blocks({unit.path: unit.govcloud_id for unit in each.units}),
            *((f"govpair_membership.{identifier(pair.name)}", _membership_id(pair)) for pair in each.members),
        ]
    return {
        stack: "\n".join([HEAD.format(stack=stack), *(_block(*each) for each in blocks)])
        for stack, blocks in stacks.items()
    }


def _unit_blocks(ids: Mapping[str, str]) -> list[tuple[str, str]]:
    from constructs_lib.identifiers import identifier

    return [(f"aws_organizations_organizational_unit.{identifier(path)}", unit_id) for path, unit_id in ids.items()]


def _pair_id(pair: FoundPair) -> str:
    which = pair.commercial_account_id if pair.id_told else f"{pair.commercial_account_id}/{pair.govcloud_account_id}"
    said = [
        "adopt_existing=true" if pair.adopt_existing else "",
        f"iam_user_access_to_billing={pair.iam_user_access_to_billing}" if pair.iam_user_access_to_billing else "",
        f"role_name={pair.role_name}" if pair.role_name else "",  # last: it may have commas
    ]
    return ",".join([which, *filter(None, said)])


def _membership_id(pair: FoundPair) -> str:
    return f"{pair.govcloud_account_id}/{pair.role_name}" if pair.role_name else pair.govcloud_account_id


def _block(address: str, import_id: str) -> str:
    return f'import {{\n  to = {address}\n  id = "{import_id}"\n}}\n'
