"""The organization of one management account: moto's backend, corrected.

moto keeps a backend per account; only a management account's holds an organization. Corrected against moto 5.2.5:
what CreateOrganization makes, DeleteOrganization's conditions, the tree, tags, and joining and leaving.
"""

from __future__ import annotations

from typing import Any, Literal

from moto.organizations.exceptions import AlreadyInOrganizationException
from moto.organizations.models import FakeOrganization, FakeRoot, organizations_backends

from partition_simulator.context import current_call
from partition_simulator.organizations.delegation import Delegation
from partition_simulator.organizations.exceptions import (
    ConstraintViolation,
    FinalizingOrganization,
    NotInUse,
    OrganizationNotEmpty,
)
from partition_simulator.organizations.member import Member
from partition_simulator.organizations.tags import read_tags
from partition_simulator.world.account import Account
from partition_simulator.world.roles import leave_service_linked_role
from partition_simulator.world.world import World


class SimulatedOrganizationsBackend(Delegation):
    """An organization, once :meth:`create_organization` was called on it."""

    created = 0.0

    @property
    def organization(self) -> FakeOrganization:
        """The organization; NotInUse when there is none."""
        if self.org is None:
            raise NotInUse
        return self.org

    def create_organization(self, region: str, **kwargs: Any) -> dict[str, Any]:
        """Make the caller's account the management account of a new organization.

        No policy type is enabled on the root. The botocore model says that service control policies are; users see
        that they aren't (hashicorp/terraform-provider-aws#4545, cloudformation-coverage-roadmap#1901;
        claim: root-without-policy-types).
        """
        call = current_call()
        world, account = call.world, call.account
        if account.account_id in world.memberships:
            raise AlreadyInOrganizationException
        feature_set = kwargs.get("FeatureSet") or "ALL"
        if call.partition.side == "govcloud" and feature_set != "ALL":
            # Consolidated billing "isn't available for organizations in the AWS GovCloud (US) Region" (botocore model).
            # The reason's text there fits; that it is the one given is unverified
            # (claim: govcloud-billing-mode-reason).
            raise ConstraintViolation(
                "CREATE_ORGANIZATION_IN_BILLING_MODE_UNSUPPORTED_REGION",
                "To create an organization in the specified region, you must enable all features mode.",
            )
        self.created = call.now
        self.org = FakeOrganization(account.account_id, call.partition.home_region, feature_set)
        self.org.id, self.org.root_id = world.ids.organization(), world.ids.root()
        self.org.master_account_email = account.email
        self.ou.append(FakeRoot(self.org))
        self.add_managed_policies()
        # The management account shows as INVITED (botocore's example of ListAccounts).
        self.admit(world, account, "INVITED", call.now)
        return self.org.describe()

    def check_initialized(self, now: float) -> None:
        """FinalizingOrganization for so long after the organization was made; "this can take up to an hour" (model)."""
        if now < self.created + current_call().world.settings.finalizing_seconds:
            raise FinalizingOrganization

    def is_listed(self, member: Member, now: float) -> bool:
        """Whether reads show a member: one just created may be missing for a while (``listing_delay_seconds``)."""
        delay = current_call().world.settings.listing_delay_seconds
        return member.joined_method != "CREATED" or now >= member.joined + delay

    def listed(self, parent_id: str | None = None) -> list[Member]:
        """The members that reads show, of the organization or directly below a root or OU."""
        members, call = self.accounts if parent_id is None else self.accounts_below(parent_id), current_call()
        if not call.world.settings.listing_delay_seconds:
            return members
        return [member for member in members if self.is_listed(member, call.now)]

    def delete_organization(self) -> None:
        """Delete the organization; only without members, OUs and policies (botocore model, DeleteOrganization)."""
        call = current_call()
        own_policies = [policy for policy in self.policies if not policy.aws_managed]
        if len(self.accounts) > 1 or len(self.ou) > 1 or own_policies:
            raise OrganizationNotEmpty
        del call.world.memberships[call.account.account_id]
        for handshake in call.world.handshakes.values():
            if handshake.management_account_id == call.account.account_id and handshake.state == "OPEN":
                handshake.end("CANCELED", call.now)
        self._reset()

    def admit(
        self,
        world: World,
        account: Account,
        method: Literal["CREATED", "INVITED"],
        at: float,
        tags: dict[str, str] | None = None,
    ) -> Member:
        """Let an account join, at the root."""
        member = Member(self.organization, account, at, method)
        member.tags.update(tags or {})
        self.accounts.append(member)
        self.attach_managed(member)
        leave_service_linked_role(account)
        world.memberships[account.account_id] = self.account_id
        if account.account_id != self.account_id:
            organizations_backends.master_accounts[account.account_id] = (self.account_id, self.partition)
        return member

    def expel(self, world: World, account_id: str) -> None:
        """Take an account out; its tags and policy attachments go with it."""
        member = self.member(account_id)
        for policy in member.attached_policies:
            policy.attachments.remove(member)
        self.accounts.remove(member)
        self.admins = [admin for admin in self.admins if admin.account.id != account_id]
        del world.memberships[account_id]
        organizations_backends.master_accounts.pop(account_id, None)

    def summary(self) -> dict[str, Any]:
        """The organization, its tree and its members, JSON-able."""
        organization = self.organization
        return {
            "id": organization.id,
            "partition": self.partition,
            "management_account_id": self.account_id,
            "feature_set": organization.feature_set,
            "trusted_services": [service["ServicePrincipal"] for service in self.services],
            "nodes": [{"id": node.id, "name": node.name, "parent_id": node.parent_id} for node in self.ou],
            "accounts": [{**self.describe_member(m), "parent_id": m.parent_id, "tags": m.tags} for m in self.accounts],
        }

    def tag_resource(self, **kwargs: Any) -> None:
        """Add tags, within the limits."""
        resource = self._get_resource_for_tagging(kwargs["ResourceId"])
        resource.tags.update(read_tags(kwargs["Tags"], resource.tags))

    def tags_of(self, resource_id: str) -> list[dict[str, str]]:
        """The tags of an account, OU, root, policy or resource policy."""
        tags = self._get_resource_for_tagging(resource_id).tags
        return [{"Key": key, "Value": value} for key, value in tags.items()]
