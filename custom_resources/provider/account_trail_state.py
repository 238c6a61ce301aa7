"""Between `govpair_account_trail`'s values and the engine's model of a trail."""

from __future__ import annotations

from typing import Any

from custom_resources.engine.trail_model import Trail, TrailRequest, TrailSettings
from custom_resources.plugin import UNKNOWN, Values
from custom_resources.provider.account_trail_schema import ABSENT, LOGGING, SCHEMA, STOPPED
from custom_resources.provider.member_role_attributes import member_role
from custom_resources.provider.state_values import known, tags_state

SETTINGS = (
    "s3_bucket_name",
    "s3_key_prefix",
    "include_global_service_events",
    "is_multi_region_trail",
    "enable_log_file_validation",
    "kms_key_id",
)
SEEN_BY_AWS = (*SETTINGS, "logging", "tags")
"""A change of any other attribute makes no call."""


def trail_request(planned: Values) -> TrailRequest:
    """What the engine is asked to put in place."""
    settings: dict[str, Any] = {name: planned[name] for name in SETTINGS}
    return TrailRequest(
        role=member_role(planned, planned["side"]),
        name=planned["name"],
        settings=TrailSettings(**settings),
        logging=planned["logging"],
        tags=planned["tags"] or {},
        region=planned["region"] or known(planned["home_region"]),
    )


def trail_state(trail: Trail, declared: Values) -> Values:
    """The state of a trail as AWS has it now; what AWS doesn't know of is kept from ``declared``."""
    state: Values = {name: known(declared.get(name)) for name in SCHEMA.attributes}
    state.update({name: getattr(trail.settings, name) for name in SETTINGS})
    state.update(
        logging=trail.logging,
        tags=tags_state(trail.tags, state["tags"]),
        id=f"{trail.account_id}/{trail.name}",
        arn=trail.arn,
        home_region=trail.home_region,
        state=LOGGING if trail.logging else STOPPED,
    )
    return state


def applied_state(trail: Trail, planned: Values) -> Values:
    """The state after an apply: what was planned as it was planned (Terraform insists), the rest from AWS."""
    return trail_state(trail, planned) | {name: value for name, value in planned.items() if value is not UNKNOWN}


def absent_state(state: Values) -> Values:
    """The state of a trail that was deleted elsewhere: still ours, to be made again."""
    return state | {"logging": False, "state": ABSENT}
