"""Terraform's `import` blocks for each stack of the file, in the order in which the stacks are applied."""

from __future__ import annotations

from collections.abc import Iterator

from custom_resources.scripts.discovery.model import Discovery, FoundPair

HEAD = """\
# Written by `govpair discover`: what is there already is taken into the state of the stack {stack}, and not made again.
# Delete this file once the stack is applied.
"""


def import_files(found: Discovery, name: str) -> dict[str, str]:
    """The text of `imports.tf` by stack. name: the GovCloud organization's in the file."""
    from constructs_lib.identifiers import identifier

    def unit_blocks(ids: dict[str, str]) -> Iterator[tuple[str, str]]:
        for path, unit_id in ids.items():
            yield f"aws_organizations_organizational_unit.{identifier(path)}", unit_id

    stacks = {
        "commercial": [
            ("aws_organizations_organization.commercial", found.commercial.id),
            *unit_blocks({each.path: each.commercial_id for each in found.units}),
        ],
        "account-pairs": [(f"govpair_account_pair.{identifier(each.name)}", _pair_id(each)) for each in found.pairs],
        f"govcloud-{name}": [
            (f"aws_organizations_organization.{identifier(name)}", found.govcloud.id),
            *unit_blocks({each.path: each.govcloud_id for each in found.units}),
            *((f"govpair_membership.{identifier(each.name)}", _membership_id(each)) for each in found.pairs),
        ],
    }
    return {
        stack: "\n".join([HEAD.format(stack=stack), *(_block(*each) for each in blocks)])
        for stack, blocks in stacks.items()
    }


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
