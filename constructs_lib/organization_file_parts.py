"""The parts of an organization file that both models have: credentials, pairs, organizational units. Pure Python."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from constructs_lib.credential_set import CredentialSet
from constructs_lib.declarations import PairDeclaration
from constructs_lib.identifiers import literal
from constructs_lib.organizational_unit_tree import Tree, parse_tree
from constructs_lib.partitions import region_problem
from custom_resources.engine import rules


def by(rule: Callable[[object], str | None]) -> AfterValidator:
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


def stack_name(value: object) -> str | None:
    """Why that can't be part of a stack's name, or None."""
    if isinstance(value, str) and re.fullmatch(r"[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?", value, re.ASCII):
        return None
    return (
        "It must be 1 to 64 of a-z, 0-9 and -, beginning and ending with a letter or digit: a stack is named after it."
    )


def region_in(partition: str) -> Callable[[object], str | None]:
    """The rule for a region of that partition."""

    def problem(value: object) -> str | None:
        if not value:
            return "It must not be empty."
        return rules.region_in(partition, value) or region_problem(str(value))

    return problem


def pair_tags(value: object) -> str | None:
    """What is wrong with the tags of a pair, or None."""
    # The creation marker takes one of the 50.
    return rules.tags(value, limit=rules.MAX_TAGS - 1)


class Part(BaseModel):
    """A part of the file: no unknown keys, and no silent conversion (``100`` is no text)."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


Units = Annotated[Any, PlainValidator(_tree), WithJsonSchema({})]
"""A tree of organizational units in its normal form; its JSON Schema is put in by json_schema()."""


class CredentialsPart(Part):
    """How to reach a management account. No secrets: those come from the profile or the environment."""

    profile: str | None = Field(
        None, min_length=1, description="Name of the AWS profile; without it, the AWS SDK's choice."
    )
    region: str | None
    account_id: Annotated[str, by(rules.account_id)] | None = Field(
        None, description="The account that this must be, in quotes; another one is refused."
    )

    def credential_set(self) -> CredentialSet:
        """As the constructs take it."""
        return CredentialSet(
            profile=self.profile and literal(self.profile),
            region=self.region and literal(self.region),
            account_id=self.account_id,
        )


class GovCloudPairedPart(CredentialsPart):
    """The GovCloud account that is paired with the commercial management account."""

    region: Annotated[str, by(region_in("aws-us-gov"))] | None = Field(
        None, description="Region, such as us-gov-west-1."
    )


class AccountPairPart(Part):
    """One account pair."""

    name: Annotated[str, by(rules.account_name)] = Field(
        description="Name of both accounts: 1 to 50 of letters, digits, . and -; an adopted one may have spaces."
    )
    email: Annotated[str, by(rules.email)] = Field(
        description="Root email of both accounts, unique in all of AWS, 6 to 64 characters."
    )
    organizational_unit: str | None = Field(
        None, description="Path of its organizational unit, such as Workloads/Production; without it, the root."
    )
    tags: Annotated[dict[str, str], by(pair_tags)] = Field(
        default_factory=dict, description="Tags of both accounts, at most 49."
    )
    govcloud_tags: Annotated[dict[str, str], by(pair_tags)] | None = Field(
        None, description="Tags of the GovCloud account, in place of tags; default: the same ones."
    )
    role_name: Annotated[str, by(rules.role_name)] | None = Field(
        None, description="Role that AWS makes in both accounts; default OrganizationAccountAccessRole."
    )
    iam_user_access_to_billing: Literal["ALLOW", "DENY"] | None = Field(None, description="Default ALLOW.")
    adopt_existing: bool | None = Field(None, description="Take over an existing account that has this email.")
    closed: bool | None = Field(None, description="Close both accounts.")
    renamed_from: str | None = Field(None, min_length=1, description="The name that it had before, until applied.")

    def declaration(self) -> PairDeclaration:
        """As the constructs take it."""
        return PairDeclaration(**self.model_dump())
