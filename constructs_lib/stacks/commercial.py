"""The stack *commercial*: the commercial organization and its organizational units."""

from __future__ import annotations

from pathlib import Path

from constructs_lib.cdk import Construct
from constructs_lib.credential_set import CredentialSet
from constructs_lib.identifiers import identifier, literal_keys
from constructs_lib.organization import CommercialOrganization
from constructs_lib.organizational_unit_tree import Tree
from constructs_lib.organizational_units import OrganizationalUnits
from constructs_lib.providers import aws_provider
from constructs_lib.stacks.base import Stack


class CommercialStack(Stack):
    """Outputs: ``organization_id``, ``root_id``, ``organizational_unit_ids`` (path: id)."""

    def __init__(
        self, scope: Construct, *, state_dir: Path, commercial: CredentialSet, organizational_units: Tree
    ) -> None:
        """Declare the stack; ``commercial`` reaches the commercial management account."""
        super().__init__(scope, "commercial", state_dir=state_dir)
        aws_provider(self, commercial)
        self.organization = CommercialOrganization(self, "organization", logical_id="commercial")
        self.organizational_units = OrganizationalUnits(
            self,
            "organizational-units",
            parent_id=self.organization.root_id,
            tree=organizational_units,
            logical_id=identifier,
        )
        self.output("organization_id", self.organization.organization_id, "The commercial organization.")
        self.output("root_id", self.organization.root_id, "Its root.")
        self.output(
            "organizational_unit_ids", literal_keys(self.organizational_units.ids), "Its organizational units, by path."
        )
