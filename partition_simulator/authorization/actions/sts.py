"""STS: roles belong to their account, whose trust policies have their say."""

from __future__ import annotations

from partition_simulator.authorization.actions.asked import Asked, tags_of
from partition_simulator.context import Call


def asked(call: Call) -> list[Asked]:
    """What a call needs.

    GetCallerIdentity: "No permissions are required to perform this operation", an explicit deny notwithstanding
    (botocore model).
    """
    if call.operation == "GetCallerIdentity":
        return []
    role = call.parameters.get("RoleArn")
    if call.operation != "AssumeRole" or role is None:
        return [Asked(f"sts:{call.operation}")]
    parts = role.split(":")
    owner = parts[4] if len(parts) == 6 else ""
    found = [Asked("sts:AssumeRole", role, owner)]
    if tags_of(call.parameters):
        found.append(Asked("sts:TagSession", role, owner))
    return found
