"""The organization file: what may stand in it. Pure Python; reading it with positions is organization_yaml.py."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from constructs_lib.declarations import (
    CustomerDeclaration,
    CustomersCommercialDeclaration,
    OrganizationDeclaration,
    ResellerPartnerDeclaration,
    SingleCompanyDeclaration,
)
from constructs_lib.organization_defaults import DefaultsPart
from constructs_lib.organization_file_governance import (
    GovernedPart,
    GuardedPart,
    GuardrailsPart,
    PolicyTypeName,
    Service,
)
from constructs_lib.organization_file_parts import (
    AccountPairPart,
    CredentialsPart,
    GovCloudPairedPart,
    Part,
    Units,
    by,
    region_in,
    stack_name,
)
from constructs_lib.organization_file_state import StatePart
from custom_resources.engine import rules


class _CommercialCredentials(CredentialsPart):
    region: Annotated[str, by(region_in("aws"))] | None = Field(None, description="Region, such as us-east-1.")


class _OrganizationPart(GovernedPart):
    enabled_policy_types: list[PolicyTypeName] = Field(
        default_factory=list, description="Types of policies that are enabled beside those of its guardrails."
    )

    def governed(self) -> dict[str, Any]:
        """These as arguments of a declaration."""
        return {**super().governed(), "enabled_policy_types": self.enabled_policy_types}


class CommercialPart(_CommercialCredentials, _OrganizationPart):
    """The commercial organization, and how to reach its management account."""


class ResellersCommercialPart(_CommercialCredentials):
    """The reseller's commercial organization, and how to reach its management account."""

    guardrails: GuardrailsPart = Field(default_factory=GuardrailsPart, description="Policies for every customer.")
    trusted_services: list[Service] = Field(default_factory=list, description="Service principals it trusts.")
    enabled_policy_types: list[PolicyTypeName] = Field(
        default_factory=list, description="Types of the customers' commercial guardrails, beside those of its own."
    )


class GovCloudPart(GovCloudPairedPart, _OrganizationPart):
    """The GovCloud organization, managed by the account that is paired with the commercial management account."""

    name: Annotated[str, by(stack_name)] = Field(description="Name of its stacks: govcloud-NAME, baseline-NAME.")
    renamed_from: Annotated[str, by(stack_name)] | None = Field(
        None, description="The name that it had before, until applied; the states are moved by hand."
    )


class _File(Part):
    version: Literal[1] = Field(description="Version of this format.")
    model: str
    owner: Annotated[str, by(rules.owner)] = Field(description="Whose pairs these are; stands in a tag on each.")
    include: list[str] = Field(
        default_factory=list, description="Files in this folder or below, with more pairs, customers or units."
    )
    defaults: DefaultsPart | None = Field(None, description="What pairs have where they say nothing.")
    state: StatePart | None = Field(None, description="Where the Terraform states are; default: files.")
    max_new_pairs: int | None = Field(None, ge=1, description="Most pairs that one plan may create; default 10.")

    def _common(self) -> dict[str, Any]:
        backend = self.state.backend() if self.state else None
        return {"owner": self.owner, "max_new_pairs": self.max_new_pairs, "state": backend}


class OrganizationFile(_File):
    """An organization file: what a company's account pairs and its two organizations are to be."""

    model: Literal["single-company"] = Field(description="Model of organization.")
    commercial: CommercialPart
    govcloud: GovCloudPart
    organizational_units: Units = Field(
        default_factory=dict, description="Organizational units, the same on both sides."
    )
    organizational_units_renamed_from: dict[str, str] = Field(
        default_factory=dict, description="Name before by path of an organizational unit, until applied."
    )
    account_pairs: list[AccountPairPart] = Field(description="The pairs; their order means nothing.")

    def declaration(self) -> SingleCompanyDeclaration:
        """As the constructs take it."""
        units = {
            "organizational_units": self.organizational_units,
            "organizational_units_renamed_from": self.organizational_units_renamed_from,
        }
        return SingleCompanyDeclaration(
            **self._common(),
            commercial=OrganizationDeclaration(self.commercial.credential_set(), **units, **self.commercial.governed()),
            govcloud=OrganizationDeclaration(self.govcloud.credential_set(), **units, **self.govcloud.governed()),
            govcloud_name=self.govcloud.name,
            govcloud_renamed_from=self.govcloud.renamed_from,
            account_pairs=[each.declaration() for each in self.account_pairs],
        )


class CustomerPart(_OrganizationPart):
    """A customer of a reseller, with a GovCloud organization of its own."""

    name: Annotated[str, by(stack_name)] = Field(
        description="Name of its stacks (account-pairs-NAME, govcloud-NAME) and of its commercial organizational unit."
    )
    renamed_from: Annotated[str, by(stack_name)] | None = Field(
        None, description="The name that it had before, until applied; the states are moved by hand."
    )
    management_pair: str = Field(description="Name of the pair whose GovCloud account manages its organization.")
    credentials: GovCloudPairedPart | None = Field(
        None, description="Reaches that account; without it, through the role in it."
    )
    organizational_units: Units = Field(
        default_factory=dict, description="Organizational units, the same on both sides."
    )
    organizational_units_renamed_from: dict[str, str] = Field(
        default_factory=dict, description="Name before by path of an organizational unit, until applied."
    )
    account_pairs: list[AccountPairPart] = Field(description="The pairs; their order means nothing.")
    commercial: GuardedPart = Field(
        default_factory=lambda: GuardedPart.model_validate({}),
        description="What it has in the reseller's commercial organization.",
    )
    defaults: DefaultsPart | None = Field(None, description="What its pairs have where they say nothing.")
    closed: bool = Field(False, description="The customer leaves: all its pairs are closed.")

    def declaration(self) -> CustomerDeclaration:
        """As the constructs take it."""
        return CustomerDeclaration(
            name=self.name,
            management_pair=self.management_pair,
            credentials=self.credentials.credential_set() if self.credentials else None,
            renamed_from=self.renamed_from,
            organizational_units=self.organizational_units,
            organizational_units_renamed_from=self.organizational_units_renamed_from,
            account_pairs=[each.declaration() for each in self.account_pairs],
            commercial=CustomersCommercialDeclaration(**self.commercial.guarded()),
            closed=self.closed,
            **self.governed(),
        )


class ResellerFile(_File):
    """An organization file of a reseller: one commercial organization, one GovCloud organization for each customer."""

    model: Literal["reseller"] = Field(description="Model of organization.")
    commercial: ResellersCommercialPart
    govcloud_paired: GovCloudPairedPart
    customers: list[CustomerPart] = Field(description="The customers; their order means nothing.")

    def declaration(self) -> ResellerPartnerDeclaration:
        """As the constructs take it."""
        return ResellerPartnerDeclaration(
            **self._common(),
            commercial=OrganizationDeclaration(
                self.commercial.credential_set(),
                guardrails=self.commercial.guardrails.declaration(),
                trusted_services=self.commercial.trusted_services,
                enabled_policy_types=self.commercial.enabled_policy_types,
            ),
            govcloud_paired=self.govcloud_paired.credential_set(),
            customers=[each.declaration() for each in self.customers],
        )


MODELS: dict[str, type[OrganizationFile] | type[ResellerFile]] = {
    "single-company": OrganizationFile,
    "reseller": ResellerFile,
}
"""What may stand at ``model``."""


def json_schema() -> dict[str, Any]:
    """The JSON Schema of the file, for editors; it stands in organization.schema.json."""
    either = Annotated[OrganizationFile | ResellerFile, Field(discriminator="model")]
    schema = TypeAdapter[Any](either).json_schema()
    unit = {"$ref": "#/$defs/OrganizationalUnits"}
    for part in ("OrganizationFile", "CustomerPart"):
        schema["$defs"][part]["properties"]["organizational_units"] |= unit
    # A pair without an email has the template's; a file without pairs may include them. What is missing is said.
    schema["$defs"]["AccountPairPart"]["required"].remove("email")
    schema["$defs"]["OrganizationFile"]["required"].remove("account_pairs")
    schema["$defs"]["ResellerFile"]["required"].remove("customers")
    mapping = {"type": "object", "propertyNames": {"minLength": 1, "maxLength": 128}, "additionalProperties": unit}
    schema["$defs"]["OrganizationalUnits"] = {
        "title": "Organizational units",
        "description": "Names, or a mapping from names to what is below each; five levels at most.",
        "anyOf": [
            {"type": "null"},
            mapping,
            {"type": "array", "items": {"anyOf": [{"type": "string", "minLength": 1, "maxLength": 128}, mapping]}},
        ],
    }
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
