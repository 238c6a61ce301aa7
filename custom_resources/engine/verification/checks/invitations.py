"""Claims about handshakes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from custom_resources.engine.handshakes import ENDED_STATES, OPEN_STATES
from custom_resources.engine.verification.checks.registry import check
from custom_resources.engine.verification.evidence import NOT_SEEN, Evidence, Verdict, contradicted, either, refused

_LIFE, _KEPT, _SLACK = timedelta(days=15), timedelta(days=30), timedelta(hours=1)


def _invitations(evidence: Evidence) -> list[Mapping[str, Any]]:
    return [each for each in evidence.handshakes() if each.get("Action", "INVITE") == "INVITE"]


def _parties(handshake: Mapping[str, Any], kind: str) -> list[str]:
    return [str(party.get("Id")) for party in handshake.get("Parties", ()) if party.get("Type") == kind]


@check("invitation-states")
def invitation_states(evidence: Evidence) -> Verdict:
    """Every state seen is a known one; one sent a moment ago is REQUESTED or OPEN."""
    states = {str(each.get("State")) for each in _invitations(evidence)}
    unknown = states - OPEN_STATES - ENDED_STATES - {"ACCEPTED"}
    if unknown:
        return contradicted(f"{', '.join(sorted(unknown))}")
    for answer in evidence.of("InviteAccountToOrganization"):
        if answer.ok and answer.parsed.get("Handshake", {}).get("State") not in OPEN_STATES:
            return contradicted(f"a new invitation is {answer.parsed.get('Handshake', {}).get('State')}")
    return either(True, ", ".join(sorted(states))) if states else NOT_SEEN


@check("invitation-expires")
def invitation_expires(evidence: Evidence) -> Verdict:
    """From RequestedTimestamp to ExpirationTimestamp."""
    lives = [
        each["ExpirationTimestamp"] - each["RequestedTimestamp"]
        for each in _invitations(evidence)
        if "ExpirationTimestamp" in each and "RequestedTimestamp" in each and each.get("State") in OPEN_STATES
    ]
    wrong = [life for life in lives if abs(life - _LIFE) > _SLACK]
    return either(not wrong, f"{(wrong or lives)[0].total_seconds() / 86400:.2f} days") if lives else NOT_SEEN


@check("invitation-kept")
def invitation_kept(evidence: Evidence) -> Verdict:
    """No ended invitation is older than its life and the time for which it is kept, and some are old."""
    ended = [e for e in _invitations(evidence) if e.get("State") not in OPEN_STATES and "RequestedTimestamp" in e]
    now = max((each["RequestedTimestamp"] for each in ended), default=datetime.now(UTC))
    ages = [max(now, datetime.now(UTC)) - each["RequestedTimestamp"] for each in ended]
    if not ages or max(ages) < _KEPT:
        return NOT_SEEN
    return either(max(ages) <= _LIFE + _KEPT + timedelta(days=1), f"the oldest is {max(ages).days} days old")


@check("invitation-not-found")
def invitation_not_found(evidence: Evidence) -> Verdict:
    """A handshake id that nothing has."""
    asked = evidence.about_nobody("DescribeHandshake", "HandshakeId", "handshake")
    return refused(asked, "HandshakeNotFoundException")


@check("invitation-party-ids")
def invitation_party_ids(evidence: Evidence) -> Verdict:
    """How the organization is spelled among the parties."""
    ids = [each for handshake in _invitations(evidence) for each in _parties(handshake, "ORGANIZATION")]
    wrong = [each for each in ids if not each.startswith("o-")]
    return either(not wrong, f"without o-: {wrong[0]}" if wrong else "with o-") if ids else NOT_SEEN


@check("invitation-lists-account")
def invitation_lists_account(evidence: Evidence) -> Verdict:
    """A party of type ACCOUNT, or EMAIL where an email was invited."""
    shown = _invitations(evidence)
    wrong = [each for each in shown if not _parties(each, "ACCOUNT") and not _parties(each, "EMAIL")]
    return either(not wrong, f"{len(wrong)} of {len(shown)} show none") if shown else NOT_SEEN


@check("accepted-joins-at-root")
def accepted_joins_at_root(evidence: Evidence) -> Verdict:
    """The account that this run let join, as it was seen next."""
    pair = evidence.one_pair
    if pair is None or pair.joined_parent is None:
        return NOT_SEEN
    right = pair.joined_parent.startswith("r-") and pair.joined_method == "INVITED"
    return either(right, f"below {pair.joined_parent}, {pair.joined_method}, {pair.accepted_state}")
