"""Organizations: the action is called like the operation, and each id in the request is a resource."""

from __future__ import annotations

from dataclasses import dataclass

from partition_simulator import moto_bridge
from partition_simulator.authorization.actions.asked import Asked, tags_of
from partition_simulator.context import Call
from partition_simulator.world.roles import SERVICE_LINKED_ROLE

_IDS = (
    "AccountId",
    "ChildId",
    "DestinationParentId",
    "HandshakeId",
    "OrganizationalUnitId",
    "ParentId",
    "PolicyId",
    "ResourceId",
    "RootId",
    "SourceParentId",
    "TargetId",
)
_MAKES_SERVICE_LINKED_ROLE = ("AcceptHandshake", "CreateOrganization")


@dataclass(frozen=True)
class OrganizationPath:
    """An organization as ARNs name it."""

    management: str
    organization: str


def organization_path(call: Call) -> OrganizationPath | None:
    """The caller's organization, if its account is in one."""
    management = call.management_account_id
    if management is None:
        return None
    backend = moto_bridge.organization_of(call.world.accounts[management])
    return OrganizationPath(management, backend.organization.id)


def asked(call: Call) -> list[Asked]:
    """What a call needs.

    "If the request includes tags, then the requester must have the organizations:TagResource permission" (botocore
    model, of each operation that takes tags); and Organizations makes its service-linked role in the caller's name.
    """
    action = f"organizations:{call.operation}"
    ids = [value for name in _IDS if (value := call.parameters.get(name))]
    target = call.parameters.get("Target", {})
    if target.get("Type") == "ACCOUNT":
        ids.append(target["Id"])
    # CreatePolicy names no policy yet (claim: policy-being-made).
    found = [Asked(action, arn_of(call, one)) for one in ids] or [Asked(action)]
    if call.operation != "TagResource" and tags_of(call.parameters):
        found.append(Asked("organizations:TagResource"))
    if call.operation in _MAKES_SERVICE_LINKED_ROLE:
        roles = f"arn:{call.partition.name}:iam::{call.principal.account_id}:role/aws-service-role"
        role = f"{roles}/organizations.amazonaws.com/{SERVICE_LINKED_ROLE}"
        found.append(Asked("iam:CreateServiceLinkedRole", role))
    return found


def arn_of(call: Call, resource_id: str) -> str:
    """The ARN of what an id means in the caller's organization; ``*`` outside of one."""
    if resource_id.startswith("h-"):
        handshake = call.world.handshakes.get(resource_id)
        return handshake.arn if handshake is not None else f"arn:{call.partition.name}:organizations::*:handshake/*"
    path = organization_path(call)
    if path is None:
        return "*"
    arn = f"arn:{call.partition.name}:organizations::{path.management}"
    if resource_id.startswith("p-"):
        backend = moto_bridge.organization_of(call.world.accounts[path.management])
        policy = next((policy for policy in backend.policies if policy.id == resource_id), None)
        kind = policy.type.lower() if policy is not None else "*"
        if policy is not None and policy.aws_managed:
            return f"arn:{call.partition.name}:organizations::aws:policy/{kind}/{resource_id}"
        return f"{arn}:policy/{path.organization}/{kind}/{resource_id}"
    if resource_id.startswith("rp-"):
        return f"{arn}:resourcepolicy/{path.organization}/{resource_id}"
    kind = "root" if resource_id.startswith("r-") else "ou" if resource_id.startswith("ou-") else "account"
    return f"{arn}:{kind}/{path.organization}/{resource_id}"
