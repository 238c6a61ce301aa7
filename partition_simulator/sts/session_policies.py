"""The policies that a session is asked for with: what it may do is what the role may, and these allow."""

from __future__ import annotations

import json

from partition_simulator import moto_bridge
from partition_simulator.authorization.identity import document_of
from partition_simulator.context import Call
from partition_simulator.sts.exceptions import MalformedPolicyDocument, ValidationError


def session_policies(call: Call) -> tuple[str, ...]:
    """The documents that an AssumeRole brings: one inline, and managed policies of the role's account."""
    inline, texts = call.parameters.get("Policy"), []
    arns = [named["arn"] for named in call.parameters.get("PolicyArns", []) if "arn" in named]
    account_id = call.parameters["RoleArn"].split(":")[4]
    if inline is not None:
        try:
            json.loads(inline)["Statement"]
        except (ValueError, TypeError, KeyError):
            raise MalformedPolicyDocument from None
        texts.append(inline)
    account = call.world.accounts.get(account_id)
    for arn in arns:
        policy = moto_bridge.iam_of(account).managed_policies.get(arn) if account is not None else None
        if policy is None:
            raise ValidationError(f"Policy {arn} does not exist in account {account_id}.")
        texts.append(document_of(policy))
    return tuple(texts)
