"""The accounts of an organization, all or those below a root or organizational unit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from custom_resources.engine.errors import EngineError, NotFound
from custom_resources.engine.organization import MemberAccount, member_from
from custom_resources.engine.pages import pages
from custom_resources.engine.permissions import BOTH_MANAGEMENT, needs
from custom_resources.engine.polling import Deadline

if TYPE_CHECKING:
    from custom_resources.engine.session import AwsSession


@needs(BOTH_MANAGEMENT, "organizations:ListAccounts")
def all_accounts(session: AwsSession, deadline: Deadline) -> Iterator[MemberAccount]:
    """Yield every member; 20 a page and 8 pages a second (Q)."""
    call = session.organizations().list_accounts
    doing = f"listing the accounts of the organization of {session.name}"
    for answer in pages(session, deadline, doing, call, "Accounts"):
        yield member_from(answer, session)


def accounts_below(
    session: AwsSession, deadline: Deadline, parent_id: str, *, recursive: bool
) -> Iterator[MemberAccount]:
    """Yield the members directly in a root or OU, with `recursive` those in all OUs below it too.

    Each OU is asked by itself: ListAccounts shows where an account is only with its `Paths` (M, new in 2026), which
    older endpoints leave out. Raises NotFound, with the attribute `parent_id`, when there is no such parent.
    """
    waiting = [parent_id]
    while waiting:
        here = waiting.pop(0)
        try:
            yield from directly_in(session, deadline, here)
            if recursive:
                waiting += [unit["Id"] for unit in units_in(session, deadline, here)]
        except EngineError as error:
            if error.code != "ParentNotFoundException":
                raise
            if here != parent_id:
                continue  # taken away since it was listed: empty by then
            raise NotFound(
                error.title,
                f"parent_id: the organization of {session.name} has no root or organizational unit {parent_id} "
                f"({error.code}). Give the id of one that it has; ids of the commercial and the GovCloud organization "
                "differ.",
                attribute="parent_id",
                code=error.code,
            ) from error


@needs(BOTH_MANAGEMENT, "organizations:ListAccountsForParent")
def directly_in(session: AwsSession, deadline: Deadline, parent_id: str) -> Iterator[MemberAccount]:
    """Yield the members directly in a root or OU; 20 a page and 5 pages a second (Q)."""
    call = session.organizations().list_accounts_for_parent
    for answer in pages(
        session, deadline, f"listing the accounts in {parent_id}", call, "Accounts", ParentId=parent_id
    ):
        yield replace(member_from(answer, session), parent_id=parent_id)


@needs(BOTH_MANAGEMENT, "organizations:ListOrganizationalUnitsForParent")
def units_in(session: AwsSession, deadline: Deadline, parent_id: str) -> list[Mapping[str, Any]]:
    """Return the organizational units directly in a root or OU, as AWS shows them (`Id`, `Name`)."""
    call = session.organizations().list_organizational_units_for_parent
    doing = f"listing the organizational units in {parent_id}"
    return list(pages(session, deadline, doing, call, "OrganizationalUnits", ParentId=parent_id))
