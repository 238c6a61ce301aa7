"""How a stack reaches one management account. Pure Python."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

GOVPAIR_SERVICES = frozenset({"account", "cloudtrail", "iam", "organizations", "servicequotas", "sts"})
"""The services that the govpair provider calls; it refuses an endpoint for any other."""


@dataclass(frozen=True)
class CredentialSet:
    """One of the three credential sets: commercial, GovCloud paired, GovCloud management.

    There are no fields for secrets: what a construct is given stands in the synthesized files. Keys come from the
    profile, the environment or an assumed role.

    Attributes:
        profile: Name of an AWS profile; None leaves the choice to the AWS SDK.
        region: Region, such as ``us-east-1`` or ``us-gov-west-1``.
        account_id: The account this must be. Terraform refuses to go on when it is another one.
        role_arn: A role to assume with the above.
        external_id: External id for that role.
        endpoints: Endpoint URL by service (``organizations``, ``account``, ``sts``, …).
    """

    profile: str | None = None
    region: str | None = None
    account_id: str | None = None
    role_arn: str | None = None
    external_id: str | None = None
    endpoints: Mapping[str, str] = field(default_factory=dict)

    def for_govpair(self) -> dict[str, Any]:
        """As the nested attribute of the govpair provider."""
        roles = [{"role_arn": self.role_arn, "external_id": self.external_id}] if self.role_arn else None
        return {
            "profile": self.profile,
            "region": self.region,
            "account_id": self.account_id,
            "assume_role": roles,
            "endpoints": {name: url for name, url in self.endpoints.items() if name in GOVPAIR_SERVICES} or None,
        }

    def for_aws(self) -> dict[str, Any]:
        """As arguments of the aws provider. It has no default account check, so ``account_id`` becomes one."""
        roles = [{"role_arn": self.role_arn, "external_id": self.external_id}] if self.role_arn else None
        return {
            "profile": self.profile,
            "region": self.region,
            "allowed_account_ids": [self.account_id] if self.account_id else None,
            "assume_role": roles,
            "endpoints": [dict(self.endpoints)] if self.endpoints else None,
        }
