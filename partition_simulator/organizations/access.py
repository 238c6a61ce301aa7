"""Which accounts may call which Organizations operation.

Source: the sentence "You can only call this operation from …" of each operation in the botocore model.
"""

from __future__ import annotations

from partition_simulator.context import Call
from partition_simulator.organizations.exceptions import AccessDenied, NotInUse, UnsupportedEndpoint

# Answered to any account, with an organization or without.
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
ANY_MEMBER = frozenset({"DescribeOrganization", "LeaveOrganization"})
# Reads that delegated administrators may make too: those whose name begins so.
DELEGATED_PREFIXES = ("Describe", "List")
# The model lists UnsupportedAPIEndpointException for these; that GovCloud answers it is unverified
# (claim: creation-refused-in-govcloud). GovCloud's user guide says only that accounts are neither created nor closed
# there.
COMMERCIAL_ONLY = frozenset({"CreateAccount", "CreateGovCloudAccount", "CloseAccount"})


def check_access(call: Call, is_delegated_administrator: bool) -> None:
    """Refuse a call that isn't this account's to make."""
    operation = call.operation
    if operation in COMMERCIAL_ONLY and call.partition.side == "govcloud":
        raise UnsupportedEndpoint(operation)
    if operation in ANY_ACCOUNT:
        return
    management = call.management_account_id
    if management is None:
        raise NotInUse
    if operation in ANY_MEMBER or management == call.principal.account_id:
        return
    if is_delegated_administrator and operation.startswith(DELEGATED_PREFIXES):
        return
    raise AccessDenied
