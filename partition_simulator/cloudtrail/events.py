"""LookupEvents: the event history, of which only Organizations' `CreateAccountResult` is simulated.

"Check the CloudTrail log for the CreateAccountResult event" (botocore model, CreateGovCloudAccount). The event's
members are the Organizations User Guide's, "Logging and monitoring"; that it names the GovCloud account, and as
``govCloudAccountId``, is unverified (claim: creation-event-names-govcloud). Here an event
can be looked up at once; AWS takes minutes.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from partition_simulator.cloudtrail.exceptions import InvalidLookupAttributes, InvalidMaxResults, InvalidNextToken
from partition_simulator.context import Call
from partition_simulator.paging import page
from partition_simulator.world.creation import CreationRequest

DAY = 86400.0
KEPT_FOR = 90 * DAY  # botocore model, LookupEvents: "events that occurred in a Region within the last 90 days"
MOST = 50  # botocore model, MaxResultsCount: 1 to 50, 50 when left out
SOURCE, NAME = "organizations.amazonaws.com", "CreateAccountResult"


def lookup(call: Call, region: str, asked: dict[str, Any]) -> dict[str, Any]:
    """One page of the caller's account's events, the newest first; NextToken says that there are more."""
    size = MOST if asked.get("MaxResults") is None else int(asked["MaxResults"])
    if not 1 <= size <= MOST:
        raise InvalidMaxResults(size)
    attributes = asked.get("LookupAttributes") or []
    if len(attributes) > 1:
        raise InvalidLookupAttributes
    found = [event for event in _events(call, region, asked) if all(_fits(event, wanted) for wanted in attributes)]
    try:
        shown, token = page(call, found, size)
    except ValueError:
        raise InvalidNextToken from None
    return {"Events": shown} if token is None else {"Events": shown, "NextToken": token}


def _fits(event: dict[str, Any], wanted: dict[str, str]) -> bool:
    return str(event.get(wanted["AttributeKey"], "")) == wanted["AttributeValue"]


def _events(call: Call, region: str, asked: dict[str, Any]) -> list[dict[str, Any]]:
    if region != call.partition.home_region:  # events of global services are in the home region only
        return []
    earliest = max(float(asked.get("StartTime") or 0.0), call.now - KEPT_FOR)
    latest = float(asked.get("EndTime") or call.now)
    ended = [
        (request.completed, request)
        for request in call.world.creations.values()
        if request.management_account_id == call.principal.account_id
        and request.completed is not None
        and earliest <= request.completed <= latest
    ]
    return [_event(call, request, at) for at, request in sorted(ended, key=lambda pair: -pair[0])]


def _event(call: Call, request: CreationRequest, at: float) -> dict[str, Any]:
    event_id = f"{request.request_id[4:12]}-0000-4000-8000-{request.request_id[12:24]}"
    status = {
        "id": request.request_id,
        "state": request.state,
        "accountName": "****",
        "requestedTimestamp": _moment(request.requested),
        "completedTimestamp": _moment(at),
    }
    if request.account is not None:
        status["accountId"] = request.account.account_id
    if request.govcloud_account is not None:
        status["govCloudAccountId"] = request.govcloud_account.account_id
    if request.failure is not None:
        status["failureReason"] = request.failure
    record = {
        "eventVersion": "1.08",
        "userIdentity": {"accountId": request.management_account_id, "invokedBy": "AWS Internal"},
        "eventTime": datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "eventSource": SOURCE,
        "eventName": NAME,
        "awsRegion": call.partition.home_region,
        "eventID": event_id,
        "readOnly": False,
        "eventType": "AwsServiceEvent",
        "recipientAccountId": request.management_account_id,
        "serviceEventDetails": {"createAccountStatus": status},
    }
    return {
        "EventId": event_id,
        "EventName": NAME,
        "ReadOnly": "false",
        "EventTime": at,
        "EventSource": SOURCE,
        "Resources": [],
        "CloudTrailEvent": json.dumps(record),
    }


def _moment(at: float) -> str:
    """A moment the way these details show it: Sep 16, 2020 9:20:50 PM."""
    return datetime.fromtimestamp(at, UTC).strftime("%b %d, %Y %I:%M:%S %p")
