"""Claims about creation requests, their events, and how soon the new account is there."""

from __future__ import annotations

import json
from typing import Any

from custom_resources.engine.invited_account import ROLE_PATIENCE
from custom_resources.engine.polling import POLLS
from custom_resources.engine.rules import OWNER_MARKER
from custom_resources.engine.verification.checks.registry import check
from custom_resources.engine.verification.evidence import NOT_SEEN, Evidence, Verdict, confirmed, either, refused

LOOKING = sum(POLLS["look"].delay(look) for look in range((POLLS["look"].looks or 1) - 1))
"""Seconds for which the engine looks at a listing before it believes that there is nothing."""

CREATION_LIMIT = 3600.0
EVENT_LIMIT = 900.0
_SOON = 2.0


@check("creation-states")
def creation_states(evidence: Evidence) -> Verdict:
    """Every state shown is known; those of the pair made here came in this order."""
    states = {str(each.get("State")) for each in evidence.requests()}
    unknown = states - {"IN_PROGRESS", "SUCCEEDED", "FAILED"}
    order = [state for state, _ in evidence.one_pair.states] if evidence.one_pair is not None else []
    right = not unknown and order in ([], ["IN_PROGRESS", "SUCCEEDED"], ["IN_PROGRESS", "FAILED"])
    return either(right, ", ".join(order or sorted(states))) if states or order else NOT_SEEN


@check("request-tells-no-email")
def request_tells_no_email(evidence: Evidence) -> Verdict:
    """No member is sent that could be one; also none that botocore's model lacks."""
    answers = evidence.of("ListCreateAccountStatus", "DescribeCreateAccountStatus", "CreateGovCloudAccount")
    sent = {path for answer in answers for path in answer.unmodelled if "email" in path.lower()}
    return either(not sent, ", ".join(sorted(sent))) if evidence.requests() else NOT_SEEN


@check("request-ids-after-success")
def request_ids_after_success(evidence: Evidence) -> Verdict:
    """AccountId where SUCCEEDED only, FailureReason where FAILED only."""
    shown = evidence.requests()
    wrong = [
        each
        for each in shown
        if ("AccountId" in each) != (each.get("State") == "SUCCEEDED")
        or ("FailureReason" in each) != (each.get("State") == "FAILED")
    ]
    seen = f"{wrong[0].get('State')} with {', '.join(sorted(wrong[0]))}" if wrong else f"{len(shown)} requests"
    return either(not wrong, seen) if shown else NOT_SEEN


@check("request-names-govcloud-account")
def request_names_govcloud_account(evidence: Evidence) -> Verdict:
    """The request of an account that is known to be a pair."""
    halves = evidence.halves()
    paired = [each for each in evidence.requests() if each.get("AccountId") in halves]
    wrong = [e for e in paired if e.get("GovCloudAccountId") != halves[e["AccountId"]]["GovCloudAccountId"]]
    seen = (
        f"request {wrong[0].get('Id')} has {wrong[0].get('GovCloudAccountId', 'no GovCloudAccountId')}" if wrong else ""
    )
    return either(not wrong, seen or f"{len(paired)} requests") if paired else NOT_SEEN


@check("requests-newest-first")
def requests_newest_first(evidence: Evidence) -> Verdict:
    """RequestedTimestamp in the order of the first listing."""
    for answer in evidence.of("ListCreateAccountStatus"):
        times = [each.get("RequestedTimestamp") for each in answer.parsed.get("CreateAccountStatuses", ())]
        known = [time for time in times if time is not None]
        if len(set(known)) > 1:
            return either(known == sorted(known, reverse=True), f"{len(known)} requests in one page")
    return NOT_SEEN


@check("request-not-found")
def request_not_found(evidence: Evidence) -> Verdict:
    """A request id that nothing has."""
    asked = evidence.about_nobody("DescribeCreateAccountStatus", "CreateAccountRequestId", "request")
    return refused(asked, "CreateAccountStatusNotFoundException")


def _events(evidence: Evidence) -> list[dict[str, Any]]:
    """The details of the CreateAccountResult events; {} for one that can't be read."""
    found = []
    for event in evidence.listed("LookupEvents", "Events", side="commercial"):
        try:
            found.append(json.loads(event["CloudTrailEvent"])["serviceEventDetails"]["createAccountStatus"])
        except (KeyError, TypeError, ValueError):
            found.append({})
    return found


@check("creation-event")
def creation_event(evidence: Evidence) -> Verdict:
    """An event can be read, and hides the name."""
    events = _events(evidence)
    wrong = [each for each in events if set(str(each.get("accountName", "")).strip()) - {"*"} or not each.get("state")]
    return either(not wrong, f"{len(wrong)} of {len(events)} differ") if events else NOT_SEEN


@check("creation-event-names-govcloud")
def creation_event_names_govcloud(evidence: Evidence) -> Verdict:
    """The event of a pair's creation has govCloudAccountId."""
    halves = evidence.halves()
    paired = [each for each in _events(evidence) if each.get("accountId") in halves]
    wrong = [each for each in paired if "govCloudAccountId" not in each]
    return either(not wrong, f"it has {', '.join(sorted((wrong or paired)[0]))}") if paired else NOT_SEEN


@check("creation-event-delay")
def creation_event_delay(evidence: Evidence) -> Verdict:
    """How long after the end of the creation its event could be looked up."""
    pair = evidence.one_pair
    return _within(
        pair.event_seen if pair is not None else None, EVENT_LIMIT, pair is not None and pair.event_looked_for
    )


@check("creation-time")
def creation_time(evidence: Evidence) -> Verdict:
    """From the call to SUCCEEDED."""
    return _within(evidence.one_pair.created if evidence.one_pair is not None else None, CREATION_LIMIT)


@check("account-listed-before-success")
def account_listed_before_success(evidence: Evidence) -> Verdict:
    """ListAccounts had no account with that email while the request was IN_PROGRESS."""
    pair = evidence.one_pair
    if pair is None or pair.created is None or not pair.looked_while_in_progress:
        return NOT_SEEN
    return either(
        not pair.listed_while_in_progress, "listed while IN_PROGRESS" if pair.listed_while_in_progress else ""
    )


@check("account-listed-after-success")
def account_listed_after_success(evidence: Evidence) -> Verdict:
    """Until ListAccounts has it as ACTIVE."""
    pair = evidence.one_pair
    return _within(pair.listed if pair is not None else None, LOOKING, pair is not None and pair.created is not None)


@check("listings-lag")
def listings_lag(evidence: Evidence) -> Verdict:
    """The listing lacked the account once it was made; that it didn't, once, says nothing."""
    pair = evidence.one_pair
    lagged = pair is not None and pair.listed is not None and pair.listed > _SOON
    return confirmed(f"for {pair.listed:.0f} s") if pair is not None and lagged else NOT_SEEN


@check("vended-role-delay")
def vended_role_delay(evidence: Evidence) -> Verdict:
    """Until the role could be assumed, on the slower side."""
    pair = evidence.one_pair
    times = list(pair.role_assumable.values()) if pair is not None else []
    known = [each for each in times if each is not None]
    if not times:
        return NOT_SEEN
    return _within(max(known) if len(known) == len(times) else None, ROLE_PATIENCE, True)


@check("creation-tags-commercial-only")
def creation_tags_commercial_only(evidence: Evidence) -> Verdict:
    """The creation marker is on the commercial half of a pair, and not on its GovCloud half."""
    halves, marked = evidence.halves(), set()
    for answer in evidence.of("ListTagsForResource"):
        if any(tag.get("Key") == OWNER_MARKER for tag in answer.parsed.get("Tags", ())):
            marked.add(str(answer.arguments["ResourceId"]))
    looked_at = {str(a.arguments["ResourceId"]) for a in evidence.of("ListTagsForResource") if a.ok}
    pairs = [str(half["GovCloudAccountId"]) for mine, half in halves.items() if mine in marked]
    both = [its for its in pairs if its in looked_at]
    wrong = [its for its in both if its in marked]
    return either(not wrong, f"{len(both)} pairs") if both else NOT_SEEN


def _within(seconds: float | None, limit: float, looked: bool = False) -> Verdict:
    if seconds is None:
        return either(False, f"not within {limit:.0f} s") if looked else NOT_SEEN
    return either(seconds <= limit, f"after {seconds:.0f} s")
