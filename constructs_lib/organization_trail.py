"""`OrganizationTrail`: one trail for all accounts of an organization."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from constructs_lib.bindings.aws_cloudtrail import AwsCloudtrail
from constructs_lib.cdk import Construct, ITerraformDependable, TerraformProvider
from constructs_lib.elements import refuse
from constructs_lib.rule_checks import problems
from custom_resources.engine import trail_rules

ORGANIZATION_TRAIL = "organization-trail"
"""The name of an organization's trail where none is given."""


class OrganizationTrail(Construct):
    """A trail that logs every account of an organization in every region, in place of a trail in each.

    It is made in the organization's management account, which must trust CloudTrail (``trusted_services``:
    cloudtrail.amazonaws.com), and the organization must have all features; members see the trail and can't change it
    (CloudTrail User Guide, "Creating a trail for an organization"). Log files go to ``AWSLogs/ORGANIZATION_ID/``.

    That GovCloud has organization trails is unverified (claim: organization-trails-in-govcloud): `AccountTrail` in each
    account is the safe way there.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        s3_bucket_name: str,
        name: str = ORGANIZATION_TRAIL,
        s3_key_prefix: str | None = None,
        kms_key_id: str | None = None,
        tags: Mapping[str, str] | None = None,
        logical_id: str | None = None,
        depends_on: Sequence[ITerraformDependable] | None = None,
        provider: TerraformProvider | None = None,
    ) -> None:
        """Declare the trail.

        Args:
            scope: The stack, or a construct in it.
            id: Construct id; the Terraform address follows from it.
            s3_bucket_name: The log archive's bucket, whose policy is for the organization's id.
            name: The trail's name.
            s3_key_prefix: What comes before ``AWSLogs/``; the log archive's ``key_prefix``.
            kms_key_id: ARN of the KMS key that log files are encrypted with.
            tags: Tags of the trail.
            logical_id: Name in the Terraform address, instead of the one that CDKTF makes from the construct path.
            depends_on: What must be there first: the organization that trusts CloudTrail.
            provider: An aws provider for the organization's management account; None is the stack's default.

        Raises:
            ConstructError: A rule above is broken.
        """
        super().__init__(scope, id)
        refuse(
            self,
            list(
                problems(
                    ("s3_bucket_name", s3_bucket_name, trail_rules.bucket_name),
                    ("name", name, trail_rules.trail_name),
                    ("s3_key_prefix", s3_key_prefix, trail_rules.key_prefix),
                    ("kms_key_id", kms_key_id, trail_rules.kms_key_arn),
                    ("tags", tags, trail_rules.trail_tags),
                )
            ),
        )
        self.resource = AwsCloudtrail(
            self,
            "Resource",
            name=name,
            s3_bucket_name=s3_bucket_name,
            s3_key_prefix=s3_key_prefix,
            kms_key_id=kms_key_id,
            is_organization_trail=True,
            is_multi_region_trail=True,
            include_global_service_events=True,
            enable_log_file_validation=True,
            enable_logging=True,
            tags=tags,
            logical_id=logical_id,
            depends_on=depends_on,
            provider=provider,
        )

    @property
    def arn(self) -> str:
        """Reference to the trail's ARN."""
        return self.resource.arn
