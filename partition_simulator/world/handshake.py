"""An invitation to join an organization, as the ``Handshake`` of the Organizations API."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from partition_simulator.partitions import Partition

DAY = 86400.0
# An invitation lasts 15 days, and a finished one can be read for 30 more (Organizations quotas page).
EXPIRES_AFTER = 15 * DAY
READABLE_FOR = 30 * DAY

HandshakeState = Literal["REQUESTED", "OPEN", "CANCELED", "ACCEPTED", "DECLINED", "EXPIRED"]


@dataclass
class Handshake:
    """One invitation. ``account_id`` is the invited account; ``target`` is how it was addressed (an id or an email)."""

    handshake_id: str
    partition: Partition
    organization_id: str
    management_account_id: str
    management_email: str
    management_name: str
    target_type: Literal["ACCOUNT", "EMAIL"]
    target: str
    account_id: str
    notes: str
    tags: Mapping[str, str]
    requested: float
    state: HandshakeState = "OPEN"
    ended: float | None = None

    @property
    def expires(self) -> float:
        """When it expires, if nobody answers."""
        return self.requested + EXPIRES_AFTER

    @property
    def arn(self) -> str:
        """``arn:PARTITION:organizations::MANAGEMENT:handshake/ORGANIZATION/invite/ID``."""
        return (
            f"arn:{self.partition.name}:organizations::{self.management_account_id}"
            f":handshake/{self.organization_id}/invite/{self.handshake_id}"
        )

    def end(self, state: HandshakeState, at: float) -> None:
        """Leave OPEN for good."""
        self.state = state
        self.ended = at

    def readable(self, now: float) -> bool:
        """Whether the API still shows it."""
        return self.ended is None or now < self.ended + READABLE_FOR

    def describe(self) -> dict[str, Any]:
        """The ``Handshake`` structure; parties and resources as in botocore's example of an invitation."""
        resources: list[dict[str, Any]] = [
            {
                "Type": "ORGANIZATION",
                "Value": self.organization_id,
                "Resources": [
                    {"Type": "MASTER_EMAIL", "Value": self.management_email},
                    {"Type": "MASTER_NAME", "Value": self.management_name},
                    {"Type": "ORGANIZATION_FEATURE_SET", "Value": "FULL"},
                ],
            },
            {"Type": self.target_type, "Value": self.target},
        ]
        if self.notes:
            resources.append({"Type": "NOTES", "Value": self.notes})
        return {
            "Id": self.handshake_id,
            "Arn": self.arn,
            "Parties": [
                {"Id": self.organization_id, "Type": "ORGANIZATION"},
                {"Id": self.target, "Type": self.target_type},
            ],
            "State": self.state,
            "RequestedTimestamp": self.requested,
            "ExpirationTimestamp": self.expires,
            "Action": "INVITE",
            "Resources": resources,
        }
