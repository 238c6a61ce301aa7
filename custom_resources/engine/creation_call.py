"""The one call that must never be repeated blindly: CreateGovCloudAccount, its slot, and following its request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from custom_resources.engine.calls import calling
from custom_resources.engine.errors import EngineError, Transient, Unreachable
from custom_resources.engine.model import CreationRequest, PairRequest
from custom_resources.engine.organization import as_aws
from custom_resources.engine.permissions import needs
from custom_resources.engine.polling import Deadline
from custom_resources.engine.reasons import SLOT_REASONS
from custom_resources.engine.requests import from_status

if TYPE_CHECKING:
    from custom_resources.engine.estate import Estate

# botocore's errors that come before the request has left: nothing can have happened.
_NOT_SENT = frozenset({"EndpointConnectionError", "ConnectTimeoutError", "SSLError", "ProxyConnectionError"})


class LostResponse(Exception):
    """The request was sent and no answer came: only looking tells what came of it."""

    def __init__(self, cause: EngineError) -> None:
        super().__init__(str(cause))
        self.cause = cause


@needs("commercial", "organizations:CreateGovCloudAccount", "organizations:TagResource")
def send_creation(estate: Estate, request: PairRequest, doing: str) -> CreationRequest:
    """Send CreateGovCloudAccount exactly once, with the marker tag. Raises LostResponse when no answer came."""
    tags = {**request.tags, **estate.marker}
    arguments: dict[str, Any] = {
        "Email": request.email,
        "AccountName": request.name,
        "RoleName": request.role_name,
        "IamUserAccessToBilling": request.iam_user_access_to_billing,
    }
    if tags:
        arguments["Tags"] = as_aws(tags)
    try:
        with calling(doing, estate.commercial):
            answer = estate.commercial.organizations(retries=False).create_gov_cloud_account(**arguments)
    except Unreachable as error:
        if error.code in _NOT_SENT:
            raise
        raise LostResponse(error) from error
    return from_status(answer["CreateAccountStatus"])


def creation_accepted(estate: Estate, request: PairRequest, deadline: Deadline) -> CreationRequest:
    """Send the creation until AWS takes it. A refusal that passes means nothing was begun, so sending again is safe.

    While five are in progress (whoever began them) the wait is in the queue and does not use up the timeout.
    """
    queue, looks = estate.creations, 0
    queue.enter(estate, deadline)
    while True:
        refusal = None
        with queue.sending(deadline) as sending:
            try:
                with deadline.current():
                    accepted = send_creation(estate, request, deadline.doing)
            except Transient as error:
                refusal = error
            else:
                sending.accepted(accepted.id)
                return accepted
        seen = f"AWS answers {refusal.reason}: {refusal.detail}"
        full = refusal.reason in SLOT_REASONS or queue.full(estate, deadline)
        queue.wait_after_refusal(deadline, looks, seen, full=full)
        queue.enter(estate, deadline, first=True)
        looks += 1


def follow(estate: Estate, request_id: str, deadline: Deadline) -> CreationRequest:
    """Wait until the request is SUCCEEDED or FAILED, and return it."""
    return estate.creations.follow(estate, request_id, deadline)
