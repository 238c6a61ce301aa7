"""CloudTrail's `CreateAccountResult` events: the second way to learn how a creation ended."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from custom_resources.engine.calls import calling
from custom_resources.engine.model import CreationRequest
from custom_resources.engine.permissions import needs

if TYPE_CHECKING:
    from custom_resources.engine.estate import Estate

EVENT_NAME = "CreateAccountResult"


@needs("commercial", "cloudtrail:LookupEvents")
def iterate_creation_events(estate: Estate) -> Iterator[CreationRequest]:
    """Yield how creations ended, as the event history of the last 90 days tells it, the newest first.

    LookupEvents is allowed twice a second (M): for when nothing else tells. Names are hidden in these events, so `name`
    is "". That an event names the GovCloud account is unverified (claim: creation-event-names-govcloud); without it,
    `govcloud_account_id` is None.
    """
    more: dict[str, Any] = {"LookupAttributes": [{"AttributeKey": "EventName", "AttributeValue": EVENT_NAME}]}
    client = estate.commercial.client("cloudtrail")
    while True:
        with calling(f"looking up the events {EVENT_NAME}", estate.commercial):
            page = client.lookup_events(**more)
        for event in page.get("Events", []):
            ended = from_event(event)
            if ended is not None:
                yield ended
        if not page.get("NextToken"):
            return
        more["NextToken"] = page["NextToken"]


def from_event(event: Mapping[str, Any]) -> CreationRequest | None:
    """Read one event; None where it isn't what its name says."""
    try:
        record = json.loads(event["CloudTrailEvent"])
        status = record["serviceEventDetails"]["createAccountStatus"]
        members = {str(name).lower(): str(value) for name, value in status.items() if value}
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
    return CreationRequest(
        id=members.get("id", ""),
        name="",
        state=members.get("state", ""),
        commercial_account_id=members.get("accountid"),
        govcloud_account_id=members.get("govcloudaccountid"),
        failure_reason=members.get("failurereason"),
        completed_timestamp=event.get("EventTime"),
    )
