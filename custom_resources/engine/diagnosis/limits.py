"""The limits that are left besides accounts and creations: invitations of a day, closings of a month."""

from __future__ import annotations

from dataclasses import replace

from custom_resources.engine.readiness import Readiness
from custom_resources.engine.readiness_model import Check, behind, unknown


def limits(readiness: Readiness) -> list[Check]:
    """Return the checks `invitations_today` and `closings`."""
    left, closable = readiness.quotas.invitations_left, readiness.quotas.closure_quota
    if left is None:
        invitations = unknown(
            "invitations_today",
            "How many invitations the GovCloud organization may still send can't be seen.",
            "Allow organizations:ListHandshakesForOrganization to `govcloud_management`.",
        )
    else:
        step = "" if left else "Wait: an invitation counts for 24 hours, unless it is accepted."
        invitations = Check(
            "invitations_today",
            left > 0,
            f"The GovCloud organization may still send {left} invitations in these 24 hours, at least.",
            step,
        )
    if closable is None:
        closings = unknown("closings", "The accounts can't be counted.", "Allow organizations:ListAccounts.")
    else:
        told = f"{closable} accounts may be closed in 30 days. AWS offers no way to read how many were."
        closings = Check("closings", True, told)
    organizations = {each.name: each for each in readiness.checks}
    checks = [
        *behind(
            organizations.get("govcloud_organization"), [invitations]
        ),  # not looked at for a reseller's own account
        *behind(organizations.get("commercial_organization"), [closings]),
    ]
    return [replace(check, required=False) for check in checks]
