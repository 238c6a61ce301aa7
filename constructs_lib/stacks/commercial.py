"""The stack *commercial*: the commercial organization, its organizational units and its guardrails."""

from __future__ import annotations

from functools import partial

from constructs_lib.cdk import Construct
from constructs_lib.credential_set import CredentialSet
from constructs_lib.declarations import OrganizationDeclaration
from constructs_lib.identifiers import identifier, literal_keys
from constructs_lib.organization import CommercialOrganization
from constructs_lib.organizational_units import OrganizationalUnits
from constructs_lib.partitions import COMMERCIAL
from constructs_lib.providers import aws_provider
from constructs_lib.renames import path_before
from constructs_lib.service_principals import ACCOUNT_MANAGEMENT
from constructs_lib.stacks.base import Stack, StackOutputs
from constructs_lib.stacks.governance import declare_guardrails, enabled_policy_types
from constructs_lib.state_backends import StateBackend


class CommercialStack(Stack):
    """Outputs: ``organization_id``, ``root_id``, ``organizational_unit_ids`` (path: id).

    Attributes:
        trusted_services: The organization's.
    """

    def __init__(self, scope: Construct, *, state: StateBackend, declared: OrganizationDeclaration) -> None:
        """Declare the stack."""
        super().__init__(scope, "commercial", state=state)
        aws_provider(self, declared.credentials)
        self._credentials = declared.credentials
        self.trusted_services = sorted({ACCOUNT_MANAGEMENT, *declared.trusted_services})
        self.organization = CommercialOrganization(
            self,
            "organization",
            trusted_services=self.trusted_services,
            enabled_policy_types=enabled_policy_types(declared.guardrails, COMMERCIAL, declared.enabled_policy_types),
            logical_id="commercial",
        )
        self.organizational_units = OrganizationalUnits(
            self,
            "organizational-units",
            parent_id=self.organization.root_id,
            tree=declared.organizational_units,
            logical_id=identifier,
        )
        before = partial(path_before, renamed=declared.organizational_units_renamed_from)
        self.renamed_units(self.organizational_units.ids, before)
        declare_guardrails(
            self,
            declared.guardrails,
            COMMERCIAL,
            root_id=self.organization.root_id,
            target_ids=self.organizational_units.ids,
            path_before=before,
            depends_on=[self.organization.resource],
        )
        self.output("organization_id", self.organization.organization_id, "The commercial organization.")
        self.output("root_id", self.organization.root_id, "Its root.")
        self.output(
            "organizational_unit_ids", literal_keys(self.organizational_units.ids), "Its organizational units, by path."
        )

    def management_credentials(self, pairs: StackOutputs) -> CredentialSet:
        """Reaches the management account; ``pairs``: the outputs of *account-pairs*, as the asking stack reads them."""
        return self._credentials
