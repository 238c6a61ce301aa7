"""Whether a bucket's policy lets CloudTrail write a trail's logs.

The policy that AWS asks for: CloudTrail User Guide, "Amazon S3 bucket policy for CloudTrail": `s3:GetBucketAcl` on the
bucket and `s3:PutObject` below `PREFIX/AWSLogs/ACCOUNT/`, both to `cloudtrail.amazonaws.com` (in GovCloud too), with
`s3:x-amz-acl`, and `aws:SourceArn` or `aws:SourceAccount`, as conditions where there are any.
"""

from __future__ import annotations

from dataclasses import dataclass

from partition_simulator.authorization import organization
from partition_simulator.authorization.decision import Sources, reason_to_refuse
from partition_simulator.authorization.policies import policies
from partition_simulator.authorization.question import Caller, Question
from partition_simulator.authorization.service_keys import ServiceKeys
from partition_simulator.world.world import World

SERVICE = "cloudtrail.amazonaws.com"
_MORE = {"s3:x-amz-acl": "bucket-owner-full-control"}


@dataclass(frozen=True)
class Delivery:
    """Where a trail writes, and for whom.

    owner: the account of the bucket. organization_id: whose accounts a trail of an organization logs, into a folder of
        the organization's beside that of the trail's own account (CloudTrail User Guide, "Finding your log files").
    """

    partition: str
    bucket: str
    owner: str
    prefix: str | None
    account_id: str
    trail_arn: str
    organization_id: str | None = None


def lets_cloudtrail_write(world: World, policy: str | None, delivery: Delivery) -> bool:
    """Whether all calls that CloudTrail makes are allowed, by the bucket's policy and the owner's organization."""
    bucket_arn = f"arn:{delivery.partition}:s3:::{delivery.bucket}"
    folder = f"{delivery.prefix.rstrip('/')}/AWSLogs" if delivery.prefix else "AWSLogs"
    keys = ServiceKeys(world, SERVICE, delivery.trail_arn, delivery.owner, _MORE)
    sources = Sources(
        identity=None,
        resource_control=organization.levels(world, delivery.owner, "RESOURCE_CONTROL_POLICY"),
        resource=policies((policy,)) if policy else None,
    )
    caller = Caller.of_service(delivery.partition, SERVICE)
    own = f"{delivery.account_id}/CloudTrail/log.json.gz"
    files = [own] if delivery.organization_id is None else [own, f"{delivery.organization_id}/{own}"]
    asked = [("s3:GetBucketAcl", bucket_arn), *(("s3:PutObject", f"{bucket_arn}/{folder}/{file}") for file in files)]
    return all(
        reason_to_refuse(Question(action.lower(), resource, caller, keys), sources, action) is None
        for action, resource in asked
    )
