"""AWS's own managed policies, brought into an account when they are first named.

moto has them all, 4.7 MB of JSON; in every account that would be 600 MB for fifty pairs, so moto is told to load none.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from moto.iam.aws_managed_policies import aws_managed_policies_data
from moto.iam.models import AWSManagedPolicy

from partition_simulator import moto_bridge
from partition_simulator.context import Call


def provide(call: Call) -> None:
    """Let the caller's account have the AWS-managed policy that a request names, if AWS has it.

    That GovCloud has those of the commercial partition is unverified (claim: aws-managed-in-govcloud).
    """
    prefix = f"arn:{call.partition.name}:iam::aws:policy/"
    for parameter in ("PolicyArn", "PermissionsBoundary"):
        arn = call.parameters.get(parameter, "")
        iam = moto_bridge.iam_of(call.account)
        if not arn.startswith(prefix) or arn in iam.managed_policies:
            continue
        written = _written(arn.rpartition("/")[2])
        if written is None:
            continue
        document = json.loads(json.dumps(written["Document"]).replace("arn:aws:", f"arn:{call.partition.name}:"))
        name, region = arn.rpartition("/")[2], call.partition.home_region
        policy = AWSManagedPolicy.from_data(name, iam.account_id, region, {**written, "Document": document})
        if policy.arn == arn:
            iam.managed_policies[arn] = policy
            iam.aws_managed_policies.append(policy)


@lru_cache(maxsize=64)
def _written(name: str) -> dict[str, Any] | None:
    """One policy as AWS wrote it; the rest isn't kept."""
    found: dict[str, Any] | None = json.loads(aws_managed_policies_data).get(name)
    return found
