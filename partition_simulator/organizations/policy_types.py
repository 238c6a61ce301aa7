"""The types of organization policies: their limits, where they exist, and which has an AWS-managed policy."""

from __future__ import annotations

import json
from dataclasses import dataclass

_ALLOW = {"Effect": "Allow", "Action": "*", "Resource": "*"}


@dataclass(frozen=True)
class ManagedPolicy:
    """The AWS-managed policy of a type: attached to every root, OU and account while the type is enabled.

    detachable: FullAWSAccess may give way to another SCP; RCPFullAWSAccess can't be detached (Organizations user guide,
        "RCP syntax").
    """

    policy_id: str
    name: str
    description: str
    content: str
    detachable: bool


@dataclass(frozen=True)
class PolicyType:
    """One type.

    attached: how many policies of it a root, OU or account may have directly; least: and how few, while the type is
        enabled. characters: the longest document, white space included. in_organization: how many there may be.
        Source: Organizations quotas page; for the types which that page doesn't name, the figures of its declarative
        policies are taken, unverified (claim: policy-limits-of-new-types).
    in_govcloud: the types that GovCloud's user guide, "AWS Organizations in AWS GovCloud (US)", names.
    top: the one key at the top of a management policy's document; None where it isn't checked.
    """

    name: str
    attached: int = 10
    least: int = 0
    characters: int = 10_000
    in_organization: int = 1_000
    in_govcloud: bool = False
    top: str | None = None
    managed: ManagedPolicy | None = None

    @property
    def is_authorization(self) -> bool:
        """SCPs and RCPs are written in IAM's language, all others with inheritance operators."""
        return self.managed is not None


_FULL_ACCESS = ManagedPolicy(
    "p-FullAWSAccess",
    "FullAWSAccess",
    "Allows access to every operation",
    json.dumps({"Version": "2012-10-17", "Statement": [_ALLOW]}),
    detachable=True,
)
_RCP_FULL_ACCESS = ManagedPolicy(
    "p-RCPFullAWSAccess",
    "RCPFullAWSAccess",
    "Allows access to every resource",
    json.dumps({"Version": "2012-10-17", "Statement": [{**_ALLOW, "Principal": "*"}]}),
    detachable=False,
)

POLICY_TYPES = {
    policy_type.name: policy_type
    for policy_type in (
        PolicyType(
            "SERVICE_CONTROL_POLICY",
            least=1,
            characters=10_240,
            in_organization=10_000,
            in_govcloud=True,
            managed=_FULL_ACCESS,
        ),
        PolicyType(
            "RESOURCE_CONTROL_POLICY",
            attached=5,
            least=1,
            characters=5_120,
            in_organization=2_000,
            in_govcloud=True,
            managed=_RCP_FULL_ACCESS,
        ),
        PolicyType("TAG_POLICY", in_govcloud=True, top="tags"),
        PolicyType("DECLARATIVE_POLICY_EC2", in_govcloud=True, top="ec2_attributes"),
        PolicyType("S3_POLICY", in_govcloud=True, top="s3_attributes"),
        PolicyType("BACKUP_POLICY", top="plans"),
        PolicyType("AISERVICES_OPT_OUT_POLICY", attached=5, characters=2_500, top="services"),
        PolicyType("CHATBOT_POLICY", attached=5, top="chatbots"),
        PolicyType("SECURITYHUB_POLICY"),
        PolicyType("SECURITYHUB_CSPM_POLICY"),
        PolicyType("INSPECTOR_POLICY"),
        PolicyType("UPGRADE_ROLLOUT_POLICY"),
        PolicyType("BEDROCK_POLICY"),
        PolicyType("NETWORK_SECURITY_DIRECTOR_POLICY"),
        PolicyType("GUARDDUTY_POLICY"),
    )
}
