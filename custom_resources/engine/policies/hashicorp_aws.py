"""What hashicorp/aws asks AWS for, for the resources that govpair's stacks have of it.

Source: seen on the simulator with hashicorp/aws 5.100.0, which publishes no such list; a test under Terraform holds
`plan`, `apply` and `destroy` of a whole organization to it. Another version may ask for more or less. Left out: what no
stack of govpair declares, such as tags of policies.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from custom_resources.engine.policies.resources import (
    ACCOUNT,
    KINDS,
    MEMBER_ACCOUNT,
    ROOT,
    UNIT,
    Kind,
)


@dataclass(frozen=True)
class Calls:
    """Actions of one resource type, separated by white space: to read it, to make or change it, to end it."""

    reads: str
    changes: str = ""
    ends: str = ""


_BUCKET = """
    s3:GetAccelerateConfiguration s3:GetBucketAcl s3:GetBucketCORS s3:GetBucketLogging
    s3:GetBucketObjectLockConfiguration s3:GetBucketPolicy s3:GetBucketRequestPayment s3:GetBucketTagging
    s3:GetBucketVersioning s3:GetBucketWebsite s3:GetEncryptionConfiguration s3:GetLifecycleConfiguration
    s3:GetReplicationConfiguration s3:ListBucket
"""

IN_MANAGEMENT: Mapping[str, Calls] = {
    "aws_account_alternate_contact": Calls(
        "account:GetAlternateContact", "account:PutAlternateContact", "account:DeleteAlternateContact"
    ),
    "aws_cloudtrail": Calls(
        "cloudtrail:DescribeTrails cloudtrail:GetTrailStatus cloudtrail:ListTags",
        "cloudtrail:CreateTrail cloudtrail:StartLogging cloudtrail:UpdateTrail cloudtrail:DeleteTrail",
        "cloudtrail:DeleteTrail",
    ),
    "aws_organizations_delegated_administrator": Calls(
        "organizations:ListDelegatedAdministrators",
        "organizations:RegisterDelegatedAdministrator",
        "organizations:DeregisterDelegatedAdministrator",
    ),
    # The stacks keep an organization from being destroyed, and what it trusts and enables with it.
    "aws_organizations_organization": Calls(
        "organizations:DescribeOrganization organizations:ListAWSServiceAccessForOrganization "
        "organizations:ListAccounts organizations:ListRoots",
        "organizations:CreateOrganization iam:CreateServiceLinkedRole organizations:EnableAWSServiceAccess "
        "organizations:DisableAWSServiceAccess organizations:EnablePolicyType organizations:DisablePolicyType",
    ),
    "aws_organizations_organizational_unit": Calls(
        "organizations:DescribeOrganizationalUnit organizations:ListAccountsForParent organizations:ListParents "
        "organizations:ListTagsForResource",
        "organizations:CreateOrganizationalUnit organizations:UpdateOrganizationalUnit "
        "organizations:DeleteOrganizationalUnit",
    ),
    "aws_organizations_policy": Calls(
        "organizations:DescribePolicy organizations:ListTagsForResource",
        "organizations:CreatePolicy organizations:UpdatePolicy organizations:DeletePolicy",
    ),
    "aws_organizations_policy_attachment": Calls(
        "organizations:ListTargetsForPolicy",
        "organizations:AttachPolicy organizations:DetachPolicy",
    ),
}
"""By an organization's management account, on either side."""

KEPT = frozenset({"aws_organizations_policy", "aws_organizations_policy_attachment"})
"""What `govpair destroy` neither reads nor ends: it hangs on an organization, which is kept."""

IN_MEMBERS: Mapping[str, Calls] = {
    "aws_s3_bucket": Calls(_BUCKET, "s3:CreateBucket s3:PutBucketAcl s3:DeleteBucket", "s3:DeleteBucket"),
    "aws_s3_bucket_lifecycle_configuration": Calls(
        "s3:GetLifecycleConfiguration", "s3:PutLifecycleConfiguration", "s3:PutLifecycleConfiguration"
    ),
    "aws_s3_bucket_object_lock_configuration": Calls(
        "s3:GetBucketObjectLockConfiguration",
        "s3:PutBucketObjectLockConfiguration",
        "s3:PutBucketObjectLockConfiguration",
    ),
    "aws_s3_bucket_ownership_controls": Calls(
        "s3:GetBucketOwnershipControls", "s3:PutBucketOwnershipControls", "s3:PutBucketOwnershipControls"
    ),
    "aws_s3_bucket_policy": Calls(
        "s3:GetBucketPolicy", "s3:PutBucketPolicy s3:DeleteBucketPolicy", "s3:DeleteBucketPolicy"
    ),
    "aws_s3_bucket_public_access_block": Calls(
        "s3:GetBucketPublicAccessBlock", "s3:PutBucketPublicAccessBlock", "s3:PutBucketPublicAccessBlock"
    ),
    "aws_s3_bucket_server_side_encryption_configuration": Calls(
        "s3:GetEncryptionConfiguration", "s3:PutEncryptionConfiguration", "s3:PutEncryptionConfiguration"
    ),
    "aws_s3_bucket_versioning": Calls("s3:GetBucketVersioning", "s3:PutBucketVersioning", "s3:PutBucketVersioning"),
}
"""By the role in the account of a log archive."""

POLICY = Kind(
    "policy",
    "arn:{partition}:organizations::{management}:policy/{organization}/*/p-*",
    "AWS gives a policy its id when it is made; the policies hold for some that don't exist yet",
    "Policies",
)
# Which resource AWS asks CreatePolicy for is unverified (claim: policy-being-made).
NEW_POLICY = Kind(
    "policy",
    "*",
    "which resource AWS asks for, before a policy has its id, isn't documented (claim policy-being-made)",
    "NewPolicies",
)
BUCKET = Kind("bucket", "arn:{partition}:s3:::*", "a bucket's name is chosen when it is declared", "Buckets")

_ORGANIZATIONS: Mapping[str, tuple[Kind, ...]] = {
    "organizations:AttachPolicy": (POLICY, ROOT, UNIT),
    "organizations:CreateOrganization": (),
    "organizations:CreateOrganizationalUnit": (ROOT, UNIT),
    "organizations:CreatePolicy": (NEW_POLICY,),
    "organizations:DeleteOrganizationalUnit": (UNIT,),
    "organizations:DeletePolicy": (POLICY,),
    "organizations:DeregisterDelegatedAdministrator": (ACCOUNT,),
    "organizations:DescribeOrganizationalUnit": (UNIT,),
    "organizations:DescribePolicy": (POLICY,),
    "organizations:DetachPolicy": (POLICY, ROOT, UNIT),
    "organizations:DisableAWSServiceAccess": (),
    "organizations:DisablePolicyType": (ROOT,),
    "organizations:EnableAWSServiceAccess": (),
    "organizations:EnablePolicyType": (ROOT,),
    "organizations:ListDelegatedAdministrators": (),
    "organizations:ListParents": (ACCOUNT, UNIT),
    "organizations:ListTagsForResource": (ACCOUNT, POLICY, UNIT),
    "organizations:ListTargetsForPolicy": (POLICY,),
    "organizations:RegisterDelegatedAdministrator": (ACCOUNT,),
    "organizations:UpdateOrganizationalUnit": (UNIT,),
    "organizations:UpdatePolicy": (POLICY,),
}
_OTHERS: Mapping[str, tuple[Kind, ...]] = {
    "account:DeleteAlternateContact": (MEMBER_ACCOUNT,),
    "account:GetAlternateContact": (MEMBER_ACCOUNT,),
    "account:PutAlternateContact": (MEMBER_ACCOUNT,),
}


def actions(types: Mapping[str, Calls], *kinds: str) -> frozenset[str]:
    """Return the actions of these resource types. kinds: `reads`, `changes`, `ends`."""
    return frozenset(action for calls in types.values() for kind in kinds for action in getattr(calls, kind).split())


def _buckets(types: Iterable[Calls]) -> Mapping[str, tuple[Kind, ...]]:
    every = (action for calls in types for action in f"{calls.reads} {calls.changes} {calls.ends}".split())
    return dict.fromkeys(every, (BUCKET,))


STACK_KINDS: Mapping[str, tuple[Kind, ...]] = {**KINDS, **_ORGANIZATIONS, **_OTHERS, **_buckets(IN_MEMBERS.values())}
"""`KINDS` for policies of whole stacks: their actions too, and all that they are asked for there."""
