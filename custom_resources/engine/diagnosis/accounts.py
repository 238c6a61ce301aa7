"""What is looked at in every account: its role, its membership, its trails, and whether a Terraform state has it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from custom_resources.engine.diagnosis.states import accounts_in_states
from custom_resources.engine.errors import EngineError, Invalid, Stopped, TimedOut
from custom_resources.engine.member_role import MemberRole
from custom_resources.engine.member_session import member_session
from custom_resources.engine.model import CLOSED_STATES
from custom_resources.engine.readiness_model import Check, unknown
from custom_resources.engine.rules import OWNER_MARKER
from custom_resources.engine.survey_findings import survey_findings
from custom_resources.engine.survey_model import PairLink, Survey, TrailReading

if TYPE_CHECKING:
    from custom_resources.engine.estate import Estate

_AT_ONCE = 8
_SHOWN = 10
"""How many accounts a sentence names; the others are counted."""


def roles(estate: Estate, found: Survey, role_name: str) -> Check:
    """Return the check `vended_roles`: the paired account can assume the role in every open GovCloud account."""
    name, pairs = "vended_roles", _open(found)
    if not pairs:
        return Check(name, True, "There is no vended GovCloud account.", required=False)
    deadline = estate.deadline("assuming the roles in vended accounts", 3600.0, "Run again.")

    def refused(pair: PairLink) -> str:
        deadline.heed_stop("assuming one role after the other")
        try:
            member_session(estate, MemberRole("govcloud", pair.govcloud_account_id, role_name), deadline)
        except (Stopped, TimedOut):
            raise
        except EngineError as error:
            return " ".join(error.detail.split("\n")[0].split())
        return ""

    with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="roles") as workers:
        answers = list(zip(pairs, workers.map(refused, pairs), strict=True))
    shut = [f"{pair.govcloud_account_id} ({why})" for pair, why in answers if why]
    if not shut:
        told = f"The role {role_name} can be assumed in all {len(pairs)} vended GovCloud accounts."
        return Check(name, True, told, required=False)
    return Check(
        name,
        False,
        f"The role {role_name} can't be assumed in {len(shut)} of {len(pairs)} GovCloud accounts: {_some(shut)}.",
        "A new role takes up to about seven minutes. Else look at its name (--role-name) and whom it trusts: the "
        "GovCloud account paired with the commercial management account.",
        required=False,
    )


def joined(found: Survey) -> Check:
    """Return the check `memberships`: every open GovCloud half is a member of an organization that was read."""
    if not found.govcloud:
        why = " ".join(each.why for each in found.unread) or "No GovCloud organization was read."
        return unknown("memberships", why, "Give the credential set govcloud_management.", required=False)
    alone = [each for each in survey_findings(found) if each.kind == "govcloud_not_joined"]
    if not alone:
        told = f"All {len(_open(found))} open GovCloud accounts are in a GovCloud organization."
        return Check("memberships", True, told, required=False)
    names = [each.account_ids[1] for each in alone]
    if found.unread:
        told = f"{len(alone)} GovCloud accounts are in none of the organizations that were read: {_some(names)}."
        return unknown("memberships", told, alone[0].next_step, required=False)
    return Check(
        "memberships",
        False,
        f"{len(alone)} GovCloud accounts are in no GovCloud organization: {_some(names)}.",
        alone[0].next_step
        if len(alone) == 1
        else "Join each: `govpair vend … --join`, or `govpair invite` and `govpair accept`; or declare them.",
        required=False,
    )


def trails(found: Survey) -> Check:
    """Return the check `trails`: a trail that logs every region, without errors, in every account that lets us in."""
    name = "trails"
    if found.trails is None:
        return unknown(name, "Trails weren't read.", "Give the credential set govcloud_paired.", required=False)
    open_trails = {key: each for key, each in found.trails.items() if not _closed(found, key)}
    readable = {
        key: each.trails
        for key, each in open_trails.items()
        if not each.why and all(trail.logging is not None for trail in each.trails)
    }
    without = [
        account
        for account, shown in readable.items()
        if not any(each.logging and each.is_multi_region_trail and not each.delivery_error for each in shown)
    ]
    unread = {account: _why(each) for account, each in open_trails.items() if account not in readable}
    more = ""
    if unread:
        first = next(iter(unread.values()))
        more = f" The trails of {len(unread)} others can't be read: {_some(unread)}. Of the first, AWS says: {first}"
    if without:
        return Check(
            name,
            False,
            f"{len(without)} of {len(readable)} accounts have no trail that logs all regions into its bucket: "
            f"{_some(without)}.{more}",
            "Declare a log archive (docs/governance.md): `log_archive` makes the bucket and a trail in each account.",
            required=False,
        )
    told = f"A trail logs all regions in {len(readable)} accounts.{more}"
    return Check(
        name,
        None if unread else True,
        told,
        "Look at the check vended_roles, and allow cloudtrail:GetTrailStatus." if unread else "",
        False,
    )


def _why(reading: TrailReading) -> str:
    why = reading.why or next(trail.why for trail in reading.trails if trail.logging is None)
    return " ".join(why.split("\n")[0].split())


def left_alone(found: Survey, owner: str | None, states: Sequence[Path]) -> Check:
    """Return the check `unmanaged_accounts`: each open account with our marker stands in one of the states.

    owner: the marker's value that is ours; any other owner's accounts are passed over.
    """
    name = "unmanaged_accounts"
    marked = {
        account.id: account.name
        for account in found.commercial.accounts
        if account.state not in CLOSED_STATES and owner and (account.tags or {}).get(OWNER_MARKER) == owner
    }
    if not owner or not states:
        step = "Give --owner NAME and --state with Terraform state files, or folders of them."
        return unknown(name, "No owner or no state was given to compare with.", step, required=False)
    try:
        managed = accounts_in_states(states)
    except Invalid as error:
        return unknown(name, error.detail, "Give files that `terraform state pull` has written.", required=False)
    if not marked:
        others = sorted(
            {each.tags[OWNER_MARKER] for each in found.commercial.accounts if each.tags and OWNER_MARKER in each.tags}
        )
        step = f"Markers that were seen: {', '.join(others) or 'none'}."
        return unknown(name, f"No open account has the marker of {owner}.", step, required=False)
    lost = [f"{title} ({account})" for account, title in marked.items() if account not in managed]
    if not lost:
        return Check(name, True, f"All {len(marked)} accounts of {owner} stand in a state.", required=False)
    return Check(
        name,
        False,
        f"{len(lost)} of {len(marked)} accounts of {owner} stand in none of the states: {_some(lost)}.",
        "Declare each and apply: it is found by its marker and taken up, not made again; or import it.",
        required=False,
    )


def _closed(found: Survey, account_id: str) -> bool:
    states = {pair.govcloud_account_id: pair.govcloud_state for pair in found.pairs}
    states |= {account.id: account.state for account in found.accounts.values()}
    return states.get(account_id) in CLOSED_STATES


def _open(found: Survey) -> list[PairLink]:
    """The pairs whose GovCloud account may be entered, without the management account's own."""
    commercial = found.accounts
    return [
        pair
        for pair in found.pairs
        if pair.commercial_account_id != found.commercial.management_account_id
        and commercial[pair.commercial_account_id].state not in CLOSED_STATES
        and pair.govcloud_state not in CLOSED_STATES
    ]


def _some(names: Iterable[str]) -> str:
    known = sorted(names)
    more = f" and {len(known) - _SHOWN} more" if len(known) > _SHOWN else ""
    return f"{', '.join(known[:_SHOWN])}{more}"
