"""IAM: the action is called like the operation; the resource is what the operation's input names first in this order.

An operation whose user may be left out means the caller's own.
"""

from __future__ import annotations

from functools import lru_cache

from partition_simulator import moto_bridge
from partition_simulator.authorization.actions.asked import Asked, tags_of
from partition_simulator.context import Call
from partition_simulator.http.services import operation_model

# (parameter, kind of resource). ARNs are taken as they are.
_NAMED = (
    ("InstanceProfileName", "instance-profile"),
    ("GroupName", "group"),
    ("RoleName", "role"),
    ("UserName", "user"),
    ("AWSServiceName", "service-linked role"),
    ("PolicyArn", "ARN"),
    ("PolicyName", "policy"),
    ("ServerCertificateName", "server-certificate"),
    ("OpenIDConnectProviderArn", "ARN"),
    ("SAMLProviderArn", "ARN"),
    ("VirtualMFADeviceName", "mfa"),
    ("SerialNumber", "ARN"),
    ("PolicySourceArn", "ARN"),
    ("Arn", "ARN"),
)
_OTHERS = {
    "CreateOpenIDConnectProvider": ("Url", "oidc-provider"),
    "CreateSAMLProvider": ("Name", "saml-provider"),
    "GetAccessKeyLastUsed": ("UserName", "user"),
}
# What a request with tags needs besides, by kind of resource (User Guide, "Tagging IAM resources").
_TAGGING = {
    "instance-profile": "iam:TagInstanceProfile",
    "mfa": "iam:TagMFADevice",
    "oidc-provider": "iam:TagOpenIDConnectProvider",
    "policy": "iam:TagPolicy",
    "role": "iam:TagRole",
    "saml-provider": "iam:TagSAMLProvider",
    "server-certificate": "iam:TagServerCertificate",
    "user": "iam:TagUser",
}


def asked(call: Call) -> list[Asked]:
    """What a call needs."""
    action = f"iam:{call.operation}"
    found = named_by(call.operation)
    if found is None:
        return [Asked(action)]
    parameter, kind = found
    resource = _arn(call, kind, call.parameters.get(parameter))
    needs = [Asked(action, resource)]
    if call.operation == "AddRoleToInstanceProfile":
        needs.append(Asked("iam:PassRole", _arn(call, "role", call.parameters.get("RoleName"))))
    if call.operation.startswith(("Create", "Upload")) and kind in _TAGGING and tags_of(call.parameters):
        needs.append(Asked(_TAGGING[kind], resource))
    return needs


@lru_cache(maxsize=512)
def named_by(operation: str) -> tuple[str, str] | None:
    """The parameter that names an operation's resource, and the resource's kind; None for one that has none."""
    if operation in _OTHERS:
        return _OTHERS[operation]
    model = operation_model("iam", operation)
    if model is None or model.input_shape is None:
        return None
    members = model.input_shape.members
    return next((found for found in _NAMED if found[0] in members), None)


def _arn(call: Call, kind: str, name: str | None) -> str:
    if kind == "ARN":
        return name or "*"
    prefix = f"arn:{call.partition.name}:iam::{call.principal.account_id}:"
    if name is None:
        own = kind == "user" and call.principal.role_arn is None
        return call.principal.arn if own else f"{prefix}{kind}/*"
    if kind == "service-linked role":
        return f"{prefix}role/aws-service-role/{name}/*"
    if kind == "oidc-provider":
        return f"{prefix}{kind}/{name.removeprefix('https://')}"
    existing = moto_bridge.iam_arn(call.account, kind, name)
    return existing or f"{prefix}{kind}{call.parameters.get('Path') or '/'}{name}"
