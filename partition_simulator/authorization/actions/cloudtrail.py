"""CloudTrail: the action is called like the operation."""

from __future__ import annotations

from partition_simulator.authorization.actions.asked import Asked, tags_of
from partition_simulator.context import Call


def asked(call: Call) -> list[Asked]:
    """What a call needs, tags and a role that is passed included."""
    action = f"cloudtrail:{call.operation}"
    asked_for = call.parameters
    named = [asked_for.get("Name"), asked_for.get("TrailName"), asked_for.get("ResourceId")]
    names = [name for name in named if name] + asked_for.get("ResourceIdList", [])
    trails = [_arn(call, name) for name in names]
    found = [Asked(action, trail) for trail in trails] or [Asked(action)]
    if call.operation == "CreateTrail" and tags_of(asked_for):
        found += [Asked("cloudtrail:AddTags", trail) for trail in trails]
    role = asked_for.get("CloudWatchLogsRoleArn")
    if role:
        found.append(Asked("iam:PassRole", role))
    return found


def _arn(call: Call, name: str) -> str:
    if name.startswith("arn:"):
        return name
    return f"arn:{call.partition.name}:cloudtrail:{call.region}:{call.principal.account_id}:trail/{name}"
