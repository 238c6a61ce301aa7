"""What was sent against botocore's model of it. Members are named as in `Accounts[].State`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

NEEDED: Mapping[str, tuple[str, ...]] = {
    "sts:GetCallerIdentity": ("Account", "Arn"),
    "sts:AssumeRole": ("Credentials.AccessKeyId", "Credentials.SessionToken", "Credentials.Expiration"),
    "organizations:DescribeOrganization": (
        "Organization.Id",
        "Organization.Arn",
        "Organization.MasterAccountId",
        "Organization.FeatureSet",
    ),
    "organizations:DescribeAccount": ("Account.Id", "Account.Arn", "Account.Email", "Account.Name", "Account.State"),
    "organizations:ListAccounts": (
        "Accounts[].Id",
        "Accounts[].Arn",
        "Accounts[].Email",
        "Accounts[].Name",
        "Accounts[].State",
    ),
    "organizations:ListParents": ("Parents[].Id",),
    "organizations:ListTagsForResource": ("Tags[].Key", "Tags[].Value"),
    "organizations:ListCreateAccountStatus": (
        "CreateAccountStatuses[].Id",
        "CreateAccountStatuses[].AccountName",
        "CreateAccountStatuses[].State",
        "CreateAccountStatuses[].RequestedTimestamp",
    ),
    "organizations:DescribeCreateAccountStatus": ("CreateAccountStatus.Id", "CreateAccountStatus.State"),
    "organizations:ListHandshakesForOrganization": (
        "Handshakes[].Id",
        "Handshakes[].Parties[].Id",
        "Handshakes[].Parties[].Type",
        "Handshakes[].State",
    ),
    "organizations:ListHandshakesForAccount": ("Handshakes[].Id", "Handshakes[].Parties[].Id", "Handshakes[].State"),
    "organizations:DescribeHandshake": ("Handshake.Id", "Handshake.Parties[].Id", "Handshake.State"),
    "account:GetGovCloudAccountInformation": ("GovCloudAccountId", "AccountState"),
    "servicequotas:GetServiceQuota": ("Quota.Value",),
    "cloudtrail:LookupEvents": ("Events[].CloudTrailEvent", "Events[].EventTime"),
    "cloudtrail:DescribeTrails": ("trailList[].Name", "trailList[].TrailARN"),
}
"""What the engine can't do without in each answer; of a list's items, where there are any."""


def members(value: Any, path: str = "") -> Iterator[str]:
    """Yield the name of every member that is there."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            here = f"{path}.{name}" if path else str(name)
            yield here
            yield from members(inner, here)
    elif isinstance(value, list):
        for item in value:
            yield from members(item, f"{path}[]")


def missing(action: str, parsed: Mapping[str, Any]) -> set[str]:
    """Return the needed members that an answer lacks."""
    return {path for path in NEEDED.get(action, ()) if not _has(parsed, path.split("."))}


def _has(value: Any, steps: list[str]) -> bool:
    if not steps:
        return value is not None
    name, listed = steps[0].removesuffix("[]"), steps[0].endswith("[]")
    inner = value.get(name) if isinstance(value, Mapping) else None
    if listed:
        return all(_has(item, steps[1:]) for item in inner or ())
    return inner is not None and _has(inner, steps[1:])


def unmodelled(raw: Any, shape: Any, path: str = "") -> set[str]:
    """Return the members of a JSON answer that the model lacks."""
    if shape is None:
        return set(members(raw, path))
    if shape.type_name == "structure" and isinstance(raw, Mapping):
        known = {member.serialization.get("name", name): member for name, member in shape.members.items()}
        found = set()
        for name, inner in raw.items():
            here = f"{path}.{name}" if path else str(name)
            found |= unmodelled(inner, known[name], here) if name in known else {here}
        return found
    if shape.type_name == "list" and isinstance(raw, list):
        return set().union(*(unmodelled(item, shape.member, f"{path}[]") for item in raw))
    return set()


def outside_enum(parsed: Any, shape: Any, path: str = "") -> set[str]:
    """Return `MEMBER=VALUE` of every value that the model's enum lacks."""
    if shape is None or parsed is None:
        return set()
    if shape.type_name == "structure":
        inner = (
            (member, parsed.get(name), f"{path}.{name}" if path else name) for name, member in shape.members.items()
        )
        return set().union(*(outside_enum(value, member, here) for member, value, here in inner))
    if shape.type_name == "list":
        return set().union(*(outside_enum(item, shape.member, f"{path}[]") for item in parsed))
    words = shape.metadata.get("enum") if shape.type_name == "string" else None
    return {f"{path}={parsed}"} if words and parsed not in words else set()
