"""`LogArchive`: the bucket that the trails of an organization's accounts write to."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from constructs_lib.bindings.aws_s3_bucket import AwsS3Bucket
from constructs_lib.bindings.aws_s3_bucket_lifecycle_configuration import (
    AwsS3BucketLifecycleConfiguration,
    AwsS3BucketLifecycleConfigurationRule,
)
from constructs_lib.bindings.aws_s3_bucket_object_lock_configuration import AwsS3BucketObjectLockConfiguration
from constructs_lib.bindings.aws_s3_bucket_ownership_controls import AwsS3BucketOwnershipControls
from constructs_lib.bindings.aws_s3_bucket_policy import AwsS3BucketPolicy
from constructs_lib.bindings.aws_s3_bucket_public_access_block import AwsS3BucketPublicAccessBlock
from constructs_lib.bindings.aws_s3_bucket_server_side_encryption_configuration import (
    AwsS3BucketServerSideEncryptionConfiguration,
)
from constructs_lib.bindings.aws_s3_bucket_versioning import AwsS3BucketVersioning
from constructs_lib.cdk import Construct, ITerraformDependable, TerraformProvider
from constructs_lib.elements import refuse
from constructs_lib.identifiers import literal_document
from constructs_lib.log_archive_policy import MAX_BYTES, log_archive_policy
from constructs_lib.partitions import foreign_arns, partition_problem
from constructs_lib.rule_checks import problems
from custom_resources.engine import rules, trail_rules

LOCK_MODES = ("GOVERNANCE", "COMPLIANCE")
DELETED_KEPT_DAYS = 90
"""Days that a version of a log file is kept after it was deleted or overwritten."""


class LogArchive(Construct):
    """A bucket for the log files of many accounts' trails, in an account that nothing else runs in.

    Its policy lets CloudTrail write for the accounts of one organization (``organization_id``), or for the accounts
    named (``account_ids``, for those that are not in it yet), and refuses every call without TLS. It is encrypted,
    versioned, closed to the public, and its owner owns every object.

    Limits (S3 User Guide): bucket names are unique in a partition, of 3 to 63 characters; a bucket policy has at most
    20 KB, which is about 1,200 account ids; object lock can only be chosen when the bucket is made, and objects locked
    in COMPLIANCE mode can't be deleted by anybody before their time.

    The bucket is kept on destroy (``prevent_destroy``), and AWS deletes none with objects in it unless
    ``force_destroy``. To tear it down: first detach guardrails that protect it, then apply with
    ``prevent_destroy=False, force_destroy=True``, then destroy.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        partition: str,
        bucket_name: str,
        organization_id: str | None = None,
        account_ids: Sequence[str] = (),
        key_prefix: str | None = None,
        kms_key_arn: str | None = None,
        retention_days: int | None = None,
        archive_after_days: int | None = None,
        deleted_kept_days: int = DELETED_KEPT_DAYS,
        object_lock_days: int | None = None,
        object_lock_mode: str = LOCK_MODES[0],
        force_destroy: bool = False,
        prevent_destroy: bool = True,
        tags: Mapping[str, str] | None = None,
        logical_id: str | None = None,
        depends_on: Sequence[ITerraformDependable] | None = None,
        provider: TerraformProvider | None = None,
    ) -> None:
        """Declare the bucket and its settings.

        Args:
            scope: The stack, or a construct in it.
            id: Construct id; the Terraform addresses follow from it.
            partition: ``aws`` or ``aws-us-gov``, for the ARNs in the policy.
            bucket_name: The bucket.
            organization_id: The organization whose accounts' trails may write; one of this and ``account_ids``.
            account_ids: The accounts whose trails may write.
            key_prefix: What trails put before ``AWSLogs/``; they must be given the same.
            kms_key_arn: Key that files are encrypted with; None is S3's own (AES256).
            retention_days: Days until log files are deleted; None keeps them for ever.
            archive_after_days: Days until log files move to the storage class GLACIER; None leaves them.
            deleted_kept_days: Days that a deleted or overwritten version is kept still.
            object_lock_days: Days that no version can be deleted in; None is no object lock.
            object_lock_mode: ``GOVERNANCE`` (those with s3:BypassGovernanceRetention still can) or ``COMPLIANCE``.
            force_destroy: Delete the log files with the bucket.
            prevent_destroy: Refuse a plan that would delete the bucket.
            tags: Tags of the bucket.
            logical_id: Name of all its parts in Terraform addresses, instead of the ones that CDKTF makes.
            depends_on: What must be there first.
            provider: An aws provider for the account that the bucket is in; None is the stack's default.

        Raises:
            ConstructError: A rule above is broken.
        """
        super().__init__(scope, id)
        refuse(
            self,
            [
                *problems(
                    ("bucket_name", bucket_name, trail_rules.bucket_name),
                    ("organization_id", organization_id, rules.organization_id),
                    ("key_prefix", key_prefix, trail_rules.key_prefix),
                    ("kms_key_arn", kms_key_arn, trail_rules.kms_key_arn),
                    *(("account_ids", each, rules.account_id) for each in account_ids),
                ),
                *_source_problems(organization_id, account_ids),
                *_day_problems(retention_days, archive_after_days, deleted_kept_days, object_lock_days),
                *_partition_problems(partition, kms_key_arn),
                *(
                    [f"object_lock_mode: It must be {' or '.join(LOCK_MODES)}, not {object_lock_mode!r}."]
                    if object_lock_mode not in LOCK_MODES
                    else []
                ),
            ],
        )
        policy = json.dumps(
            log_archive_policy(
                bucket_arn=f"arn:{partition}:s3:::{bucket_name}",
                organization_id=organization_id,
                account_ids=account_ids,
                key_prefix=key_prefix,
            ),
            separators=(",", ":"),
        )
        if len(policy) > MAX_BYTES:
            refuse(
                self,
                [f"account_ids: The policy has {len(policy):,} bytes; S3 takes {MAX_BYTES:,}. Give organization_id."],
            )
        self.bucket = AwsS3Bucket(
            self,
            "Bucket",
            bucket=bucket_name,
            object_lock_enabled=True if object_lock_days else None,
            force_destroy=force_destroy,
            tags=tags,
            lifecycle={"prevent_destroy": True} if prevent_destroy else None,
            logical_id=logical_id,
            depends_on=depends_on,
            provider=provider,
        )
        there = self.bucket.id
        versioning = AwsS3BucketVersioning(
            self,
            "Versioning",
            bucket=there,
            versioning_configuration=[{"status": "Enabled"}],
            logical_id=logical_id,
            provider=provider,
        )
        key = (
            {"sse_algorithm": "aws:kms", "kms_master_key_id": kms_key_arn}
            if kms_key_arn
            else {"sse_algorithm": "AES256"}
        )
        AwsS3BucketServerSideEncryptionConfiguration(
            self,
            "Encryption",
            bucket=there,
            rule=[
                {
                    "apply_server_side_encryption_by_default": [key],  # type: ignore[list-item]
                    "bucket_key_enabled": True if kms_key_arn else None,
                }
            ],
            logical_id=logical_id,
            provider=provider,
        )
        closed = AwsS3BucketPublicAccessBlock(
            self,
            "PublicAccessBlock",
            bucket=there,
            block_public_acls=True,
            block_public_policy=True,
            ignore_public_acls=True,
            restrict_public_buckets=True,
            logical_id=logical_id,
            provider=provider,
        )
        AwsS3BucketOwnershipControls(
            self,
            "OwnershipControls",
            bucket=there,
            rule=[{"object_ownership": "BucketOwnerEnforced"}],
            # S3 takes one change of who may do what at a time, else OperationAborted.
            depends_on=[closed],
            logical_id=logical_id,
            provider=provider,
        )
        self._policy = AwsS3BucketPolicy(
            self,
            "Policy",
            bucket=there,
            policy=literal_document(policy),
            depends_on=[closed],
            logical_id=logical_id,
            provider=provider,
        )
        AwsS3BucketLifecycleConfiguration(
            self,
            "Lifecycle",
            bucket=there,
            rule=[_rule(retention_days, archive_after_days, deleted_kept_days)],
            depends_on=[versioning],
            logical_id=logical_id,
            provider=provider,
        )
        if object_lock_days:
            AwsS3BucketObjectLockConfiguration(
                self,
                "ObjectLock",
                bucket=there,
                rule=[{"default_retention": [{"mode": object_lock_mode, "days": object_lock_days}]}],
                depends_on=[versioning],
                logical_id=logical_id,
                provider=provider,
            )

    @property
    def bucket_name(self) -> str:
        """Reference to the bucket's name, known once its policy lets trails write: whatever uses it waits for that."""
        return self._policy.bucket

    @property
    def bucket_arn(self) -> str:
        """Reference to the bucket's ARN."""
        return self.bucket.arn


def _rule(retention: int | None, archive: int | None, deleted: int) -> AwsS3BucketLifecycleConfigurationRule:
    rule: AwsS3BucketLifecycleConfigurationRule = {
        "id": "log-files",
        "status": "Enabled",
        "filter": [{"prefix": ""}],
        "abort_incomplete_multipart_upload": [{"days_after_initiation": 7}],
        "noncurrent_version_expiration": [{"noncurrent_days": deleted}],
    }
    if retention is not None:
        rule["expiration"] = [{"days": retention}]
    if archive is not None:
        rule["transition"] = [{"days": archive, "storage_class": "GLACIER"}]
    return rule


def _source_problems(organization_id: str | None, account_ids: Sequence[str]) -> Iterator[str]:
    if (organization_id is None) == (not account_ids):
        yield "Give either organization_id or account_ids: whose trails may write."
    if len(set(account_ids)) < len(account_ids):
        yield "account_ids: An account is there twice."


def _day_problems(retention: int | None, archive: int | None, deleted: int, lock: int | None) -> Iterator[str]:
    days = {
        "retention_days": retention,
        "archive_after_days": archive,
        "deleted_kept_days": deleted,
        "object_lock_days": lock,
    }
    for name, value in days.items():
        if value is not None and value < 1:
            yield f"{name}: It must be at least 1, not {value}."
    if retention is not None and archive is not None and archive >= retention:
        yield f"archive_after_days: {archive} is not before the {retention} days of retention_days."
    if retention is not None and lock is not None and lock > retention:
        yield f"object_lock_days: {lock} is longer than the {retention} days of retention_days."


def _partition_problems(partition: str, kms_key_arn: str | None) -> Iterator[str]:
    if problem := partition_problem(partition):
        yield problem
    elif kms_key_arn:
        for arn in foreign_arns(kms_key_arn, partition):
            yield f"kms_key_arn: {arn} is not of the partition {partition}."
