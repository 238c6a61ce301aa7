"""The stack *govcloud-NAME*: a GovCloud organization, its organizational units and its members."""

from __future__ import annotations

from collections.abc import Sequence

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
from constructs_lib.stacks.account_pairs import AccountPairsStack
from constructs_lib.stacks.base import Stack
from constructs_lib.stacks.governance import declare_guardrails, enabled_policy_types
from constructs_lib.stacks.member_role import through_role
from constructs_lib.state_backends import StateBackend


class GovCloudStack(Stack):
    """Outputs: ``organization_id``, ``root_id``, ``organizational_unit_ids`` (path: id), ``memberships`` (name:
    account_id, parent_id, state).

    Attributes:
        memberships: The constructs, by the pair's name.
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
        govcloud_management_credentials: CredentialSet | None = None,
        management_pair: PairDeclaration | None = None,
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
            trusted_services: Service principals with trusted access.
            govcloud_management_credentials: Reaches the organization's management account; None is the paired one, or
                the role in the management pair's GovCloud account.
            management_pair: In the reseller model, the pair whose GovCloud account manages the organization.
        """
        super().__init__(scope, f"govcloud-{name}", state=state)
        there = self.outputs_of(pairs)
        if management_pair and govcloud_management_credentials is None:
            account_id = there.entry("pairs", management_pair.name, "govcloud_account_id")
            govcloud_management_credentials = through_role(
                govcloud_paired_credentials, account_id, management_pair.role_name
            )
        aws_provider(self, govcloud_management_credentials or govcloud_paired_credentials)
        govpair_provider(
            self,
            owner=owner,
            commercial=commercial_credentials,
            govcloud_paired=govcloud_paired_credentials,
            govcloud_management=govcloud_management_credentials,
        )
        self.organization = GovCloudOrganization(
            self,
            "organization",
            trusted_services=trusted_services,
            enabled_policy_types=enabled_policy_types(guardrails, GOVCLOUD),
            logical_id=identifier(name),
        )
        self.organizational_units = OrganizationalUnits(
            self,
            "organizational-units",
            parent_id=self.organization.root_id,
            tree=organizational_units,
            logical_id=identifier,
        )
        declare_guardrails(self, guardrails, GOVCLOUD, self.organization, self.organizational_units)
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
                tags=each.tags or None,
            )
            for each in sorted(members, key=lambda each: each.name)
            if not each.closed  # a closed account can't join, and one that has joined is only forgotten
        }
        self.output("organization_id", self.organization.organization_id, "The GovCloud organization.")
        self.output("root_id", self.organization.root_id, "Its root.")
        self.output(
            "organizational_unit_ids", literal_keys(self.organizational_units.ids), "Its organizational units, by path."
        )
        self.output(
            "memberships",
            {
                literal(member): {
                    "account_id": membership.account_id,
                    "parent_id": membership.parent_id,
                    "state": membership.state,
                }
                for member, membership in self.memberships.items()
            },
            "The GovCloud accounts that are members, by the pair's name.",
        )
