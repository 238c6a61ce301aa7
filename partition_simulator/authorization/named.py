"""Refusing policies that name what isn't there: principals and resources of another partition, principals of none.

Sources: IAM User Guide, "AWS JSON policy elements: Principal" (a principal must exist, in the same partition), and
"Troubleshoot IAM policies"; the sentences are those that users of GovCloud report, unverified
(claim: principal-sentences).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from partition_simulator import moto_bridge
from partition_simulator.authorization.principals import many
from partition_simulator.context import Call
from partition_simulator.http.errors import AwsError, Refused

# Operation → the parameter with its document: those whose statements have principals, and those that have none.
_TRUSTING = {
    ("iam", "CreateRole"): "AssumeRolePolicyDocument",
    ("iam", "UpdateAssumeRolePolicy"): "PolicyDocument",
    ("s3", "PutBucketPolicy"): "Policy",
}
_IDENTITY = {
    ("iam", operation): "PolicyDocument"
    for operation in ("CreatePolicy", "CreatePolicyVersion", "PutGroupPolicy", "PutRolePolicy", "PutUserPolicy")
}
_ACCOUNT = re.compile(r"\d{12}")
_ARN = re.compile(r"arn:(?P<partition>[a-z-]+):(?P<service>iam|sts)::(?P<account>\d{12}):(?P<what>.+)")
_PARTITIONS = ("aws", "aws-us-gov", "aws-cn")
_SERVICE = re.compile(r"[a-z0-9][a-z0-9.-]*\.amazonaws\.com")


def check_named(call: Call) -> None:
    """Refused for a document that names a principal or a partition that isn't there."""
    key = (call.service, call.operation)
    if key in _TRUSTING:
        for statement in _statements(call, call.parameters.get(_TRUSTING[key], "")):
            _check_principals(call, statement.get("Principal", statement.get("NotPrincipal", "*")))
            if call.service == "s3":
                _check_resources(call, statement)
    elif key in _IDENTITY:
        for statement in _statements(call, call.parameters.get(_IDENTITY[key], "")):
            _check_resources(call, statement)


def _statements(call: Call, text: str) -> Iterator[dict[str, Any]]:
    """The statements of a document; none of one whose form isn't right, which the operation itself refuses."""
    try:
        document = json.loads(text)
    except ValueError:
        return
    except RecursionError:  # nor could what comes after read it
        code = "MalformedPolicy" if call.service == "s3" else "MalformedPolicyDocument"
        raise Refused(AwsError(code, "The policy is nested too deeply.")) from None
    listed = many(document.get("Statement", [])) if isinstance(document, dict) else []
    yield from (statement for statement in listed if isinstance(statement, dict))


def _check_principals(call: Call, element: Any) -> None:
    if not isinstance(element, dict):
        return  # "*", or malformed
    for kind, value in element.items():
        for name in many(value):
            if not _exists(call, kind, str(name)):
                raise Refused(_invalid(call, kind, str(name)))


def _exists(call: Call, kind: str, name: str) -> bool:
    if kind == "AWS":
        return name == "*" or _principal_exists(call, name)
    if kind == "Service":
        return _SERVICE.fullmatch(name) is not None
    found = _ARN.fullmatch(name) if kind == "Federated" else None
    return found is None or found["partition"] == call.partition.name


def _principal_exists(call: Call, name: str) -> bool:
    """An account by its id, or anybody by an ARN.

    That AWS looks for the role of a session's ARN is unverified (claim: session-principals).
    """
    found = _ARN.fullmatch(name)
    account_id = name if _ACCOUNT.fullmatch(name) else found["account"] if found is not None else ""
    account = call.world.accounts.get(account_id)
    if account is None or account.partition != call.partition:
        return False
    if found is None:
        return True
    kind, _, rest = found["what"].partition("/")
    if found["partition"] != call.partition.name:
        return False
    if kind == "assumed-role":
        return moto_bridge.iam_arn(account, "role", rest.partition("/")[0]) is not None
    if kind in ("user", "role"):
        return moto_bridge.iam_arn(account, kind, rest.rpartition("/")[2]) == name
    return found["what"] == "root" or kind == "federated-user"


def _invalid(call: Call, kind: str, name: str) -> AwsError:
    if call.service == "s3":
        return AwsError("MalformedPolicy", "Invalid principal in policy")
    return AwsError("MalformedPolicyDocument", f'Invalid principal in policy: "{kind.upper()}":"{name}"')


def _check_resources(call: Call, statement: dict[str, Any]) -> None:
    """An ARN's partition is this one, or a pattern."""
    for element in ("Resource", "NotResource"):
        for resource in many(statement.get(element, [])):
            parts = str(resource).split(":")
            if parts[0] != "arn" or len(parts) < 6 or parts[1] == call.partition.name or "*" in parts[1]:
                continue
            if call.service == "s3":
                raise Refused(AwsError("MalformedPolicy", "Policy has invalid resource"))
            if parts[1] not in _PARTITIONS:
                continue  # moto refuses what isn't a partition at all, among all else that it looks at
            text = f'Partition "{parts[1]}" is not valid for resource "{resource}".'
            raise Refused(AwsError("MalformedPolicyDocument", text))
