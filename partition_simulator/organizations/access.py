"""Which accounts may call which Organizations operation.

Source: the sentence "You can only call this operation from …" (or "… from any account …") of each operation in the
botocore model; ``tests/simulator/test_access.py`` compares this table with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from partition_simulator.context import Call
from partition_simulator.organizations.exceptions import AccessDenied, NotInUse, UnsupportedEndpoint

if TYPE_CHECKING:
    from partition_simulator.organizations.models import SimulatedOrganizationsBackend

# Answered to any account, with an organization or without. Handshakes look after their own parties.
ANY_ACCOUNT = frozenset(
    {
        "CreateOrganization",
        "AcceptHandshake",
        "DeclineHandshake",
        "CancelHandshake",
        "DescribeHandshake",
        "ListHandshakesForAccount",
    }
)
# Answered to every account of an organization.
ANY_MEMBER = frozenset({"DescribeOrganization", "DescribeEffectivePolicy", "LeaveOrganization"})
# "From the management account or a member account that is a delegated administrator": reads.
DELEGATED_READS = frozenset(
    {
        "DescribeAccount",
        "DescribeCreateAccountStatus",
        "DescribeOrganizationalUnit",
        "DescribePolicy",
        "DescribeResourcePolicy",
        "ListAWSServiceAccessForOrganization",
        "ListAccounts",
        "ListAccountsForParent",
        "ListAccountsWithInvalidEffectivePolicy",
        "ListChildren",
        "ListCreateAccountStatus",
        "ListDelegatedAdministrators",
        "ListDelegatedServicesForAccount",
        "ListEffectivePolicyValidationErrors",
        "ListHandshakesForOrganization",
        "ListOrganizationalUnitsForParent",
        "ListParents",
        "ListPolicies",
        "ListPoliciesForTarget",
        "ListRoots",
        "ListTagsForResource",
        "ListTargetsForPolicy",
    }
)
# The same sentence, for changes. A delegated administrator of a service has "read-only access to Organizations service
# data" (botocore model, RegisterDelegatedAdministrator), so these need the organization's resource policy.
DELEGATED_CHANGES = frozenset(
    {
        "AttachPolicy",
        "CreatePolicy",
        "DeletePolicy",
        "DetachPolicy",
        "DisablePolicyType",
        "EnablePolicyType",
        "TagResource",
        "UntagResource",
        "UpdatePolicy",
    }
)
# All others: the management account.
# The model lists UnsupportedAPIEndpointException for these; that GovCloud answers it is unverified
# (claim: creation-refused-in-govcloud). GovCloud's user guide says only that accounts are neither created nor closed
# there.
COMMERCIAL_ONLY = frozenset({"CreateAccount", "CreateGovCloudAccount", "CloseAccount"})


def check_access(call: Call, organization: SimulatedOrganizationsBackend) -> None:
    """Refuse a call that isn't this account's to make."""
    operation, caller = call.operation, call.principal.account_id
    if operation in COMMERCIAL_ONLY and call.partition.side == "govcloud":
        raise UnsupportedEndpoint(operation)
    if operation in ANY_ACCOUNT:
        return
    management = call.management_account_id
    if management is None:
        raise NotInUse
    if operation in ANY_MEMBER or management == caller:
        return
    if operation in DELEGATED_READS:
        check_reading(call, organization)
    elif operation not in DELEGATED_CHANGES or not organization.delegation_allows(call):
        raise AccessDenied


def check_reading(call: Call, organization: SimulatedOrganizationsBackend) -> None:
    """Refuse a read of the organization by a member that is no delegated administrator of either kind."""
    caller = call.principal.account_id
    if caller == call.management_account_id or organization.delegates_to(caller):
        return
    if not organization.delegation_allows(call):
        raise AccessDenied
