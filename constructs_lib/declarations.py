"""What a model of organization is told, from an organization file or from Python. Pure Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from constructs_lib.credential_set import CredentialSet
from constructs_lib.organizational_unit_tree import Tree


@dataclass(frozen=True)
class PairDeclaration:
    """One account pair.

    Attributes:
        name: Name of both accounts; the pair's Terraform addresses follow from it, and from nothing else.
        email: Root email of both accounts.
        organizational_unit: Path of its organizational unit, the same on both sides; None is the root.
        tags: Tags of both accounts.
        role_name: Role that AWS makes in both; None is OrganizationAccountAccessRole.
        iam_user_access_to_billing: ``ALLOW`` or ``DENY``; None is the provider's default.
        adopt_existing: Take over an existing account with this email; None is the provider's default, no.
        closed: Close both accounts; None is the provider's default, no.
    """

    name: str
    email: str
    organizational_unit: str | None = None
    tags: Mapping[str, str] = field(default_factory=dict)
    role_name: str | None = None
    iam_user_access_to_billing: str | None = None
    adopt_existing: bool | None = None
    closed: bool | None = None


@dataclass(frozen=True)
class SingleCompanyDeclaration:
    """A company with one commercial and one GovCloud organization.

    Attributes:
        owner: Whose pairs these are.
        commercial: Reaches the commercial management account.
        govcloud: Reaches the GovCloud account paired with it, which manages the GovCloud organization.
        govcloud_name: Name of the GovCloud organization's stack, ``govcloud-NAME``.
        organizational_units: The tree, the same on both sides.
        account_pairs: The pairs; their order means nothing.
        max_new_pairs: Most pairs that one plan may create; None is the provider's default.
    """

    owner: str
    commercial: CredentialSet
    govcloud: CredentialSet
    govcloud_name: str
    organizational_units: Tree
    account_pairs: Sequence[PairDeclaration]
    max_new_pairs: int | None = None
