"""The one call that must never be repeated blindly: CreateGovCloudAccount, its slot, and following its request."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from custom_resources.engine.calls import calling
from custom_resources.engine.errors import EngineError, NotFound, Transient, Unreachable
from custom_resources.engine.model import CreationRequest, PairRequest
from custom_resources.engine.organization import as_aws
from custom_resources.engine.permissions import needs
from custom_resources.engine.polling import POLLS, Deadline
from custom_resources.engine.reasons import SLOT_REASONS
from custom_resources.engine.requests import creation_requests, describe_request, from_status

if TYPE_CHECKING:
    from custom_resources.engine.estate import Estate

CREATIONS_IN_PROGRESS = 5
"""Creations that may be in progress at once (Organizations quotas page)."""

# botocore's errors that come before the request has left: nothing can have happened.
_NOT_SENT = frozenset({"EndpointConnectionError", "ConnectTimeoutError", "SSLError", "ProxyConnectionError"})

_UNANSWERED_POLLS = 5
"""How many polls of a running request in a row may tell nothing before giving up; the request goes on in AWS."""


class LostResponse(Exception):
    """The request was sent and no answer came: only looking tells what came of it."""

    def __init__(self, cause: EngineError) -> None:
        super().__init__(str(cause))
        self.cause = cause


@contextmanager
def slot(estate: Estate, deadline: Deadline) -> Iterator[None]:
    """Hold one of this process's five places; waiting for it does not use up the timeout."""
    looks = 0
    while not estate.slots.acquire(blocking=False):
        deadline.wait(
            POLLS["slot"].delay(looks), f"waiting for one of {CREATIONS_IN_PROGRESS} creation slots", queue=True
        )
        looks += 1
    try:
        yield
    finally:
        estate.slots.release()


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
    looks = 0
    while True:
        deadline.heed_stop("nothing was sent yet")
        try:
            with deadline.current():
                return send_creation(estate, request, deadline.doing)
        except Transient as error:
            full = error.reason in SLOT_REASONS or _all_slots_taken(estate, deadline)
            kind = "slot" if full else "transient"
            deadline.wait(POLLS[kind].delay(looks), f"AWS answers {error.reason}: {error.detail}", queue=full)
            looks += 1


def _all_slots_taken(estate: Estate, deadline: Deadline) -> bool:
    running = deadline.patiently(lambda: creation_requests(estate, ["IN_PROGRESS"]))
    return len(running) >= CREATIONS_IN_PROGRESS


def follow(estate: Estate, request_id: str, deadline: Deadline) -> CreationRequest:
    """Wait until the request is SUCCEEDED or FAILED, and return it."""
    unanswered = 0

    def look() -> tuple[CreationRequest | None, str]:
        nonlocal unanswered
        try:
            status = deadline.patiently(lambda: describe_request(estate, request_id))
        except (Unreachable, NotFound) as error:  # a request just accepted may not be shown everywhere yet
            unanswered += 1
            if unanswered >= _UNANSWERED_POLLS:
                raise
            what = "not shown by AWS yet" if isinstance(error, NotFound) else "no answer from AWS"
            return None, f"creation request {request_id}: {what}"
        unanswered = 0
        seen = f"creation request {request_id} is {status.state}"
        return (status if status.state in ("SUCCEEDED", "FAILED") else None), seen

    done = deadline.until("creation", look)
    assert done is not None  # the "creation" poll has no bound on looks
    return done
