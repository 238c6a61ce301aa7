"""What the commercial side knows of an account that is to be invited: found out by reading, before anything is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from custom_resources.engine.errors import EngineError, Refused, Stopped
from custom_resources.engine.govcloud_half import ask_account_management
from custom_resources.engine.model import CLOSED_STATES
from custom_resources.engine.organization import describe_account
from custom_resources.engine.polling import Deadline
from custom_resources.engine.requests import request_for_account

if TYPE_CHECKING:
    from custom_resources.engine.estate import Estate


def refuse_uninvitable(estate: Estate, account_id: str, deadline: Deadline) -> None:
    """Raise Refused for a commercial account, the easiest mistake, and for the GovCloud half of a closed pair.

    Where the credential set `commercial` isn't given, or may not read, nothing is said: AWS's answer to the invitation
    tells then, though less clearly.
    """
    if not estate.commercial.credential_set.configured:
        return
    try:
        problem = _problem(estate, account_id, deadline)
    except Stopped:
        raise
    except EngineError:
        return
    if problem:
        raise Refused(
            deadline.doing, f"{problem} Nothing was sent.", attribute="account_id", govcloud_account_id=account_id
        )


def _problem(estate: Estate, account_id: str, deadline: Deadline) -> str | None:
    half = estate.halves.get(account_id)
    if half is None:
        commercial = deadline.patiently(lambda: describe_account(estate.commercial, account_id))
        if commercial is not None:
            return (
                f"Account {account_id} is a commercial account ({commercial.email}): an account joins an organization "
                "of its own partition only. Give the id of its GovCloud half."
            )
        made = deadline.patiently(lambda: request_for_account(estate, govcloud_account_id=account_id))
        if made is None or not made.commercial_account_id:
            return None
        half = estate.halves[account_id] = made.commercial_account_id
    known = half
    other = deadline.patiently(lambda: describe_account(estate.commercial, known))
    if other is None:
        return None
    if other.state not in CLOSED_STATES:
        half_state = deadline.patiently(lambda: ask_account_management(estate, known)).state
        if half_state not in CLOSED_STATES:
            return None
        return (
            f"GovCloud account {account_id} is {half_state}, though its commercial account {other.id} ({other.email}) "
            f"is {other.state}: both halves close together, so the other is to follow, or AWS Support can tell. A "
            "closed account can't join. Leave the membership out; or have AWS Support reopen it, within 90 days of its "
            "closing."
        )
    return (
        f"GovCloud account {account_id} belongs to a closed pair: its commercial account {other.id} ({other.email}) is "
        f"{other.state}, and both halves close together. A closed account can't join. Leave the membership out; or "
        "have AWS Support reopen the pair, within 90 days of its closing."
    )
