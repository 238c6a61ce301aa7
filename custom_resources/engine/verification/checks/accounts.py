"""Claims about accounts and their pairs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from custom_resources.engine.verification.checks.registry import check
from custom_resources.engine.verification.evidence import (
    NOT_SEEN,
    Evidence,
    Verdict,
    confirmed,
    contradicted,
    either,
    refused,
)

STATES = {"PENDING_ACTIVATION", "ACTIVE", "SUSPENDED", "PENDING_CLOSURE", "CLOSED"}
GOVCLOUD_STATES = STATES - {"PENDING_CLOSURE"}


@check("account-has-state")
def account_has_state(evidence: Evidence) -> Verdict:
    """Every Account shown has a State that is known."""
    states = [str(each.get("State", "no State")) for each in evidence.shown_accounts()]
    wrong = [state for state in states if state not in STATES]
    return either(not wrong, f"{wrong[0] if wrong else ', '.join(sorted(set(states)))}") if states else NOT_SEEN


@check("account-has-paths")
def account_has_paths(evidence: Evidence) -> Verdict:
    """Paths begin with the organization and end with the account."""
    shown = evidence.shown_accounts()
    wrong = [each for each in shown if not any(_is_path(str(path), each["Id"]) for path in each.get("Paths", ()))]
    return either(not wrong, str((wrong or shown)[0].get("Paths", "no Paths"))) if shown else NOT_SEEN


def _is_path(path: str, account_id: str) -> bool:
    parts = path.strip("/").split("/")
    return parts[0].startswith("o-") and parts[1:2] != [] and parts[1].startswith("r-") and parts[-1] == account_id


@check("account-not-found")
def account_not_found(evidence: Evidence) -> Verdict:
    """An id that nobody has."""
    return refused(evidence.about_nobody("DescribeAccount", "AccountId", "account"), "AccountNotFoundException")


@check("management-account-joined-invited")
def management_account_joined_invited(evidence: Evidence) -> Verdict:
    """JoinedMethod of the two management accounts."""
    managers = {
        str(a.parsed["Organization"].get("MasterAccountId")) for a in evidence.of("DescribeOrganization") if a.ok
    }
    methods = {str(each.get("JoinedMethod")) for each in evidence.shown_accounts() if each.get("Id") in managers}
    return either(methods == {"INVITED"}, ", ".join(sorted(methods))) if methods else NOT_SEEN


def _pairs(evidence: Evidence) -> list[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Both halves, as each organization shows them, of the pairs whose halves are both members."""
    commercial = {each["Id"]: each for each in evidence.accounts("commercial")}
    govcloud = {each["Id"]: each for each in evidence.accounts("govcloud")}
    halves = ((mine, str(half["GovCloudAccountId"])) for mine, half in evidence.halves().items())
    return [(commercial[mine], govcloud[its]) for mine, its in halves if mine in commercial and its in govcloud]


@check("pair-shares-email")
def pair_shares_email(evidence: Evidence) -> Verdict:
    """Both organizations show the same email."""
    pairs = _pairs(evidence)
    wrong = [(a.get("Email"), b.get("Email")) for a, b in pairs if _lower(a) != _lower(b)]
    return (
        either(not wrong, " and ".join(map(str, wrong[0])) if wrong else f"{len(pairs)} pairs") if pairs else NOT_SEEN
    )


def _lower(account: Mapping[str, Any]) -> str:
    return str(account.get("Email")).lower()


@check("pair-shares-name")
def pair_shares_name(evidence: Evidence) -> Verdict:
    """The pair made here has one name. Of others, one may have been renamed: different names tell nothing."""
    pairs, mine = _pairs(evidence), evidence.one_pair
    for commercial, govcloud in pairs:
        if mine is not None and commercial["Id"] == mine.commercial_account_id:
            return either(
                commercial.get("Name") == govcloud.get("Name"), f"{commercial.get('Name')}, {govcloud.get('Name')}"
            )
    equal = [a.get("Name") for a, b in pairs if a.get("Name") == b.get("Name")]
    return confirmed(f"{len(equal)} of {len(pairs)} pairs") if equal and len(equal) == len(pairs) else NOT_SEEN


@check("email-without-case")
def email_without_case(evidence: Evidence) -> Verdict:
    """Two accounts whose emails differ only in capital letters would show that they are told apart."""
    for side in ("commercial", "govcloud"):
        emails = [str(each.get("Email")) for each in evidence.accounts(side)]
        folded = {email.lower() for email in emails}
        if len(folded) < len(set(emails)):
            return contradicted("two accounts have emails that differ only in capital letters")
    return NOT_SEEN


@check("closing-closes-both-halves")
def closing_closes_both_halves(evidence: Evidence) -> Verdict:
    """The GovCloud half of a commercial account that is SUSPENDED or CLOSED."""
    closed = {e["Id"] for e in evidence.accounts("commercial") if e.get("State") in ("SUSPENDED", "CLOSED")}
    states = [str(half.get("AccountState")) for mine, half in evidence.halves().items() if mine in closed]
    wrong = [state for state in states if state not in ("SUSPENDED", "CLOSED")]
    return either(not wrong, (wrong or states)[0]) if states else NOT_SEEN


@check("state-of-closed-accounts")
def state_of_closed_accounts(evidence: Evidence) -> Verdict:
    """Status, where it is still sent, of the accounts whose State is SUSPENDED."""
    closed = [each for each in evidence.shown_accounts() if each.get("State") == "SUSPENDED"]
    wrong = [str(each["Status"]) for each in closed if each.get("Status", "SUSPENDED") != "SUSPENDED"]
    return either(not wrong, wrong[0] if wrong else f"{len(closed)} times") if closed else NOT_SEEN


@check("closing-govcloud-at-once")
def closing_govcloud_at_once(evidence: Evidence) -> Verdict:
    """The GovCloud half while, or after, the commercial one is PENDING_CLOSURE."""
    pending = [b for a, b in _pairs(evidence) if a.get("State") == "PENDING_CLOSURE"]
    if any(each.get("State") == "PENDING_CLOSURE" for each in evidence.accounts("govcloud")):
        return contradicted("a GovCloud account is PENDING_CLOSURE")
    states = {str(each.get("State")) for each in pending}
    return either(states == {"ACTIVE"}, ", ".join(sorted(states))) if states else NOT_SEEN


@check("govcloud-information")
def govcloud_information(evidence: Evidence) -> Verdict:
    """Some member's GovCloud account was told, with its state."""
    own = evidence.estate.commercial.identity().account_id
    members = {mine: half for mine, half in evidence.halves().items() if mine != own}
    return confirmed(f"{len(members)} members") if members else NOT_SEEN


@check("govcloud-information-own-id")
def govcloud_information_own_id(evidence: Evidence) -> Verdict:
    """The management account gave its own id."""
    own = evidence.estate.commercial.identity().account_id
    asked = evidence.of("GetGovCloudAccountInformation", who="commercial")
    mine = [a for a in asked if a.arguments.get("StandardAccountId") == own]
    return refused(mine, "AccessDeniedException")


@check("govcloud-information-unpaired")
def govcloud_information_unpaired(evidence: Evidence) -> Verdict:
    """An account of which AWS says that it has no GovCloud account."""
    asked = evidence.of("GetGovCloudAccountInformation", who="commercial")
    unpaired = [a for a in asked if a.code == "ResourceNotFoundException"]
    return confirmed(unpaired[0].message) if unpaired else NOT_SEEN


@check("govcloud-information-no-way-back")
def govcloud_information_no_way_back(evidence: Evidence) -> Verdict:
    """Asked in GovCloud."""
    asked = evidence.of("GetGovCloudAccountInformation", who="govcloud_paired")
    return refused([a for a in asked if not a.code.startswith("AccessDenied")], "ResourceNotFoundException")


@check("govcloud-state-without-pending-closure")
def govcloud_state_without_pending_closure(evidence: Evidence) -> Verdict:
    """Every AccountState told, and that of an account that is PENDING_CLOSURE."""
    pending = {e["Id"] for e in evidence.accounts("commercial") if e.get("State") == "PENDING_CLOSURE"}
    halves = evidence.halves()
    wrong = [
        str(half.get("AccountState")) for half in halves.values() if half.get("AccountState") not in GOVCLOUD_STATES
    ]
    wrong += [
        str(h.get("AccountState")) for mine, h in halves.items() if mine in pending and h["AccountState"] != "ACTIVE"
    ]
    states = sorted({str(half.get("AccountState")) for half in halves.values()})
    return either(not wrong, wrong[0] if wrong else ", ".join(states)) if halves else NOT_SEEN
