"""The stack *govcloud-NAME*: a GovCloud organization, its organizational units and its members."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from constructs_lib.alternate_contact import AlternateContact
from constructs_lib.cdk import Construct
from constructs_lib.credential_set import CredentialSet
from constructs_lib.declarations import GuardrailsDeclaration, PairDeclaration
from constructs_lib.identifiers import identifier, literal, literal_keys
from constructs_lib.membership import Membership
from constructs_lib.organization import GovCloudOrganization
from constructs_lib.organizational_unit_tree import Tree
from constructs_lib.organizational_units import OrganizationalUnits
from constructs_lib.partitions import GOVCLOUD
from constructs_lib.providers import aws_provider, govpair_provider
from constructs_lib.renames import path_before
from constructs_lib.service_principals import ACCOUNT_MANAGEMENT
from constructs_lib.stacks.account_pairs import AccountPairsStack
from constructs_lib.stacks.base import Stack, StackOutputs
from constructs_lib.stacks.governance import declare_guardrails, enabled_policy_types
from constructs_lib.stacks.member_accounts import declare_administrators, declare_contacts
from constructs_lib.stacks.member_role import through_role
from constructs_lib.state_backends import StateBackend


class GovCloudStack(Stack):
    """Outputs: ``organization_id``, ``root_id``, ``organizational_unit_ids`` (path: id), ``memberships`` (name:
    account_id, parent_id, state).

    Attributes:
        memberships: The constructs, by the pair's name.
        trusted_services: The organization's.
    """

    def __init__(
        self,
        scope: Construct,
        *,
        name: str,
        state: StateBackend,
        pairs: AccountPairsStack,
        commercial_credentials: CredentialSet,
        govcloud_paired_credentials: CredentialSet,
        owner: str,
        organizational_units: Tree,
        members: Sequence[PairDeclaration],
        guardrails: GuardrailsDeclaration,
        trusted_services: Sequence[str] = (),
        enabled_types: Sequence[str] = (),
        delegated_administrators: Mapping[str, Sequence[str]] | None = None,
        contacts: Sequence[AlternateContact] = (),
        govcloud_management_credentials: CredentialSet | None = None,
        management_pair: PairDeclaration | None = None,
        renamed_from: str | None = None,
        units_renamed_from: Mapping[str, str] | None = None,
    ) -> None:
        """Declare the stack.

        Args:
            scope: The app.
            name: The organization's name; the stack is ``govcloud-NAME``.
            state: Where its state is.
            pairs: The stack that made the accounts.
            commercial_credentials: Reaches the commercial management account.
            govcloud_paired_credentials: Reaches the account that the roles in the vended accounts trust.
            owner: Whose pairs these are.
            organizational_units: The tree.
            members: The pairs whose GovCloud accounts are members here; closed ones have no membership.
            guardrails: The organization's policies.
            trusted_services: Service principals with trusted access; account management is added for contacts.
            enabled_types: Policy types that are enabled beside the guardrails'.
            delegated_administrators: Names of members by service principal.
            contacts: Alternate contacts of every member. That GovCloud takes them for members is unverified (claim:
                alternate-contacts-in-govcloud).
            govcloud_management_credentials: Reaches the organization's management account; None is the paired one, or
                the role in the management pair's GovCloud account.
            management_pair: In the reseller model, the pair whose GovCloud account manages the organization.
            renamed_from: The organization's name before.
            units_renamed_from: Name before by path of an organizational unit.
        """
        super().__init__(scope, f"govcloud-{name}", state=state)
        there = self.outputs_of(pairs)
        self._paired, self._given = govcloud_paired_credentials, govcloud_management_credentials
        self._management_pair = management_pair
        management = self.management_credentials(there)
        aws_provider(self, management)
        govpair_provider(
            self,
            owner=owner,
            commercial=commercial_credentials,
            govcloud_paired=govcloud_paired_credentials,
            govcloud_management=None if management is govcloud_paired_credentials else management,
        )
        self.trusted_services = sorted({*trusted_services, *([ACCOUNT_MANAGEMENT] if contacts else [])})
        self.organization = GovCloudOrganization(
            self,
            "organization",
            trusted_services=self.trusted_services,
            enabled_policy_types=enabled_policy_types(guardrails, GOVCLOUD, enabled_types),
            logical_id=identifier(name),
        )
        if renamed_from:
            self._moved("aws_organizations_organization", renamed_from, name)
        self.organizational_units = OrganizationalUnits(
            self,
            "organizational-units",
            parent_id=self.organization.root_id,
            tree=organizational_units,
            logical_id=identifier,
        )
        before = partial(path_before, renamed=units_renamed_from or {})
        self.renamed_units(self.organizational_units.ids, before)
        declare_guardrails(
            self,
            guardrails,
            GOVCLOUD,
            root_id=self.organization.root_id,
            target_ids=self.organizational_units.ids,
            path_before=before,
            depends_on=[self.organization.resource],
        )
        group = Construct(self, "memberships")
        self.memberships = {
            each.name: Membership(
                group,
                identifier(each.name),
                logical_id=identifier(each.name),
                account_id=there.entry("pairs", each.name, "govcloud_account_id"),
                role_name=each.role_name,
                parent_id=(
                    self.organizational_units.id_of(each.organizational_unit)
                    if each.organizational_unit
                    else self.organization.root_id
                ),
                tags=(each.tags if each.govcloud_tags is None else each.govcloud_tags) or None,
            )
            for each in sorted(members, key=lambda each: each.name)
            if not each.closed  # a closed account can't join, and one that has joined is only forgotten
        }
        open_members = [each for each in members if not each.closed]
        self.renamed("govpair_membership", open_members)
        # By reference to the membership: an account has its contacts and its services once it is a member.
        joined = {each: membership.reference("account_id") for each, membership in self.memberships.items()}
        declare_contacts(self, contacts, joined, self.memberships)
        self.renamed(
            "aws_account_alternate_contact", open_members, suffixes=[f"-{each.kind.lower()}" for each in contacts]
        )
        declare_administrators(self, delegated_administrators or {}, joined, self.trusted_services)
        self.renamed_administrators(delegated_administrators or {}, open_members)
        self.output("organization_id", self.organization.organization_id, "The GovCloud organization.")
        self.output("root_id", self.organization.root_id, "Its root.")
        self.output(
            "organizational_unit_ids", literal_keys(self.organizational_units.ids), "Its organizational units, by path."
        )
        self.output(
            "memberships",
            {
                literal(member): {each: membership.reference(each) for each in ("account_id", "parent_id", "state")}
                for member, membership in self.memberships.items()
            },
            "The GovCloud accounts that are members, by the pair's name.",
        )

    def management_credentials(self, pairs: StackOutputs) -> CredentialSet:
        """Reaches the management account; ``pairs``: the outputs of *account-pairs*, as the asking stack reads them."""
        if self._given or self._management_pair is None:
            return self._given or self._paired
        account_id = pairs.entry("pairs", self._management_pair.name, "govcloud_account_id")
        return through_role(self._paired, account_id, self._management_pair.role_name)
