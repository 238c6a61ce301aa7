"""The data source `govpair_creation_requests`: requests to create accounts, by state."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from custom_resources.engine.model import CreationRequest
from custom_resources.engine.reasons import failure_reason
from custom_resources.plugin import STRING, Attribute, Context, DataSource, NestedAttribute, Schema, SetOf, Values
from custom_resources.provider.collection_rules import each
from custom_resources.provider.errors import engine_errors
from custom_resources.provider.setting_rules import one_of
from custom_resources.provider.settings import settings_of
from custom_resources.provider.state_values import timestamp

if TYPE_CHECKING:
    from custom_resources.engine.requests import RequestState

STATES: tuple[RequestState, ...] = ("IN_PROGRESS", "SUCCEEDED", "FAILED")
"""The states of a request (M: organizations `CreateAccountState`)."""

_ATTRIBUTES = {
    "id": "The request's id.",
    "name": "The name of the account that was asked for; AWS doesn't tell its email address here.",
    "state": "The request's state: `IN_PROGRESS`, `SUCCEEDED` or `FAILED`.",
    "commercial_account_id": "The id of the commercial account; null until it is made.",
    "govcloud_account_id": "The id of the GovCloud account; null until it is made, and for requests that make no pair.",
    "failure_reason": "AWS's reason for the failure; null if there is none.",
    "failure_detail": "What that reason means, and what to do about it; null if there is none.",
    "requested_timestamp": "When the account was asked for (RFC 3339, UTC).",
    "completed_timestamp": "When the request ended (RFC 3339, UTC); null until then.",
}


class CreationRequestsDataSource(DataSource):
    """Creation requests of the commercial organization, made by anybody."""

    name: ClassVar[str] = "creation_requests"
    schema: ClassVar[Schema] = Schema(
        description=(
            "The commercial organization's requests to create accounts, of pairs and of commercial accounts alone, "
            "whoever made them, as long as AWS keeps them."
        ),
        attributes={
            "states": Attribute(
                SetOf(STRING),
                f"Only requests in these states: {', '.join(f'`{state}`' for state in STATES)}; all when left out.",
                optional=True,
                validators=(each(one_of(*STATES)),),
            ),
            "creation_requests": NestedAttribute(
                nesting="list",
                attributes={name: Attribute(STRING, text, computed=True) for name, text in _ATTRIBUTES.items()},
                description="The requests, the newest first.",
                computed=True,
            ),
        },
    )

    def read(self, config: Values, ctx: Context) -> Values:
        """The requests."""
        from custom_resources.engine.account_pairs import creation_requests

        estate = settings_of(ctx).estate(ctx, "commercial")
        deadline = estate.short_deadline("listing the creation requests")
        states = [state for state in STATES if state in (config["states"] or ())]
        with engine_errors(self.schema.attributes):
            found = deadline.patiently(lambda: creation_requests(estate, states))
        return {**config, "creation_requests": [_values(request) for request in sorted(found, key=_newest_first)]}


def _newest_first(request: CreationRequest) -> tuple[float, str]:
    when = request.requested_timestamp
    return (-when.timestamp() if when else 0.0, request.id)


def _values(request: CreationRequest) -> Values:
    reason = failure_reason(request.failure_reason) if request.failure_reason else None
    return {
        "id": request.id,
        "name": request.name,
        "state": request.state,
        "commercial_account_id": request.commercial_account_id,
        "govcloud_account_id": request.govcloud_account_id,
        "failure_reason": request.failure_reason,
        "failure_detail": f"{reason.meaning} {reason.step}" if reason else None,
        "requested_timestamp": timestamp(request.requested_timestamp),
        "completed_timestamp": timestamp(request.completed_timestamp),
    }
