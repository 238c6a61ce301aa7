"""Service control policies that are ready to use, for either partition. Pure Python.

Each is a function from a partition and its options to an `OrganizationPolicy`; READY_MADE has them by name, as an
organization file names them:

| name | what it denies |
|---|---|
| ``deny-leaving-organization`` | an account takes itself out of the organization, and so out of every other guardrail |
| ``deny-root-use`` | anything, to an account's root user |
| ``protect-trails`` | to stop, change or delete CloudTrail trails |
| ``protect-log-bucket`` | to delete log files, or to weaken or delete their bucket |
| ``allow-only-us-regions`` | anything outside the partition's regions in the United States, except global services |

Service control policies never bear on the management account, nor on service-linked roles (Organizations User Guide,
"Service control policies"): keep the log bucket and the workloads out of the management account.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from constructs_lib.organization_policy import OrganizationPolicy
from constructs_lib.partitions import COMMERCIAL, GOVCLOUD, partition_problem
from constructs_lib.policy_document import Statement
from custom_resources.engine import rules, trail_rules

ADMINISTRATOR_ROLES = ("OrganizationAccountAccessRole",)
"""The roles that may still do what a guardrail protects from others: what AWS makes in each account, and by which this
library manages trails and buckets."""

US_REGIONS: Mapping[str, tuple[str, ...]] = {
    COMMERCIAL: ("us-east-1", "us-east-2", "us-west-1", "us-west-2"),
    GOVCLOUD: ("us-gov-east-1", "us-gov-west-1"),
}
"""The regions in the United States, by partition (AWS General Reference, "AWS Regions"; GovCloud User Guide)."""

_EVERYWHERE = (
    "account:*",
    "health:*",
    "iam:*",
    "organizations:*",
    "route53:*",
    "s3:ListAllMyBuckets",
    "sts:*",
    "support:*",
)
_COMMERCIAL_ONLY = (
    "artifact:*", "aws-portal:*", "billing:*", "budgets:*", "ce:*", "cloudfront:*", "consolidatedbilling:*", "cur:*",
    "freetier:*", "globalaccelerator:*", "importexport:*", "invoicing:*", "networkmanager:*", "payments:*", "pricing:*",
    "route53domains:*", "shield:*", "supportplans:*", "tax:*", "trustedadvisor:*", "waf:*", "wafv2:*",
)  # fmt: skip
GLOBAL_SERVICES: Mapping[str, tuple[str, ...]] = {
    COMMERCIAL: tuple(sorted((*_EVERYWHERE, *_COMMERCIAL_ONLY))),
    GOVCLOUD: _EVERYWHERE,
}
"""Actions of services with one endpoint for their whole partition, by partition: their calls count as calls to that
endpoint's region (us-east-1, some us-west-2; GovCloud: us-gov-west-1), wherever they are made. IAM User Guide, "AWS:
Denies access to AWS based on the requested Region"; AWS General Reference, "Service endpoints"."""


def deny_leaving_organization(partition: str, *, targets: Sequence[str] = ("/",)) -> OrganizationPolicy:
    """Accounts can't leave the organization by themselves."""
    del partition  # the same in both
    return OrganizationPolicy(
        "deny-leaving-organization",
        [Statement(sid="DenyLeavingOrganization", actions=("organizations:LeaveOrganization",))],
        targets,
        description="Accounts can't leave the organization by themselves.",
    )


def deny_root_use(partition: str, *, targets: Sequence[str] = ("/",)) -> OrganizationPolicy:
    """Root users can do nothing. In GovCloud accounts have none to sign in as (GovCloud User Guide), only keys."""
    return OrganizationPolicy(
        "deny-root-use",
        [
            Statement(
                sid="DenyRootUse",
                actions=("*",),
                conditions={"ArnLike": {"aws:PrincipalArn": f"arn:{partition}:iam::*:root"}},
            )
        ],
        targets,
        description="Root users can do nothing.",
    )


def protect_trails(
    partition: str,
    *,
    trail_names: Sequence[str] = ("*",),
    exempt_roles: Sequence[str] = ADMINISTRATOR_ROLES,
    targets: Sequence[str] = ("/",),
) -> OrganizationPolicy:
    """Nobody but ``exempt_roles`` can stop, change or delete trails; ``*`` are all trails."""
    return OrganizationPolicy(
        "protect-trails",
        [
            Statement(
                sid="ProtectTrails",
                actions=(
                    "cloudtrail:DeleteTrail",
                    "cloudtrail:PutEventSelectors",
                    "cloudtrail:PutInsightSelectors",
                    "cloudtrail:RemoveTags",
                    "cloudtrail:StopLogging",
                    "cloudtrail:UpdateTrail",
                ),
                resources=[f"arn:{partition}:cloudtrail:*:*:trail/{name}" for name in trail_names],
                conditions=_except(partition, exempt_roles),
            )
        ],
        targets,
        description="Trails can't be stopped, changed or deleted.",
    )


def protect_log_bucket(
    partition: str,
    *,
    bucket_name: str,
    exempt_roles: Sequence[str] = ADMINISTRATOR_ROLES,
    targets: Sequence[str] = ("/",),
) -> OrganizationPolicy:
    """Nobody can delete log files, nor anybody but ``exempt_roles`` change the bucket that they are in.

    Raises:
        ValueError: That is no bucket's name.
    """
    if problem := trail_rules.bucket_name(bucket_name):
        raise ValueError(problem)
    bucket = f"arn:{partition}:s3:::{bucket_name}"
    return OrganizationPolicy(
        "protect-log-bucket",
        [
            Statement(
                sid="ProtectLogFiles",
                actions=("s3:BypassGovernanceRetention", "s3:DeleteObject", "s3:DeleteObjectVersion"),
                resources=(f"{bucket}/*",),
            ),
            Statement(
                sid="ProtectLogBucket",
                actions=(
                    "s3:DeleteBucket",
                    "s3:DeleteBucketPolicy",
                    "s3:PutBucketAcl",
                    "s3:PutBucketObjectLockConfiguration",
                    "s3:PutBucketOwnershipControls",
                    "s3:PutBucketPolicy",
                    "s3:PutBucketPublicAccessBlock",
                    "s3:PutBucketVersioning",
                    "s3:PutEncryptionConfiguration",
                    "s3:PutLifecycleConfiguration",
                    "s3:PutReplicationConfiguration",
                ),
                resources=(bucket,),
                conditions=_except(partition, exempt_roles),
            ),
        ],
        targets,
        description="Log files can't be deleted, nor their bucket changed.",
    )


def allow_only_us_regions(
    partition: str,
    *,
    regions: Sequence[str] | None = None,
    global_services: Sequence[str] | None = None,
    exempt_roles: Sequence[str] = (),
    targets: Sequence[str] = ("/",),
) -> OrganizationPolicy:
    """Nothing outside the regions, except global services.

    Args:
        partition: Which one.
        regions: Of US_REGIONS; None is all of the partition's.
        global_services: The actions that are exempt; None is GLOBAL_SERVICES.
        exempt_roles: Roles that it doesn't bear on.
        targets: Where it is attached.

    Raises:
        ValueError: A region isn't one of US_REGIONS in that partition.
    """
    possible = US_REGIONS[partition]
    for region in regions or ():
        if problem := rules.region_in(partition, region):
            raise ValueError(problem)
        if region not in possible:
            raise ValueError(f"{region} is not in the United States; there are: {', '.join(possible)}.")
    allowed = possible if regions is None else tuple(regions)
    if not allowed:
        raise ValueError(f"Give at least one region; there are: {', '.join(possible)}.")
    return OrganizationPolicy(
        "allow-only-us-regions",
        [
            Statement(
                sid="AllowOnlyUsRegions",
                not_actions=GLOBAL_SERVICES[partition] if global_services is None else global_services,
                conditions={
                    "StringNotEquals": {"aws:RequestedRegion": sorted(allowed)},
                    **_except(partition, exempt_roles),
                },
            )
        ],
        targets,
        description=f"Only the regions {', '.join(sorted(allowed))}, and global services.",
    )


READY_MADE: Mapping[str, Callable[..., OrganizationPolicy]] = {
    "deny-leaving-organization": deny_leaving_organization,
    "deny-root-use": deny_root_use,
    "protect-trails": protect_trails,
    "protect-log-bucket": protect_log_bucket,
    "allow-only-us-regions": allow_only_us_regions,
}


def ready_made(name: str, partition: str, **options: Any) -> OrganizationPolicy:
    """The ready-made policy of that name, with its options.

    Raises:
        ValueError: There is none of that name, or it has no such option, or needs one that isn't given,
            or one has a value of the wrong kind.
    """
    if problem := partition_problem(partition):
        raise ValueError(problem)
    if name not in READY_MADE:
        raise ValueError(f"There is no ready-made policy {name!r}; there are: {', '.join(READY_MADE)}.")
    known = {key: each for key, each in inspect.signature(READY_MADE[name]).parameters.items() if key != "partition"}
    for option in options:
        if option not in known:
            raise ValueError(f"The ready-made policy {name} has no option {option!r}; it has: {', '.join(known)}.")
    for option, parameter in known.items():
        if parameter.default is parameter.empty and option not in options:
            raise ValueError(f"The ready-made policy {name} needs the option {option!r}.")
    for option, value in options.items():
        listed = "Sequence" in str(known[option].annotation)
        if value is None and "None" in str(known[option].annotation):
            continue
        if listed and not (isinstance(value, (list, tuple)) and all(isinstance(each, str) for each in value)):
            raise ValueError(f"The option {option} of {name} must be a list of texts, not {value!r}.")
        if not listed and not isinstance(value, str):
            raise ValueError(f"The option {option} of {name} must be a text, not {value!r}.")
    return READY_MADE[name](partition, **options)


def _except(partition: str, roles: Sequence[str]) -> dict[str, dict[str, list[str]]]:
    """The condition that the caller is none of these roles.

    Of a role's session aws:PrincipalArn is the role's ARN (IAM User Guide, "aws:PrincipalArn").
    """
    arns = [f"arn:{partition}:iam::*:role/{name}" for name in roles]
    return {"ArnNotLike": {"aws:PrincipalArn": arns}} if arns else {}
