"""The types of organization policies that hashicorp/aws can make, and AWS's limits of each. Pure Python."""

from __future__ import annotations

from dataclasses import dataclass

SERVICE_CONTROL_POLICY = "SERVICE_CONTROL_POLICY"
RESOURCE_CONTROL_POLICY = "RESOURCE_CONTROL_POLICY"
TAG_POLICY = "TAG_POLICY"


@dataclass(frozen=True)
class PolicyType:
    """One type.

    Attributes:
        attached: How many policies of it one root, organizational unit or account may have directly.
        characters: The longest document. White space counts, so documents are minified first.
        in_govcloud: Whether GovCloud has it (AWS GovCloud (US) User Guide, "AWS Organizations").
        full_access: AWS's own policy that is attached to every target and takes one of its places: FullAWSAccess may
            be detached by hand, RCPFullAWSAccess may not (Organizations User Guide, "RCP syntax"). None: there is none.

    Source of the numbers: Organizations User Guide, quotas page; those of service control policies hold in both
    partitions since 15 May 2026 (5 and 5,120 before).
    """

    attached: int
    characters: int
    in_govcloud: bool = False
    full_access: str | None = None


POLICY_TYPES = {
    SERVICE_CONTROL_POLICY: PolicyType(10, 10_240, in_govcloud=True, full_access="FullAWSAccess"),
    RESOURCE_CONTROL_POLICY: PolicyType(5, 5_120, in_govcloud=True, full_access="RCPFullAWSAccess"),
    TAG_POLICY: PolicyType(10, 10_000, in_govcloud=True),
    "DECLARATIVE_POLICY_EC2": PolicyType(10, 10_000, in_govcloud=True),
    "BACKUP_POLICY": PolicyType(10, 10_000),
    "AISERVICES_OPT_OUT_POLICY": PolicyType(5, 2_500),
    "CHATBOT_POLICY": PolicyType(5, 10_000),
}
