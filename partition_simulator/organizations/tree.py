"""Roots, organizational units and the accounts in them: creating, listing, moving."""

from __future__ import annotations

from typing import Any

from moto.organizations.exceptions import DuplicateOrganizationalUnitException
from moto.organizations.models import FakeOrganizationalUnit, FakeRoot, OrganizationsBackend

from partition_simulator.context import current_call
from partition_simulator.organizations.exceptions import (
    AccountNotFound,
    ChildNotFound,
    ConstraintViolation,
    DestinationParentNotFound,
    DuplicateAccount,
    OrganizationalUnitNotEmpty,
    ParentNotFound,
    SourceParentNotFound,
)
from partition_simulator.organizations.member import Member
from partition_simulator.organizations.tags import read_tags

# "OU maximum nesting in a root: 5 levels" (Organizations quotas page).
MAXIMUM_DEPTH = 5
# "Number of OUs in an organization: 2000" (the same page).
MAXIMUM_UNITS = 2000


class Tree(OrganizationsBackend):
    """What moto does too loosely with the tree: it takes any source, any name, any depth."""

    accounts: list[Member]  # type: ignore[assignment]

    def member(self, account_id: str) -> Member:
        """The member with this id; AccountNotFound."""
        for account in self.accounts:
            if account.id == account_id:
                return account
        raise AccountNotFound

    def _node(self, node_id: str) -> FakeOrganizationalUnit | None:
        return next((ou for ou in self.ou if ou.id == node_id), None)

    def _parent(self, parent_id: str) -> FakeOrganizationalUnit:
        node = self._node(parent_id)
        if node is None:
            raise ParentNotFound
        return node

    def ancestors(self, parent_id: str | None) -> list[str]:
        """Ids from the root down to this node."""
        ids: list[str] = []
        while parent_id is not None:
            ids.insert(0, parent_id)
            node = self._node(parent_id)
            parent_id = node.parent_id if node is not None else None
        return ids

    def way_to(self, account_id: str) -> list[Any]:
        """The nodes from the root through the OUs down to a member, and the member itself."""
        member = self.member(account_id)
        return [*(self._parent(node_id) for node_id in self.ancestors(member.parent_id)), member]

    def describe_member(self, member: Member) -> dict[str, Any]:
        """The ``Account`` structure with its ``Paths``: the ids from the organization down to the account."""
        path = "/".join([member.organization_id, *self.ancestors(member.parent_id), member.id]) + "/"
        return {**member.describe(), "Paths": [path]}

    def _check_name(self, name: str, parent_id: str | None, but: FakeOrganizationalUnit | None = None) -> None:
        for sibling in self.ou:
            if sibling.parent_id == parent_id and sibling.name == name and sibling is not but:
                raise DuplicateOrganizationalUnitException

    def create_organizational_unit(self, **kwargs: Any) -> dict[str, Any]:
        """An OU below a root or OU; the name is unique among its siblings."""
        parent = self._parent(kwargs["ParentId"])
        self._check_name(kwargs["Name"], parent.id)
        if len(self.ancestors(parent.id)) > MAXIMUM_DEPTH:
            raise ConstraintViolation(
                "OU_DEPTH_LIMIT_EXCEEDED", "You have exceeded the allowed number of levels of organizational units."
            )
        if len(self.ou) > MAXIMUM_UNITS:
            raise ConstraintViolation(
                "OU_NUMBER_LIMIT_EXCEEDED", "You have exceeded the number of organizational units that you can have."
            )
        tags = read_tags(kwargs.get("Tags"))
        assert self.org is not None
        unit = FakeOrganizationalUnit(self.org, Name=kwargs["Name"], ParentId=parent.id)
        unit.id = current_call().world.ids.organizational_unit(self.ou[0].id)
        unit.tags = tags
        self.ou.append(unit)
        self.attach_managed(unit)
        return self.describe_unit(unit)

    def attach_managed(self, node: Any) -> None:
        """Attach what every new node has attached; :class:`Policies` knows what that is."""

    def describe_unit(self, unit: FakeOrganizationalUnit) -> dict[str, Any]:
        """The ``OrganizationalUnit`` structure."""
        path = "/".join([unit.organization_id, *self.ancestors(unit.id)]) + "/"
        return {"OrganizationalUnit": {**unit.describe()["OrganizationalUnit"], "Path": path}}

    def describe_organizational_unit(self, **kwargs: Any) -> dict[str, Any]:
        """One OU."""
        return self.describe_unit(self.get_organizational_unit_by_id(kwargs["OrganizationalUnitId"]))

    def update_organizational_unit(self, **kwargs: Any) -> dict[str, Any]:
        """Rename an OU."""
        unit = self.get_organizational_unit_by_id(kwargs["OrganizationalUnitId"])
        name = kwargs.get("Name")
        if name is not None:
            self._check_name(name, unit.parent_id, but=unit)
            unit.name = name
        return self.describe_unit(unit)

    def delete_organizational_unit(self, **kwargs: Any) -> None:
        """Delete an empty OU; closed accounts still count as in it (Organizations user guide)."""
        unit = self.get_organizational_unit_by_id(kwargs["OrganizationalUnitId"])
        children: list[Any] = [*self.ou, *self.accounts]
        if any(child.parent_id == unit.id for child in children):
            raise OrganizationalUnitNotEmpty
        for policy in unit.attached_policies:
            policy.attachments.remove(unit)
        self.ou.remove(unit)

    def units_directly_below(self, parent_id: str) -> list[FakeOrganizationalUnit]:
        """The OUs directly below."""
        self._parent(parent_id)
        return [unit for unit in self.ou if unit.parent_id == parent_id]

    def units_below(self, parent_id: str) -> list[dict[str, Any]]:
        """Descriptions of the OUs directly below."""
        return [self.describe_unit(unit)["OrganizationalUnit"] for unit in self.units_directly_below(parent_id)]

    def accounts_below(self, parent_id: str) -> list[Member]:
        """The accounts directly below."""
        self._parent(parent_id)
        return [account for account in self.accounts if account.parent_id == parent_id]

    def parents_of(self, child_id: str) -> list[dict[str, str]]:
        """The one parent of an account or OU."""
        nodes: list[Any] = [*self.accounts, *self.ou]
        child = next((node for node in nodes if node.id == child_id and not isinstance(node, FakeRoot)), None)
        if child is None:
            raise ChildNotFound
        parent = self._parent(child.parent_id)
        return [{"Id": parent.id, "Type": parent.type}]

    def move_account(self, **kwargs: Any) -> None:
        """Move from where it is to somewhere else in the tree."""
        member = self.member(kwargs["AccountId"])
        if self._node(kwargs["SourceParentId"]) is None or member.parent_id != kwargs["SourceParentId"]:
            raise SourceParentNotFound
        if self._node(kwargs["DestinationParentId"]) is None:
            raise DestinationParentNotFound
        if member.parent_id == kwargs["DestinationParentId"]:
            raise DuplicateAccount
        member.parent_id = kwargs["DestinationParentId"]
