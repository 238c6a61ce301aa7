"""The options of `govpair policies`: whose policies, how they are written, and the ids that narrow them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from custom_resources.engine import rules
from custom_resources.engine.model import DEFAULT_ROLE_NAME
from custom_resources.scripts.option_groups import OptionGroup
from custom_resources.scripts.values import obeying

if TYPE_CHECKING:
    from custom_resources.engine.policies.place import Ids


class Principal(StrEnum):
    """Whose policy: a credential set, or the role in accounts on one side."""

    COMMERCIAL = "commercial"
    GOVCLOUD_MANAGEMENT = "govcloud_management"
    GOVCLOUD_PAIRED = "govcloud_paired"
    INVITED = "invited"
    GOVCLOUD_MEMBER = "govcloud_member"
    COMMERCIAL_MEMBER = "commercial_member"


class Format(StrEnum):
    """How policies are written."""

    TEXT = "text"
    JSON = "json"
    TERRAFORM = "terraform"


def _id(name: str, what: str, rule: rules.Rule) -> Any:
    return typer.Option(f"--{name}", help=what, metavar="ID", callback=obeying(rule), show_default=False)


@dataclass(frozen=True)
class KnownIds(OptionGroup):
    """What narrows the ARNs; a wildcard stands for each that is left out."""

    commercial_account_id: Annotated[
        str | None, _id("commercial-account-id", "The commercial management account.", rules.account_id)
    ] = None
    commercial_organization_id: Annotated[
        str | None, _id("commercial-organization-id", "Its organization.", rules.organization_id)
    ] = None
    govcloud_paired_account_id: Annotated[
        str | None, _id("govcloud-paired-account-id", "The GovCloud account paired with it.", rules.account_id)
    ] = None
    govcloud_management_account_id: Annotated[
        str | None,
        _id("govcloud-management-account-id", "The GovCloud organization's management account.", rules.account_id),
    ] = None
    govcloud_organization_id: Annotated[
        str | None, _id("govcloud-organization-id", "That organization.", rules.organization_id)
    ] = None
    role_name: Annotated[
        str, typer.Option(help="The role in vended accounts.", metavar="NAME", callback=obeying(rules.role_name))
    ] = DEFAULT_ROLE_NAME

    @property
    def ids(self) -> Ids:
        """As the engine takes them; the paired account manages the GovCloud organization unless another is given."""
        from custom_resources.engine.policies.place import Ids

        management = self.govcloud_management_account_id or self.govcloud_paired_account_id
        return Ids(**(vars(self) | {"govcloud_management_account_id": management}))
