"""The operations that are measured: those that the product uses and the stock moto server has too."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from benchmarks.simulator.ground import BUCKET, CONTENT, OBJECT, ROLE, TRAIL, USER, Ground, policy


@dataclass(frozen=True)
class Turn:
    """Which call it is: the n-th of one client, in a measurement with a name of its own."""

    measurement: str
    client: int
    number: int

    @property
    def name(self) -> str:
        """A name that no other call of the run has."""
        return f"{self.measurement}-{self.client}-{self.number}"


@dataclass(frozen=True)
class Operation:
    """One operation and how to call it.

    method: boto3's name.
    parameters: the boto3 parameters of one call.
    varies: whether each call has other parameters than the one before; where not, one signed request is sent again and
        again.
    """

    service: str
    method: str
    parameters: Callable[[Ground, Turn], Mapping[str, Any]] = lambda ground, turn: {}
    varies: bool = False

    def __str__(self) -> str:
        return f"{self.service}:{''.join(word.capitalize() for word in self.method.split('_'))}"


def _move(ground: Ground, turn: Turn) -> Mapping[str, Any]:
    """There and back again, each client with an account of its own. The number of calls must be even."""
    places = (ground.root_id, ground.unit_ids[0])
    source, destination = places if turn.number % 2 == 0 else places[::-1]
    account_id = ground.account_ids[turn.client + 1 if turn.client + 1 < len(ground.account_ids) else 0]
    return {"AccountId": account_id, "SourceParentId": source, "DestinationParentId": destination}


def _own_account(ground: Ground, turn: Turn) -> str:
    return ground.account_ids[turn.client % len(ground.account_ids)]


OPERATIONS = (
    Operation("organizations", "describe_organization"),
    Operation("organizations", "describe_account", lambda g, t: {"AccountId": _own_account(g, t)}),
    Operation("organizations", "list_accounts"),
    Operation("organizations", "list_roots"),
    Operation("organizations", "list_parents", lambda g, t: {"ChildId": _own_account(g, t)}),
    Operation("organizations", "list_organizational_units_for_parent", lambda g, t: {"ParentId": g.unit_ids[0]}),
    Operation("organizations", "list_tags_for_resource", lambda g, t: {"ResourceId": _own_account(g, t)}),
    Operation(
        "organizations",
        "tag_resource",
        lambda g, t: {"ResourceId": _own_account(g, t), "Tags": [{"Key": "Round", "Value": t.name}]},
        varies=True,
    ),
    Operation(
        "organizations",
        "create_organizational_unit",
        lambda g, t: {"ParentId": g.unit_ids[1], "Name": t.name},
        varies=True,
    ),
    Operation("organizations", "move_account", _move, varies=True),
    Operation("organizations", "describe_policy", lambda g, t: {"PolicyId": g.policy_id}),
    Operation("account", "get_alternate_contact", lambda g, t: {"AlternateContactType": "SECURITY"}),
    Operation("sts", "get_caller_identity"),
    Operation("sts", "assume_role", lambda g, t: {"RoleArn": g.role_arn, "RoleSessionName": "benchmark"}),
    Operation("iam", "get_role", lambda g, t: {"RoleName": ROLE}),
    Operation("iam", "get_user", lambda g, t: {"UserName": USER}),
    Operation("iam", "get_role_policy", lambda g, t: {"RoleName": ROLE, "PolicyName": "read"}),
    Operation(
        "iam",
        "create_role",
        lambda g, t: {"RoleName": t.name, "AssumeRolePolicyDocument": g.trust_policy},
        varies=True,
    ),
    Operation(
        "iam",
        "put_role_policy",
        lambda g, t: {
            "RoleName": ROLE,
            "PolicyName": "write",
            "PolicyDocument": policy("Allow", "s3:PutObject", Resource="*"),
        },
    ),
    Operation("s3", "get_object", lambda g, t: {"Bucket": BUCKET, "Key": OBJECT}),
    Operation("s3", "put_object", lambda g, t: {"Bucket": BUCKET, "Key": f"{OBJECT}.{t.client}", "Body": CONTENT}),
    Operation("s3", "head_bucket", lambda g, t: {"Bucket": BUCKET}),
    Operation("s3", "get_bucket_policy", lambda g, t: {"Bucket": BUCKET}),
    Operation("cloudtrail", "describe_trails"),
    Operation("cloudtrail", "get_trail_status", lambda g, t: {"Name": TRAIL}),
)
