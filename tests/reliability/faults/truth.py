"""Whether a state is true: each attribute that tells of AWS, held against the simulated world itself."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from moto.cloudtrail.models import cloudtrail_backends

from custom_resources.engine.model import CLOSED_STATES
from custom_resources.plugin import Values
from custom_resources.provider.membership_ended import ENDED
from partition_simulator.iam.models import aliases
from tests.provider.ground import Ground
from tests.provider.host import Host
from tests.provider.walk import type_of
from tests.reliability.faults.scenarios import INVITATION

SHUT = (*CLOSED_STATES, "PENDING_CLOSURE")


def untrue(ground: Ground, host: Host, unreadable: bool = False) -> list[str]:
    """What the state says and the world doesn't: address, attribute, and both values.

    unreadable: whether AWS is told to keep the GovCloud half's state to itself, which the state then says.
    """
    ground.simulator.world.settle()
    found = []
    for address in host.state:
        if ENDED in json.loads(host.state[address].private or b"{}"):
            continue  # a removal whose end wasn't written down: kept as it was, for the next apply to end
        said = host.values(address)
        # It was read before the other half accepted it, in the same apply.
        sees_later = address == INVITATION and said["state"] == "OPEN"
        for name, real in TRUTHS[type_of(address)](ground, said).items():
            if unreadable and name == "govcloud_state":
                real = "UNREADABLE"
            if said[name] != real and not (sees_later and (name, real) == ("state", "ACCEPTED")):
                found.append(f"{address}.{name} is {said[name]!r}, really {real!r}")
    return found


def existing(ground: Ground, address: str, said: Values) -> bool:
    """Whether what a state told of is there."""
    world = ground.simulator.world
    kind = type_of(address).removeprefix("govpair_")
    if kind == "membership":
        return said["account_id"] in world.memberships
    if kind == "account_alias":
        return bool(aliases(world.accounts[said["account_id"]]))
    if kind == "account_trail":
        return said["name"] in _trails(said["account_id"])
    if kind == "invitation":
        return world.handshakes[said["id"]].state == "OPEN"
    return kind == "account_pair"


def _pair(ground: Ground, said: Values) -> dict[str, Any]:
    world = ground.simulator.world
    pair, member = world.pair_of(said["id"]), ground.member(said["id"])
    assert pair is not None
    one, other = pair.commercial, pair.govcloud
    shut = member.describe()["State"] in SHUT
    place = "closed_accounts_parent_id" if shut and said["closed_accounts_parent_id"] else "parent_id"
    return {
        "email": one.email,
        "name": one.name,
        place: member.parent_id,
        **_tags(ground, said),
        "closed": bool(said["closed"]) and shut,
        "commercial_account_id": one.account_id,
        "govcloud_account_id": other.account_id,
        "commercial_arn": member.arn,
        "govcloud_arn": f"arn:aws-us-gov:iam::{other.account_id}:root",
        "commercial_state": one.state,
        "govcloud_state": other.state,
        "commercial_role_arn": f"arn:aws:iam::{one.account_id}:role/{said['role_name']}",
        "govcloud_role_arn": f"arn:aws-us-gov:iam::{other.account_id}:role/{said['role_name']}",
        "joined_timestamp": _time(member.joined),
        "joined_method": member.joined_method,
    }


def _membership(ground: Ground, said: Values) -> dict[str, Any]:
    if ground.manager(said["id"]) is None:
        return {"state": "ABSENT"}
    member = ground.member(said["id"])
    return {
        "account_id": member.id,
        "name": member.name,
        "parent_id": member.parent_id,
        **_tags(ground, said),
        "organization_id": member.organization_id,
        "arn": member.arn,
        "state": member.account.state,
        "joined_method": member.joined_method,
        "joined_timestamp": _time(member.joined),
    }


def _tags(ground: Ground, said: Values) -> dict[str, Any]:
    real = ground.tags(said["id"])
    return {"tags_all": real} | ({"tags": real} if said["tags"] is not None else {})


def _access(ground: Ground, said: Values) -> dict[str, Any]:
    ids = {"commercial": said["commercial_account_id"], "govcloud": said["govcloud_account_id"]}
    partitions = {"commercial": "aws", "govcloud": "aws-us-gov"}
    return {
        f"{side}_role_arn": known and f"arn:{partitions[side]}:iam::{known}:role/{said['role_name']}"
        for side, known in ids.items()
    }


def _alias(ground: Ground, said: Values) -> dict[str, Any]:
    real = next(iter(aliases(ground.simulator.world.accounts[said["account_id"]])), None)
    if real is None:
        return {"sign_in_url": None}
    return {"alias": real, "sign_in_url": f"https://{real}.signin.amazonaws-us-gov.com/console/"}


def _trail(ground: Ground, said: Values) -> dict[str, Any]:
    trail = _trails(said["account_id"]).get(said["name"])
    if trail is None:
        return {"state": "ABSENT"}
    backend = cloudtrail_backends[said["account_id"]]["us-gov-west-1"]
    tagged = backend.tagging_service.get_tag_dict_for_resource(trail.arn)
    return {
        "s3_bucket_name": trail.bucket_name,
        "is_multi_region_trail": trail.is_multi_region,
        "enable_log_file_validation": trail.log_validation,
        "include_global_service_events": trail.include_global_service_events,
        "logging": trail.status.is_logging,
        "state": "LOGGING" if trail.status.is_logging else "STOPPED",
        "arn": trail.arn,
        "tags": {key: value for key, value in tagged.items() if not key.startswith("govpair:")},
    }


def _trails(account_id: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = cloudtrail_backends[account_id]["us-gov-west-1"].trails
    return found


def _invitation(ground: Ground, said: Values) -> dict[str, Any]:
    handshake = ground.simulator.world.handshakes[said["id"]]
    return {
        "account_id": handshake.account_id,
        "notes": handshake.notes,
        "tags": dict(handshake.tags),
        "handshake_id": handshake.handshake_id,
        "state": handshake.state,
        "organization_id": handshake.organization_id,
        "arn": handshake.arn,
        "requested_timestamp": _time(handshake.requested),
        "expiration_timestamp": _time(handshake.expires),
    }


def _acceptance(ground: Ground, said: Values) -> dict[str, Any]:
    handshake = ground.simulator.world.handshakes[said["id"]]
    member = ground.member(handshake.account_id)
    return {"state": handshake.state, "account_id": member.id, "organization_id": member.organization_id}


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


TRUTHS: Mapping[str, Callable[[Ground, Values], Mapping[str, Any]]] = {
    "govpair_account_pair": _pair,
    "govpair_membership": _membership,
    "govpair_account_access": _access,
    "govpair_account_alias": _alias,
    "govpair_account_trail": _trail,
    "govpair_invitation": _invitation,
    "govpair_invitation_acceptance": _acceptance,
}
