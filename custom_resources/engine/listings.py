"""The listings that a directory reads, page by page: of the whole organization, or of one parent after the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from custom_resources.engine.calls import calling
from custom_resources.engine.organization import MemberAccount, member_from
from custom_resources.engine.permissions import BOTH_MANAGEMENT, needs

if TYPE_CHECKING:
    from custom_resources.engine.session import AwsSession


class Listing:
    """One listing, as far as it was read. reading: a thread reads its next page now."""

    def __init__(self, session: AwsSession) -> None:
        self._session = session
        self._token: str | None = None
        self.complete = self.reading = False

    def read(self) -> list[MemberAccount]:
        """Read the next page; an empty one with a token is not the end (M). Only one thread may do so at a time."""
        more: dict[str, Any] = {"NextToken": self._token} if self._token else {}
        answer = self._call(more)
        self._token = answer.get("NextToken")
        self.complete = not self._token
        return [member_from(each, self._session) for each in answer.get("Accounts", [])]

    @needs(BOTH_MANAGEMENT, "organizations:ListAccounts")
    def _call(self, more: dict[str, Any]) -> Mapping[str, Any]:
        with calling(f"listing the accounts of the organization of {self._session.name}", self._session):
            return self._session.organizations().list_accounts(**more)


class ParentListing(Listing):
    """The accounts directly in a root or organizational unit."""

    def __init__(self, session: AwsSession, parent_id: str) -> None:
        super().__init__(session)
        self.parent_id = parent_id

    def read(self) -> list[MemberAccount]:
        """As of a listing; the parent is told."""
        return [replace(each, parent_id=self.parent_id) for each in super().read()]

    @needs(BOTH_MANAGEMENT, "organizations:ListAccountsForParent")
    def _call(self, more: dict[str, Any]) -> Mapping[str, Any]:
        with calling(f"listing the accounts in {self.parent_id}", self._session):
            return self._session.organizations().list_accounts_for_parent(ParentId=self.parent_id, **more)


class Structure(Listing):
    """The root and the organizational units, level by level, each made known as a listing of its own.

    Attributes:
        parents: the listing of each parent that is known, by its id; of those too that were told from elsewhere.
    """

    def __init__(self, session: AwsSession) -> None:
        super().__init__(session)
        self.parents: dict[str, ParentListing] = {}
        self._to_look_into: list[str] | None = None

    def listing(self, parent_id: str) -> ParentListing:
        """The listing of a parent."""
        return self.parents.setdefault(parent_id, ParentListing(self._session, parent_id))

    def unread(self) -> Iterator[ParentListing]:
        """The known parents' listings that have more to read."""
        # A copy: another thread may be reading the structure meanwhile.
        return (each for each in list(self.parents.values()) if not each.complete)

    def read(self) -> list[MemberAccount]:
        """Read one more level of one parent; tells no accounts."""
        if self._to_look_into is None:
            found = self._roots()
            self._to_look_into = []
        else:
            found = self._units(self._to_look_into[0])
            del self._to_look_into[0]
        for each in found:
            self.listing(each)
        self._to_look_into += found
        self.complete = not self._to_look_into
        return []

    @needs(BOTH_MANAGEMENT, "organizations:ListRoots")
    def _roots(self) -> list[str]:
        with calling(f"reading the root of the organization of {self._session.name}", self._session):
            pages = self._session.organizations().get_paginator("list_roots").paginate()
            return [root["Id"] for page in pages for root in page.get("Roots", [])]

    @needs(BOTH_MANAGEMENT, "organizations:ListOrganizationalUnitsForParent")
    def _units(self, parent_id: str) -> list[str]:
        with calling(f"listing the organizational units in {parent_id}", self._session):
            paginator = self._session.organizations().get_paginator("list_organizational_units_for_parent")
            pages = paginator.paginate(ParentId=parent_id)
            return [unit["Id"] for page in pages for unit in page.get("OrganizationalUnits", [])]
