"""Strings that differ between the two partitions, made and read in one place. Pure: no call, no botocore.

A wrong value raises ValueError with the sentence that says what is wrong. Form of an ARN: AWS General Reference,
"Amazon Resource Names".
"""

import re
from typing import Literal

from custom_resources.engine.rules import shown

Partition = Literal["aws", "aws-us-gov"]

PARTITIONS: tuple[Partition, ...] = ("aws", "aws-us-gov")
"""The commercial partition and AWS GovCloud (US), as ARNs write them."""

# The regions of the two partitions: botocore's partitions.json, `regionRegex`.
_GOVCLOUD_REGION = re.compile(r"us-gov-[a-z]+-[0-9]+", re.ASCII)
_COMMERCIAL_REGION = re.compile(r"(us|eu|ap|sa|ca|me|af|il|mx)-[a-z]+-[0-9]+", re.ASCII)


def partition_rule(value: object) -> str | None:
    """Tell why the value is none of the two partitions' names, or None."""
    if value in PARTITIONS:
        return None
    return f"{shown(str(value))} is no partition: it must be aws (commercial) or aws-us-gov (AWS GovCloud (US))."


def partition_of(region_or_arn: str) -> Partition:
    """Return the partition of a region's name or of an ARN; ValueError for any other than the two."""
    if region_or_arn.startswith("arn:"):
        parts = region_or_arn.split(":", 5)
        if len(parts) == 6 and parts[2] and parts[5]:
            for partition in PARTITIONS:
                if parts[1] == partition:
                    return partition
            raise ValueError(f"{shown(region_or_arn)} is in neither of the partitions aws and aws-us-gov.")
    elif _GOVCLOUD_REGION.fullmatch(region_or_arn):
        return "aws-us-gov"
    elif _COMMERCIAL_REGION.fullmatch(region_or_arn):
        return "aws"
    raise ValueError(
        f"{shown(region_or_arn)} is neither a region of the partitions aws and aws-us-gov, such as us-gov-west-1, nor "
        "an ARN."
    )


def role_arn(partition: str, account_id: str, role_name: str) -> str:
    """Write the ARN of a role without a path."""
    return f"arn:{partition}:iam::{account_id}:role/{role_name}"


def root_arn(partition: str, account_id: str) -> str:
    """Write the ARN that means a whole account in a policy's `Principal`."""
    return f"arn:{partition}:iam::{account_id}:root"


def managed_policy_arn(partition: str, name: str) -> str:
    """Write the ARN of a policy that AWS manages; `name` may have a path, as in `service-role/AWSConfigRole`."""
    return f"arn:{partition}:iam::aws:policy/{name}"


# IAM User Guide, "Use an alias for your AWS account ID". The AWS GovCloud (US) User Guide, "AWS Identity and Access
# Management", has GovCloud's host only; that the same form is put before it is *unverified* (claim: alias-sign-in-url).
_SIGN_IN_HOSTS: dict[str, str] = {"aws": "signin.aws.amazon.com", "aws-us-gov": "signin.amazonaws-us-gov.com"}


def sign_in_url(partition: str, account: str) -> str:
    """Write the console's sign-in URL of an account, by its alias or its id."""
    return f"https://{account}.{_SIGN_IN_HOSTS[partition]}/console/"


# M: iam `policyNameType`, pattern [\w+=,.@-]+, 1-128; `policyPathType`, pattern ((/[A-Za-z0-9\.,\+@=_-]+)*)/.
_MANAGED_POLICY = re.compile(r"([A-Za-z0-9.,+@=_-]+/)*[\w+=,.@-]{1,128}", re.ASCII)


def managed_policy_name_rule(value: object) -> str | None:
    """Tell why the value cannot be the name of a managed policy, with or without its path, or None."""
    if isinstance(value, str) and len(value) <= 512 + 128 and _MANAGED_POLICY.fullmatch(value):
        return None
    return (
        f"{shown(str(value))} is no name of a managed policy such as ReadOnlyAccess or service-role/AWSConfigRole; "
        "give it without arn:…:policy/."
    )
