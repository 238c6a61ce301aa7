"""What the data sources show of an account pair: the attributes, and the way from the engine's model to them."""

from __future__ import annotations

from custom_resources.engine.model import AccountPair
from custom_resources.plugin import STRING, Attribute, MapOf, Values
from custom_resources.provider.state_values import timestamp

STATES = ("PENDING_ACTIVATION", "ACTIVE", "SUSPENDED", "PENDING_CLOSURE", "CLOSED")
"""The states of an account (M: organizations `AccountState`)."""

_DESCRIPTIONS = {
    "email": "The root email address of both accounts.",
    "name": "The commercial account's name; several accounts may have the same.",
    "commercial_account_id": "The id of the account in the commercial partition.",
    "govcloud_account_id": "The id of the account in AWS GovCloud (US).",
    "commercial_arn": "The commercial account's ARN in its organization.",
    "govcloud_arn": "The ARN of the GovCloud account's root user.",
    "commercial_state": "The commercial account's state: `PENDING_ACTIVATION`, `ACTIVE`, `PENDING_CLOSURE`, "
    "`SUSPENDED` or `CLOSED`.",
    "govcloud_state": "The GovCloud account's state: `PENDING_ACTIVATION`, `ACTIVE`, `SUSPENDED` or `CLOSED`; "
    "`UNREADABLE` where AWS doesn't permit to know it.",
    "parent_id": "The commercial organization's root or organizational unit that the commercial account is in.",
    "owner": "The value of the marker tag `govpair:owner`, which the provider's creations carry; null without it.",
    "joined_timestamp": "When the commercial account joined its organization (RFC 3339, UTC).",
    "joined_method": "How the commercial account joined its organization: `CREATED` in it, or `INVITED`, and then AWS "
    "made no role in it for this organization.",
}


def description_of(name: str) -> str:
    """The sentence that says what an attribute of a pair is."""
    return _DESCRIPTIONS[name]


def computed_attributes(*names: str) -> dict[str, Attribute]:
    """Computed attributes of a pair with these names; `tags` always among them."""
    attributes = {name: Attribute(STRING, _DESCRIPTIONS[name], computed=True) for name in names}
    tags = Attribute(MapOf(STRING), "The commercial account's tags, without the marker tag.", computed=True)
    return attributes | {"tags": tags}


def all_attributes() -> dict[str, Attribute]:
    """Every computed attribute of a pair."""
    return computed_attributes(*_DESCRIPTIONS)


def pair_values(pair: AccountPair) -> Values:
    """A pair's values for :func:`all_attributes`."""
    return {
        "email": pair.email,
        "name": pair.name,
        "commercial_account_id": pair.commercial_account_id,
        "govcloud_account_id": pair.govcloud_account_id,
        "commercial_arn": pair.commercial_arn,
        "govcloud_arn": pair.govcloud_arn,
        "commercial_state": pair.commercial_state,
        "govcloud_state": pair.govcloud_state,
        "parent_id": pair.parent_id or None,
        "owner": pair.owner,
        "joined_timestamp": timestamp(pair.joined_timestamp),
        "joined_method": pair.joined_method or None,
        "tags": dict(pair.tags),
    }
