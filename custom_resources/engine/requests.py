"""Creation requests: the part of the journal that AWS keeps without an email (M: CreateAccountStatus)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from custom_resources.engine.calls import calling
from custom_resources.engine.model import CreationRequest
from custom_resources.engine.permissions import needs

if TYPE_CHECKING:
    from custom_resources.engine.estate import Estate

RequestState = Literal["IN_PROGRESS", "SUCCEEDED", "FAILED"]


def from_status(status: Mapping[str, Any]) -> CreationRequest:
    """Read a CreateAccountStatus."""
    return CreationRequest(
        id=status.get("Id", ""),
        name=status.get("AccountName", ""),
        state=status.get("State", ""),
        commercial_account_id=status.get("AccountId"),
        govcloud_account_id=status.get("GovCloudAccountId"),
        failure_reason=status.get("FailureReason"),
        requested_timestamp=status.get("RequestedTimestamp"),
        completed_timestamp=status.get("CompletedTimestamp"),
    )


@needs("commercial", "organizations:ListCreateAccountStatus")
def iterate_requests(estate: Estate, states: Sequence[RequestState] = ()) -> Iterator[CreationRequest]:
    """Yield the organization's creation requests in those states (all by default), page by page."""
    more: dict[str, Any] = {"States": list(states)} if states else {}
    while True:
        with calling("listing the creation requests", estate.commercial):
            page = estate.commercial.organizations().list_create_account_status(**more)
        for status in page.get("CreateAccountStatuses", []):
            yield from_status(status)
        if not page.get("NextToken"):
            return
        more["NextToken"] = page["NextToken"]


def creation_requests(estate: Estate, states: Sequence[RequestState] = ()) -> list[CreationRequest]:
    """Return the organization's creation requests in those states, all by default, in AWS's order."""
    return list(iterate_requests(estate, states))


def request_in_progress(estate: Estate, name: str) -> CreationRequest | None:
    """Return the newest request IN_PROGRESS with that account name, or None."""
    found = [request for request in iterate_requests(estate, ["IN_PROGRESS"]) if request.name == name]
    return max(found, key=_when, default=None)


def newest_failure(estate: Estate, name: str) -> CreationRequest | None:
    """Return the newest FAILED request with that account name, or None: to explain, never to decide."""
    found = [request for request in iterate_requests(estate, ["FAILED"]) if request.name == name]
    return max(found, key=_when, default=None)


def request_for_account(
    estate: Estate, *, commercial_account_id: str | None = None, govcloud_account_id: str | None = None
) -> CreationRequest | None:
    """Return the request that made the account, known by either of its ids, or None."""
    for request in iterate_requests(estate, ["SUCCEEDED"]):
        if commercial_account_id and request.commercial_account_id == commercial_account_id:
            return request
        if govcloud_account_id and request.govcloud_account_id == govcloud_account_id:
            return request
    return None


def _when(request: CreationRequest) -> float:
    return request.requested_timestamp.timestamp() if request.requested_timestamp else 0.0


@needs("commercial", "organizations:DescribeCreateAccountStatus")
def describe_request(estate: Estate, request_id: str) -> CreationRequest:
    """Return one creation request as it is now."""
    with calling(f"reading creation request {request_id}", estate.commercial):
        answer = estate.commercial.organizations().describe_create_account_status(CreateAccountRequestId=request_id)
    return from_status(answer["CreateAccountStatus"])
