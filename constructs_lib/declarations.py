"""What a model of organization is told, from an organization file or from Python. Pure Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from constructs_lib.alternate_contact import AlternateContact
from constructs_lib.credential_set import CredentialSet
from constructs_lib.organization_policy import OrganizationPolicy
from constructs_lib.organizational_unit_tree import Tree
from constructs_lib.ready_made_policies import ready_made
from constructs_lib.state_backends import StateBackend


@dataclass(frozen=True)
class PairDeclaration:
    """One account pair.

    Attributes:
        name: Name of both accounts; the pair's Terraform addresses follow from it, and from nothing else.
        email: Root email of both accounts.
        organizational_unit: Path of its organizational unit, the same on both sides; None is the root.
        tags: Tags of both accounts.
        govcloud_tags: Tags of the GovCloud account, in place of ``tags``; None is the same ones.
        role_name: Role that AWS makes in both; None is OrganizationAccountAccessRole.
        iam_user_access_to_billing: ``ALLOW`` or ``DENY``; None is the provider's default.
        adopt_existing: Take over an existing account with this email; None is the provider's default, no.
        closed: Close both accounts; None is the provider's default, no.
        renamed_from: The name that the pair had before: its resources keep their accounts, with ``moved`` blocks. Take
            it out once all stacks are applied.
    """

    name: str
    email: str
    organizational_unit: str | None = None
    tags: Mapping[str, str] = field(default_factory=dict)
    govcloud_tags: Mapping[str, str] | None = None
    role_name: str | None = None
    iam_user_access_to_billing: str | None = None
    adopt_existing: bool | None = None
    closed: bool | None = None
    renamed_from: str | None = None


@dataclass(frozen=True)
class GuardrailsDeclaration:
    """The policies of one organization.

    Attributes:
        ready_made: Options by name of a ready-made policy (ready_made_policies.py).
        policies: Others; targets are paths of organizational units, ids, or ``/`` for the root.
    """

    ready_made: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    policies: Sequence[OrganizationPolicy] = ()

    def all(self, partition: str) -> list[OrganizationPolicy]:
        """Every policy, for ``aws`` or ``aws-us-gov``.

        Raises:
            ValueError: There is no such ready-made policy, or it has no such option.
        """
        chosen = [ready_made(name, partition, **dict(options)) for name, options in self.ready_made.items()]
        return [*chosen, *self.policies]


@dataclass(frozen=True)
class LogArchiveDeclaration:
    """The bucket for the log files of an organization's accounts on one side, and the trails that write to it.

    Attributes:
        account: Name of the pair in whose account, on this side, the bucket is.
        bucket_name: The bucket, unique in the partition.
        trail_name: Name of the trails; None is the provider's default, of an organization trail ``organization-trail``.
        organization_trail: One trail of the organization in place of one in each account. The organization must trust
            cloudtrail.amazonaws.com; that GovCloud has such trails is unverified (claim:
            organization-trails-in-govcloud).
        retention_days: Days until log files are deleted; None keeps them.
        object_lock_days: Days in which no log file can be deleted; None is no object lock.
        teardown: Let the bucket be deleted, with the log files in it.
    """

    account: str
    bucket_name: str
    trail_name: str | None = None
    organization_trail: bool = False
    retention_days: int | None = None
    object_lock_days: int | None = None
    teardown: bool = False


@dataclass(frozen=True)
class OrganizationDeclaration:
    """One side of a model: an organization in one partition.

    Attributes:
        credentials: Reaches its management account.
        organizational_units: The tree.
        organizational_units_renamed_from: Name before by path of an organizational unit (renames.py).
        guardrails: Its policies.
        trusted_services: Service principals with trusted access; the commercial one has account management always, and
            the other has it where ``contacts`` are declared.
        enabled_policy_types: Beside those of its guardrails: those of policies that are not declared here, and in a
            reseller's commercial organization those of the customers' guardrails.
        delegated_administrators: Names of pairs by the service principal that their accounts on this side administer.
        contacts: Alternate contacts of every pair's account on this side.
        log_archive: None is no *baseline* stack for this side. Not for a reseller's commercial organization, whose
            customers each have their own.
    """

    credentials: CredentialSet
    organizational_units: Tree = field(default_factory=dict)
    guardrails: GuardrailsDeclaration = GuardrailsDeclaration()
    trusted_services: Sequence[str] = ()
    enabled_policy_types: Sequence[str] = ()
    delegated_administrators: Mapping[str, Sequence[str]] = field(default_factory=dict)
    contacts: Sequence[AlternateContact] = ()
    log_archive: LogArchiveDeclaration | None = None
    organizational_units_renamed_from: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SingleCompanyDeclaration:
    """A company with one commercial and one GovCloud organization.

    Attributes:
        owner: Whose pairs these are.
        commercial: The commercial organization.
        govcloud: The GovCloud organization; its management account is the one paired with the commercial one.
        govcloud_name: Name of the GovCloud organization's stacks, ``govcloud-NAME`` and ``baseline-NAME``.
        govcloud_renamed_from: The name before; the stacks' states are the user's to move (docs/organization-models.md).
        account_pairs: The pairs; their order means nothing.
        max_new_pairs: Most pairs that one plan may create; None is the provider's default.
        state: Where the states are; None is local files.
    """

    owner: str
    commercial: OrganizationDeclaration
    govcloud: OrganizationDeclaration
    govcloud_name: str
    account_pairs: Sequence[PairDeclaration]
    max_new_pairs: int | None = None
    state: StateBackend | None = None
    govcloud_renamed_from: str | None = None


@dataclass(frozen=True)
class CustomersCommercialDeclaration:
    """What a customer has in the reseller's commercial organization.

    Attributes:
        guardrails: Their root is the customer's own organizational unit; in AWS their names begin with the customer's.
        contacts: Alternate contacts of the customer's commercial accounts.
        log_archive: The bucket in one of them, and a trail in each; no organization trail, which would log others'.
    """

    guardrails: GuardrailsDeclaration = GuardrailsDeclaration()
    contacts: Sequence[AlternateContact] = ()
    log_archive: LogArchiveDeclaration | None = None


@dataclass(frozen=True)
class CustomerDeclaration:
    """A reseller's customer, with a GovCloud organization of its own.

    Attributes:
        name: Its stacks are ``account-pairs-NAME``, ``govcloud-NAME`` and ``baseline-NAME``; its accounts are below an
            organizational unit of that name in the reseller's commercial organization.
        management_pair: Name of the pair whose GovCloud account manages the customer's GovCloud organization.
        account_pairs: The pairs, the management pair among them.
        credentials: Reaches that management account; None is its role, assumed from the reseller's paired account.
        organizational_units: The tree, the same on both sides.
        organizational_units_renamed_from: Name before by path of an organizational unit (renames.py).
        guardrails: Policies of the GovCloud organization.
        trusted_services: Of the GovCloud organization.
        delegated_administrators: Names of pairs by the service that their GovCloud accounts administer.
        contacts: Alternate contacts of the GovCloud members.
        log_archive: Of the GovCloud side; None is no stack *baseline-NAME*.
        commercial: What the customer has on the other side; its archive's stack is ``baseline-NAME-commercial``.
        closed: The customer leaves: all its pairs are closed, the management pair too, and its stacks but
            ``account-pairs-NAME`` are there no more (CloseAccount on a commercial account closes both, M; that
            it does where the GovCloud one manages an organization is unverified, claim: closing-a-govcloud-manager).
        renamed_from: The name before; its stacks' states are the user's to move (docs/organization-models.md).
        enabled_policy_types: Of the GovCloud organization, beside those of its guardrails.
    """

    name: str
    management_pair: str
    account_pairs: Sequence[PairDeclaration]
    credentials: CredentialSet | None = None
    organizational_units: Tree = field(default_factory=dict)
    guardrails: GuardrailsDeclaration = GuardrailsDeclaration()
    trusted_services: Sequence[str] = ()
    delegated_administrators: Mapping[str, Sequence[str]] = field(default_factory=dict)
    contacts: Sequence[AlternateContact] = ()
    log_archive: LogArchiveDeclaration | None = None
    commercial: CustomersCommercialDeclaration = CustomersCommercialDeclaration()
    closed: bool = False
    renamed_from: str | None = None
    organizational_units_renamed_from: Mapping[str, str] = field(default_factory=dict)
    enabled_policy_types: Sequence[str] = ()


@dataclass(frozen=True)
class ResellerPartnerDeclaration:
    """A reseller with one commercial organization, and a GovCloud organization for each customer.

    Attributes:
        owner: Whose pairs these are.
        commercial: The reseller's commercial organization; nothing in it is one customer's.
        govcloud_paired: Reaches the GovCloud account paired with its management account.
        customers: The customers; their order means nothing.
        max_new_pairs: Most pairs that one plan, so one customer's, may create; None is the provider's default.
        state: Where the states are; None is local files.
    """

    owner: str
    commercial: OrganizationDeclaration
    govcloud_paired: CredentialSet
    customers: Sequence[CustomerDeclaration]
    max_new_pairs: int | None = None
    state: StateBackend | None = None

    @property
    def account_pairs(self) -> list[PairDeclaration]:
        """The pairs of every customer."""
        return [pair for customer in self.customers for pair in customer.account_pairs]


Declaration = SingleCompanyDeclaration | ResellerPartnerDeclaration
"""One of the two models."""
