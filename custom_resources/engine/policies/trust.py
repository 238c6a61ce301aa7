"""Trust policies: who may assume a role for a credential set, and whom AWS lets the role in an account trust."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from custom_resources.engine.arns import root_arn
from custom_resources.engine.policies.document import VERSION
from custom_resources.engine.policies.place import Place

MAX_CHARACTERS = 2048
"""Of a role's trust policy, by default (IAM User Guide, "IAM and AWS STS quotas")."""

# M: sts `externalIdType`.
_EXTERNAL_ID = re.compile(r"[\w+=,.@:/-]{2,1224}", re.ASCII)
_IAM_PRINCIPAL = re.compile(r"arn:(aws|aws-us-gov):iam::\d{12}:(root|(role|user)/[\w+=,.@/-]+)", re.ASCII)


def external_id_rule(value: object) -> str | None:
    """Tell why the value can't be an external id, or None."""
    if isinstance(value, str) and _EXTERNAL_ID.fullmatch(value):
        return None
    return f"{str(value)[:80]!r} is no external id: 2 to 1,224 letters, digits and characters of _+=,.@:/-."


def principal_rule(value: object) -> str | None:
    """Tell why the value isn't one that a trust policy here may name, or None; wildcards are none."""
    if isinstance(value, str) and _IAM_PRINCIPAL.fullmatch(value):
        return None
    return (
        f"{str(value)[:80]!r} is no ARN of a role, a user or an account, such as arn:aws:iam::111122223333:root, in "
        "one of the partitions aws and aws-us-gov."
    )


def trust_policy(place: Place, trusted: Sequence[str], external_id: str | None) -> dict[str, Any] | None:
    """Return the trust policy for a principal's role; None where nobody is known whom it could trust.

    trusted: ARNs, of which those in the role's partition count: credentials never cross partitions. The role in an
    account trusts the account that AWS lets it trust (M: CreateGovCloudAccount, RoleName), whoever is given.
    """
    if place.creator is not None:
        account_id = place.creator.value
        principals = [root_arn(place.partition, account_id)] if account_id else []
    else:
        principals = [arn for arn in trusted if arn.split(":")[1] == place.partition]
    if not principals:
        return None
    statement: dict[str, Any] = {
        "Sid": "WhoMayAssumeTheRole",
        "Effect": "Allow",
        "Principal": {"AWS": principals[0] if len(principals) == 1 else principals},
        "Action": "sts:AssumeRole",
    }
    if external_id:
        statement["Condition"] = {"StringEquals": {"sts:ExternalId": external_id}}
    return {"Version": VERSION, "Statement": [statement]}
