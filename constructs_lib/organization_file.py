"""The organization file: what may stand in it. Pure Python; reading it with positions is organization_yaml.py."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainValidator, TypeAdapter, WithJsonSchema
from pydantic_core import PydanticCustomError

from constructs_lib.credential_set import CredentialSet
from constructs_lib.declarations import (
    CustomerDeclaration,
    OrganizationDeclaration,
    PairDeclaration,
    ResellerPartnerDeclaration,
    SingleCompanyDeclaration,
)
from constructs_lib.identifiers import literal
from constructs_lib.organizational_unit_tree import Tree, parse_tree
from custom_resources.engine import rules


def _by(rule: Callable[[object], str | None]) -> AfterValidator:
    """A pydantic validator from a rule: what is wrong in a sentence, or None."""

    def check(value: Any) -> Any:
        if (sentence := rule(value)) is not None:
            # pydantic would take braces in the template for fields of the context.
            raise PydanticCustomError("rule", "{sentence}", {"sentence": sentence})
        return value

    return AfterValidator(check)


def _tree(written: object) -> Tree:
    # The sentences about a tree, with their positions, are organization_yaml.py's.
    try:
        return parse_tree(written)  # type: ignore[arg-type]  # it checks
    except ValueError:
        return {}


def _stack_name(value: object) -> str | None:
    if isinstance(value, str) and re.fullmatch(r"[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?", value, re.ASCII):
        return None
    return (
        "It must be 1 to 64 of a-z, 0-9 and -, beginning and ending with a letter or digit: a stack is named after it."
    )


def _region_in(partition: str) -> Callable[[object], str | None]:
    return lambda value: rules.region_in(partition, value) if value else "It must not be empty."


def _pair_tags(value: object) -> str | None:
    # The creation marker takes one of the 50.
    return rules.tags(value, limit=rules.MAX_TAGS - 1)


class _Part(BaseModel):
    """A part of the file: no unknown keys, and no silent conversion (``100`` is no text)."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class CredentialsPart(_Part):
    """How to reach a management account. No secrets: those come from the profile or the environment."""

    profile: str | None = Field(
        None, min_length=1, description="Name of the AWS profile; without it, the AWS SDK's choice."
    )
    region: str | None
    account_id: Annotated[str, _by(rules.account_id)] | None = Field(
        None, description="The account that this must be, in quotes; another one is refused."
    )

    def credential_set(self) -> CredentialSet:
        """As the constructs take it."""
        return CredentialSet(
            profile=self.profile and literal(self.profile),
            region=self.region and literal(self.region),
            account_id=self.account_id,
        )


class CommercialPart(CredentialsPart):
    """The commercial management account."""

    region: Annotated[str, _by(_region_in("aws"))] | None = Field(None, description="Region, such as us-east-1.")


class GovCloudPart(CredentialsPart):
    """The GovCloud organization, managed by the account that is paired with the commercial management account."""

    region: Annotated[str, _by(_region_in("aws-us-gov"))] | None = Field(
        None, description="Region, such as us-gov-west-1."
    )
    name: Annotated[str, _by(_stack_name)] = Field(description="Name of the stack: govcloud-NAME.")


class GovCloudPairedPart(CredentialsPart):
    """The GovCloud account that is paired with the commercial management account."""

    region: Annotated[str, _by(_region_in("aws-us-gov"))] | None = Field(
        None, description="Region, such as us-gov-west-1."
    )


class AccountPairPart(_Part):
    """One account pair."""

    name: Annotated[str, _by(rules.account_name)] = Field(
        description="Name of both accounts: 1 to 50 of letters, digits, . and -; an adopted one may have spaces."
    )
    email: Annotated[str, _by(rules.email)] = Field(
        description="Root email of both accounts, unique in all of AWS, 6 to 64 characters."
    )
    organizational_unit: str | None = Field(
        None, description="Path of its organizational unit, such as Workloads/Production; without it, the root."
    )
    tags: Annotated[dict[str, str], _by(_pair_tags)] = Field(
        default_factory=dict, description="Tags of both accounts, at most 49."
    )
    role_name: Annotated[str, _by(rules.role_name)] | None = Field(
        None, description="Role that AWS makes in both accounts; default OrganizationAccountAccessRole."
    )
    iam_user_access_to_billing: Literal["ALLOW", "DENY"] | None = Field(None, description="Default ALLOW.")
    adopt_existing: bool | None = Field(None, description="Take over an existing account that has this email.")
    closed: bool | None = Field(None, description="Close both accounts.")

    def declaration(self) -> PairDeclaration:
        """As the constructs take it."""
        return PairDeclaration(**self.model_dump())


class OrganizationFile(_Part):
    """An organization file: what a company's account pairs and its two organizations are to be."""

    version: Literal[1] = Field(description="Version of this format.")
    model: Literal["single-company"] = Field(description="Model of organization.")
    owner: Annotated[str, _by(rules.owner)] = Field(description="Whose pairs these are; stands in a tag on each.")
    commercial: CommercialPart = Field(description="The commercial management account.")
    govcloud: GovCloudPart
    max_new_pairs: int | None = Field(None, ge=1, description="Most pairs that one plan may create; default 10.")
    organizational_units: Annotated[Any, PlainValidator(_tree), WithJsonSchema({})] = Field(
        default_factory=dict, description="Organizational units, the same on both sides."
    )
    account_pairs: list[AccountPairPart] = Field(description="The pairs; their order means nothing.")

    def declaration(self) -> SingleCompanyDeclaration:
        """As the constructs take it."""
        return SingleCompanyDeclaration(
            owner=self.owner,
            commercial=OrganizationDeclaration(self.commercial.credential_set(), self.organizational_units),
            govcloud=OrganizationDeclaration(self.govcloud.credential_set(), self.organizational_units),
            govcloud_name=self.govcloud.name,
            account_pairs=[each.declaration() for each in self.account_pairs],
            max_new_pairs=self.max_new_pairs,
        )


class CustomerPart(_Part):
    """A customer of a reseller, with a GovCloud organization of its own."""

    name: Annotated[str, _by(_stack_name)] = Field(
        description="Name of its stacks (account-pairs-NAME, govcloud-NAME) and of its commercial organizational unit."
    )
    management_pair: str = Field(description="Name of the pair whose GovCloud account manages its organization.")
    credentials: GovCloudPairedPart | None = Field(
        None, description="Reaches that account; without it, through the role in it."
    )
    organizational_units: Annotated[Any, PlainValidator(_tree), WithJsonSchema({})] = Field(
        default_factory=dict, description="Organizational units, the same on both sides."
    )
    account_pairs: list[AccountPairPart] = Field(description="The pairs; their order means nothing.")

    def declaration(self) -> CustomerDeclaration:
        """As the constructs take it."""
        return CustomerDeclaration(
            name=self.name,
            management_pair=self.management_pair,
            credentials=self.credentials.credential_set() if self.credentials else None,
            organizational_units=self.organizational_units,
            account_pairs=[each.declaration() for each in self.account_pairs],
        )


class ResellerFile(_Part):
    """An organization file of a reseller: one commercial organization, one GovCloud organization for each customer."""

    version: Literal[1] = Field(description="Version of this format.")
    model: Literal["reseller"] = Field(description="Model of organization.")
    owner: Annotated[str, _by(rules.owner)] = Field(description="Whose pairs these are; stands in a tag on each.")
    commercial: CommercialPart = Field(description="The commercial management account.")
    govcloud_paired: GovCloudPairedPart
    max_new_pairs: int | None = Field(None, ge=1, description="Most pairs that one plan may create; default 10.")
    customers: list[CustomerPart] = Field(description="The customers; their order means nothing.")

    def declaration(self) -> ResellerPartnerDeclaration:
        """As the constructs take it."""
        return ResellerPartnerDeclaration(
            owner=self.owner,
            commercial=OrganizationDeclaration(self.commercial.credential_set()),
            govcloud_paired=self.govcloud_paired.credential_set(),
            customers=[each.declaration() for each in self.customers],
            max_new_pairs=self.max_new_pairs,
        )


def json_schema() -> dict[str, Any]:
    """The JSON Schema of the file, for editors; it stands in organization.schema.json."""
    either = Annotated[OrganizationFile | ResellerFile, Field(discriminator="model")]
    schema = TypeAdapter[Any](either).json_schema()
    unit = {"$ref": "#/$defs/OrganizationalUnits"}
    for part in ("OrganizationFile", "CustomerPart"):
        schema["$defs"][part]["properties"]["organizational_units"] |= unit
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
