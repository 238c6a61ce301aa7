"""Requests to Organizations: checked against the model and the caller's standing, then done."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from moto.core.exceptions import ServiceException
from moto.core.responses import ActionResult
from moto.organizations.responses import OrganizationsResponse

from partition_simulator import moto_bridge
from partition_simulator.context import current_call
from partition_simulator.organizations import closing, creations, handshakes
from partition_simulator.organizations.access import check_access, check_reading
from partition_simulator.organizations.exceptions import AccountNotFound, InvalidInput
from partition_simulator.organizations.member import Member
from partition_simulator.organizations.models import SimulatedOrganizationsBackend
from partition_simulator.paging import page
from partition_simulator.world.creation import CreationRequest
from partition_simulator.world.handshake import Handshake

# "MaxResults": 1 to 20 in the botocore model; without it AWS chooses, and 20 is the most it may choose.
PAGE_SIZE = 20


class SimulatedOrganizationsResponse(OrganizationsResponse):
    """moto's responses over the organization of the caller, plus the operations that moto lacks."""

    @property
    def organizations_backend(self) -> SimulatedOrganizationsBackend:
        """The organization of the caller's account; for a standalone account an empty backend of its own."""
        call = current_call()
        management = call.world.accounts[call.management_account_id or call.principal.account_id]
        return moto_bridge.organization_of(management)

    def call_action(self) -> Any:
        """Check, then let moto find the method."""
        call = current_call()
        try:
            check_access(call, self.organizations_backend)
        except ServiceException as error:
            return self.serialized(ActionResult(error))
        return super().call_action()

    def _page(self, key: str, items: list[Any], describe: Callable[[Any], Any] | None = None) -> str:
        """One page; only its items are described."""
        try:
            shown, token = page(current_call(), items, self._get_int_param("MaxResults") or PAGE_SIZE)
        except ValueError:
            raise InvalidInput("INVALID_NEXT_TOKEN", "The pagination token is invalid.") from None
        answer: dict[str, Any] = {key: shown if describe is None else [describe(item) for item in shown]}
        if token is not None:
            answer["NextToken"] = token
        return json.dumps(answer)

    # Accounts

    def _account(self, member: Member) -> dict[str, Any]:
        """The ``Account`` structure, without what the settings leave out."""
        settings = current_call().world.settings
        hidden = {"Status": not settings.account_status, "Paths": not settings.account_paths}
        described = self.organizations_backend.describe_member(member)
        described["State"] = member.account.shown_state(settings.state_of_closed)
        return {name: value for name, value in described.items() if not hidden.get(name)}

    def describe_account(self) -> str:
        """DescribeAccount."""
        backend = self.organizations_backend
        member = backend.member(self._get_param("AccountId"))
        if not backend.is_listed(member, current_call().now):
            raise AccountNotFound
        return json.dumps({"Account": self._account(member)})

    def list_accounts(self) -> str:
        """ListAccounts."""
        backend = self.organizations_backend
        return self._page("Accounts", backend.listed(), self._account)

    def list_accounts_for_parent(self) -> str:
        """ListAccountsForParent."""
        backend = self.organizations_backend
        return self._page("Accounts", backend.listed(self._get_param("ParentId")), self._account)

    def close_account(self) -> str:
        """CloseAccount."""
        closing.start(current_call(), self.organizations_backend, self._get_param("AccountId"))
        return "{}"

    def remove_account_from_organization(self) -> str:
        """RemoveAccountFromOrganization."""
        closing.remove(current_call(), self.organizations_backend, self._get_param("AccountId"))
        return "{}"

    def leave_organization(self) -> str:
        """LeaveOrganization."""
        closing.leave(current_call(), self.organizations_backend)
        return "{}"

    # Creation

    def create_gov_cloud_account(self) -> str:
        """CreateGovCloudAccount."""
        request = creations.start(current_call(), self.request_params, govcloud=True)
        return json.dumps({"CreateAccountStatus": request.describe()})

    def create_account(self) -> str:
        """CreateAccount."""
        request = creations.start(current_call(), self.request_params, govcloud=False)
        return json.dumps({"CreateAccountStatus": request.describe()})

    def describe_create_account_status(self) -> str:
        """DescribeCreateAccountStatus."""
        request = creations.find(current_call(), self._get_param("CreateAccountRequestId"))
        return json.dumps({"CreateAccountStatus": request.describe()})

    def list_create_account_status(self) -> str:
        """ListCreateAccountStatus."""
        requests = creations.listed(current_call(), self._get_param("States"))
        return self._page("CreateAccountStatuses", requests, CreationRequest.describe)

    # The tree

    def list_organizational_units_for_parent(self) -> str:
        """ListOrganizationalUnitsForParent."""
        return self._page("OrganizationalUnits", self.organizations_backend.units_below(self._get_param("ParentId")))

    def list_children(self) -> str:
        """ListChildren."""
        backend = self.organizations_backend
        parent_id, kind = self._get_param("ParentId"), self._get_param("ChildType")
        nodes = backend.listed(parent_id) if kind == "ACCOUNT" else backend.units_directly_below(parent_id)
        return self._page("Children", [{"Id": node.id, "Type": kind} for node in nodes])

    def list_roots(self) -> str:
        """ListRoots."""
        return self._page("Roots", [self.organizations_backend.root.describe()])

    def list_tags_for_resource(self) -> str:
        """ListTagsForResource."""
        return self._page("Tags", self.organizations_backend.tags_of(self._get_param("ResourceId")))

    def list_parents(self) -> str:
        """ListParents."""
        return self._page("Parents", self.organizations_backend.parents_of(self._get_param("ChildId")))

    # Policies

    def list_policies(self) -> str:
        """ListPolicies."""
        return self._page("Policies", self.organizations_backend.summaries(self._get_param("Filter")))

    def list_policies_for_target(self) -> str:
        """ListPoliciesForTarget."""
        found = self.organizations_backend.summaries(self._get_param("Filter"), self._get_param("TargetId"))
        return self._page("Policies", found)

    def list_targets_for_policy(self) -> str:
        """ListTargetsForPolicy."""
        return self._page("Targets", self.organizations_backend.targets_of(self._get_param("PolicyId")))

    def describe_effective_policy(self) -> str:
        """DescribeEffectivePolicy, of the caller's own account unless the management account names another."""
        call = current_call()
        target = self._get_param("TargetId") or call.principal.account_id
        if target != call.principal.account_id:
            check_reading(call, self.organizations_backend)
        return json.dumps(
            {"EffectivePolicy": self.organizations_backend.effective_policy(self._get_param("PolicyType"), target)}
        )

    # Services and delegation

    def list_aws_service_access_for_organization(self) -> str:
        """ListAWSServiceAccessForOrganization."""
        return self._page("EnabledServicePrincipals", self.organizations_backend.services)

    def list_delegated_administrators(self) -> str:
        """ListDelegatedAdministrators."""
        found = self.organizations_backend.administrators(self._get_param("ServicePrincipal"))
        return self._page("DelegatedAdministrators", found)

    def list_delegated_services_for_account(self) -> str:
        """ListDelegatedServicesForAccount."""
        found = self.organizations_backend.delegated_services(self._get_param("AccountId"))
        return self._page("DelegatedServices", found)

    def put_resource_policy(self) -> str:
        """PutResourcePolicy."""
        backend = self.organizations_backend
        policy = backend.put_resource_policy(self._get_param("Content"), self._get_param("Tags"))
        return json.dumps({"ResourcePolicy": policy})

    def describe_resource_policy(self) -> str:
        """DescribeResourcePolicy."""
        return json.dumps({"ResourcePolicy": self.organizations_backend.describe_resource_policy()})

    def delete_resource_policy(self) -> str:
        """DeleteResourcePolicy."""
        self.organizations_backend.delete_resource_policy()
        return "{}"

    # Handshakes

    def invite_account_to_organization(self) -> str:
        """InviteAccountToOrganization."""
        handshake = handshakes.invite(current_call(), self.organizations_backend, self.request_params)
        return json.dumps({"Handshake": handshake.describe()})

    def accept_handshake(self) -> str:
        """AcceptHandshake."""
        handshake = handshakes.accept(current_call(), self._get_param("HandshakeId"))
        return json.dumps({"Handshake": handshake.describe()})

    def decline_handshake(self) -> str:
        """DeclineHandshake."""
        handshake = handshakes.decline(current_call(), self._get_param("HandshakeId"))
        return json.dumps({"Handshake": handshake.describe()})

    def cancel_handshake(self) -> str:
        """CancelHandshake."""
        handshake = handshakes.cancel(current_call(), self._get_param("HandshakeId"))
        return json.dumps({"Handshake": handshake.describe()})

    def describe_handshake(self) -> str:
        """DescribeHandshake."""
        handshake = handshakes.find(current_call(), self._get_param("HandshakeId"))
        return json.dumps({"Handshake": handshake.describe()})

    def list_handshakes_for_account(self) -> str:
        """ListHandshakesForAccount."""
        found = handshakes.received(current_call(), self._get_param("Filter"))
        return self._page("Handshakes", found, Handshake.describe)

    def list_handshakes_for_organization(self) -> str:
        """ListHandshakesForOrganization."""
        found = handshakes.sent(current_call(), self._get_param("Filter"))
        return self._page("Handshakes", found, Handshake.describe)
