"""`CommercialOrganization` and `GovCloudOrganization`: the two organizations, one in each partition."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from constructs_lib.bindings.aws_organizations_organization import AwsOrganizationsOrganization
from constructs_lib.cdk import Construct, TerraformProvider
from constructs_lib.service_principals import ACCOUNT_MANAGEMENT


class _Organization(Construct):
    """An organization with all features, of the account whose credentials the provider has.

    The organization is kept on destroy (``prevent_destroy``): deleting one takes its organizational units and policies
    with it, and AWS refuses while it has members (M, OrganizationNotEmptyException).
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        trusted_services: Sequence[str] = (),
        enabled_policy_types: Sequence[str] = (),
        prevent_destroy: bool = True,
        logical_id: str | None = None,
        provider: TerraformProvider | None = None,
    ) -> None:
        """Declare the organization.

        Args:
            scope: The stack, or a construct in it.
            id: Construct id; the Terraform address follows from it.
            trusted_services: Service principals with trusted access.
            enabled_policy_types: Such as SERVICE_CONTROL_POLICY.
            prevent_destroy: Refuse a plan that would delete the organization.
            logical_id: Name in the Terraform address, instead of the one that CDKTF makes from the construct path.
            provider: An aws provider; None is the stack's default.
        """
        super().__init__(scope, id)
        self.resource = AwsOrganizationsOrganization(
            self,
            "Resource",
            feature_set="ALL",
            aws_service_access_principals=sorted(trusted_services) or None,
            enabled_policy_types=sorted(enabled_policy_types) or None,
            lifecycle={"prevent_destroy": True} if prevent_destroy else None,
            logical_id=logical_id,
            provider=provider,
        )

    @property
    def organization_id(self) -> str:
        """Reference to the organization's id, ``o-…``."""
        return self.resource.id

    @cached_property  # a thousand memberships ask for it, and each answer costs an exchange with Node.js
    def root_id(self) -> str:
        """Reference to the id of the organization's one root, ``r-…``."""
        return self.resource.roots[0].id

    @property
    def management_account_id(self) -> str:
        """Reference to the id of its management account."""
        return self.resource.master_account_id


class CommercialOrganization(_Organization):
    """The commercial organization, which every vended commercial account is in from its creation on.

    Its management account must be paired with a GovCloud account (M, MASTER_ACCOUNT_NOT_GOVCLOUD_ENABLED). Trusted
    access for account management is on by default.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        trusted_services: Sequence[str] = (ACCOUNT_MANAGEMENT,),
        enabled_policy_types: Sequence[str] = (),
        prevent_destroy: bool = True,
        logical_id: str | None = None,
        provider: TerraformProvider | None = None,
    ) -> None:
        """As GovCloudOrganization, with trusted access for account management by default."""
        super().__init__(
            scope,
            id,
            trusted_services=trusted_services,
            enabled_policy_types=enabled_policy_types,
            prevent_destroy=prevent_destroy,
            logical_id=logical_id,
            provider=provider,
        )


class GovCloudOrganization(_Organization):
    """A GovCloud organization. GovCloud has all features only, and no account creation (GovCloud User Guide)."""
