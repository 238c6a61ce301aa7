"""Whether a parent exists, asked before an account is made, joins or is closed for it: what can't be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from custom_resources.engine.calls import calling
from custom_resources.engine.errors import EngineError, NotFound
from custom_resources.engine.permissions import BOTH_MANAGEMENT, needs
from custom_resources.engine.polling import Deadline
from custom_resources.engine.session import AwsSession

if TYPE_CHECKING:
    from custom_resources.engine.estate import Estate


@needs(BOTH_MANAGEMENT, "organizations:ListChildren")
def check_parent(session: AwsSession, parent_id: str, doing: str, attribute: str = "parent_id") -> None:
    """Raise NotFound, with the attribute that names it, where the organization has no such root or unit.

    ListChildren takes both kinds of parent and answers ParentNotFoundException for neither (M).
    """
    try:
        with calling(doing, session):
            session.organizations().list_children(ParentId=parent_id, ChildType="ACCOUNT", MaxResults=1)
    except EngineError as error:
        if error.code != "ParentNotFoundException":
            raise
        one, other = ("commercial", "GovCloud") if session.partition == "aws" else ("GovCloud", "commercial")
        raise NotFound(
            doing,
            f"{attribute}: the {one} organization has no root or organizational unit {parent_id} "
            f"({error.code}). Nothing was changed. "
            f"Give the id of one that it has; an id of the {other} organization belongs to the pair's other half: to "
            f"its {'membership' if other == 'GovCloud' else 'account pair'}.",
            attribute=attribute,
            code=error.code,
        ) from error


CHECKED_FOR = 600.0
"""Seconds for which a parent that was there is taken to be there: MoveAccount refuses all the same where it is not."""


def check_parent_once(estate: Estate, session: AwsSession, parent_id: str, deadline: Deadline) -> None:
    """Raise NotFound as `check_parent` does; many accounts for one parent ask once."""
    seen = estate.parents.get(parent_id)
    if seen is None or deadline.pace.now() - seen > CHECKED_FOR:
        deadline.patiently(lambda: check_parent(session, parent_id, deadline.doing))
        estate.parents[parent_id] = deadline.pace.now()
