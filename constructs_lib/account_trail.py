"""`AccountTrail`: CloudTrail in a member account, writing to the log archive."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from constructs_lib.bindings.govpair_account_trail import GovpairAccountTrail, GovpairAccountTrailTimeouts
from constructs_lib.cdk import Construct, ITerraformDependable, TerraformProvider
from constructs_lib.elements import refuse
from constructs_lib.identifiers import identifier
from constructs_lib.partitions import COMMERCIAL, GOVCLOUD, foreign_arns
from constructs_lib.rule_checks import problems
from custom_resources.engine import rules, trail_rules

SIDES = {"commercial": COMMERCIAL, "govcloud": GOVCLOUD}
"""The partition of each side."""


class AccountTrail(GovpairAccountTrail):
    """A trail in one account, made through the account's role: one govpair provider serves any number of accounts.

    It logs every region, with log file validation. A trail of that name that is there already is taken over.

    Limits (botocore's cloudtrail/2013-11-01 model; CloudTrail User Guide, quotas): names of 3 to 128 characters; five
    trails in a region, of which a multi-region trail takes one in each; the bucket is of the same partition, and its
    policy lets CloudTrail write for the account before the trail is made (`LogArchive.bucket_name` waits for that).
    Destroying leaves the trail logging, unless ``on_destroy="delete"``.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        account_id: str,
        s3_bucket_name: str,
        side: str = "govcloud",
        name: str | None = None,
        s3_key_prefix: str | None = None,
        kms_key_id: str | None = None,
        role_name: str | None = None,
        role_arn: str | None = None,
        external_id: str | None = None,
        region: str | None = None,
        on_destroy: str | None = None,
        tags: Mapping[str, str] | None = None,
        timeouts: GovpairAccountTrailTimeouts | None = None,
        logical_id: str | None = None,
        depends_on: Sequence[ITerraformDependable] | None = None,
        provider: TerraformProvider | None = None,
    ) -> None:
        """Declare the trail.

        Args:
            scope: The stack, or a construct in it.
            id: Construct id; the Terraform address follows from it.
            account_id: The account that the trail is in.
            s3_bucket_name: The log archive's bucket.
            side: ``govcloud`` or ``commercial``: where the account is.
            name: The trail's name; None is the provider's default, ``govpair-trail``.
            s3_key_prefix: What comes before ``AWSLogs/``; the log archive's ``key_prefix``.
            kms_key_id: ARN of the KMS key that log files are encrypted with.
            role_name: Role in the account to manage the trail through; default OrganizationAccountAccessRole.
            role_arn: The same by ARN, where the name is not enough.
            external_id: External id that the role asks for.
            region: Where the trail is at home; None is the partition's home region.
            on_destroy: ``keep`` (default) or ``delete``.
            tags: Tags of the trail.
            timeouts: ``create``, ``update``, ``delete``, such as ``20m``.
            logical_id: Name in the Terraform address, instead of the one that CDKTF makes from the construct path.
            depends_on: What must be there first, such as the account's membership.
            provider: A govpair provider; None is the stack's default.

        Raises:
            ConstructError: A rule above is broken.
        """
        super().__init__(
            scope,
            id,
            account_id=account_id,
            s3_bucket_name=s3_bucket_name,
            side=side,
            name=name,
            s3_key_prefix=s3_key_prefix,
            kms_key_id=kms_key_id,
            role_name=role_name,
            role_arn=role_arn,
            external_id=external_id,
            region=region,
            on_destroy=on_destroy,
            tags=tags,
            timeouts=timeouts,
            logical_id=logical_id,
            depends_on=depends_on,
            provider=provider,
        )
        found = list(
            problems(
                ("account_id", account_id, rules.account_id),
                ("s3_bucket_name", s3_bucket_name, trail_rules.bucket_name),
                ("side", side, _side),
                ("name", name, trail_rules.trail_name),
                ("s3_key_prefix", s3_key_prefix, trail_rules.key_prefix),
                ("kms_key_id", kms_key_id, trail_rules.kms_key_arn),
                ("role_name", role_name, rules.role_name),
                ("role_arn", role_arn, rules.role_arn),
                ("on_destroy", on_destroy, _on_destroy),
                ("tags", tags, trail_rules.trail_tags),
            )
        )
        partition = SIDES.get(side)
        if partition is not None:
            found += problems(("region", region, lambda value: rules.region_in(partition, value)))
            for argument, arn in (("kms_key_id", kms_key_id), ("role_arn", role_arn)):
                found += [
                    f"{argument}: {each} is not on the side {side}." for each in foreign_arns(arn or "", partition)
                ]
        refuse(self, found)

    @classmethod
    def in_accounts(
        cls,
        scope: Construct,
        id: str,
        account_ids: Mapping[str, str],
        *,
        s3_bucket_name: str,
        side: str = "govcloud",
        name: str | None = None,
        s3_key_prefix: str | None = None,
        kms_key_id: str | None = None,
        role_names: Mapping[str, str] | None = None,
        on_destroy: str | None = None,
        tags: Mapping[str, str] | None = None,
        logical_id: Callable[[str], str] | None = None,
        depends_on: Sequence[ITerraformDependable] | None = None,
        provider: TerraformProvider | None = None,
    ) -> dict[str, AccountTrail]:
        """The same trail in many accounts, by the accounts' names, below a construct of that id.

        Args:
            scope: The stack, or a construct in it.
            id: Construct id of the group.
            account_ids: Account id by the account's name, from which the Terraform address follows.
            s3_bucket_name: As above, like all others that are not named here.
            side: As above, of all the accounts.
            name: The name of each trail.
            s3_key_prefix: As above.
            kms_key_id: As above.
            role_names: By account name, where the role is not OrganizationAccountAccessRole.
            on_destroy: As above.
            tags: As above.
            logical_id: Makes the name in the Terraform address from the account's name, instead of CDKTF.
            depends_on: As above.
            provider: As above.
        """
        group = Construct(scope, id)
        return {
            account: cls(
                group,
                identifier(account),
                account_id=account_ids[account],
                s3_bucket_name=s3_bucket_name,
                side=side,
                name=name,
                s3_key_prefix=s3_key_prefix,
                kms_key_id=kms_key_id,
                role_name=(role_names or {}).get(account),
                on_destroy=on_destroy,
                tags=tags,
                logical_id=logical_id(account) if logical_id else None,
                depends_on=depends_on,
                provider=provider,
            )
            for account in sorted(account_ids)
        }


def _side(value: object) -> str | None:
    return None if value in SIDES else f"It must be {' or '.join(SIDES)}, not {value!r}."


def _on_destroy(value: object) -> str | None:
    return None if value in ("keep", "delete") else f"It must be keep or delete, not {value!r}."
