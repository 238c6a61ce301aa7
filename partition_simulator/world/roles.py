"""The role that account creation leaves in a new account."""

from __future__ import annotations

import json

from partition_simulator import moto_bridge
from partition_simulator.world.account import Account

SERVICE_LINKED_ROLE = "AWSServiceRoleForOrganizations"
_ADMINISTRATOR = json.dumps(
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
)


def trust_policy(principal_arn: str) -> str:
    """A role-trust document for one AWS principal."""
    statement = {"Effect": "Allow", "Principal": {"AWS": principal_arn}, "Action": "sts:AssumeRole"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def vend_role(account: Account, role_name: str, trusted: Account, usable_at: float) -> None:
    """Make the access role.

    ``trusted``: in the commercial account the commercial management account; in the GovCloud account the GovCloud
    account paired with it, whoever manages the GovCloud organization (botocore model of CreateGovCloudAccount).
    That this also holds for a RoleName other than the default is unverified (claim: vended-role-trust-other-name).
    """
    role = moto_bridge.iam_of(account).create_role(
        role_name=role_name,
        assume_role_policy_document=trust_policy(trusted.root_arn),
        path="/",
        permissions_boundary=None,
        description="",
        tags=[],
        max_session_duration="3600",
    )
    role.put_policy("AdministratorAccess", _ADMINISTRATOR)
    account.roles_usable_at = usable_at


def leave_service_linked_role(account: Account) -> None:
    """The role that Organizations makes in every account that joins, unless it is there.

    botocore model of AcceptHandshake: the caller needs iam:CreateServiceLinkedRole "so that Organizations can create
    the required service-linked role".
    """
    iam = moto_bridge.iam_of(account)
    if any(role.name == SERVICE_LINKED_ROLE for role in iam.get_roles()):
        return
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "organizations.amazonaws.com"},
        "Action": "sts:AssumeRole",
    }
    iam.create_role(
        role_name=SERVICE_LINKED_ROLE,
        assume_role_policy_document=json.dumps({"Version": "2012-10-17", "Statement": [statement]}),
        path="/aws-service-role/organizations.amazonaws.com/",
        permissions_boundary=None,
        description="Service-linked role used by AWS Organizations to enable integration of other AWS services.",
        tags=[],
        max_session_duration="3600",
        linked_service="organizations.amazonaws.com",
    )
