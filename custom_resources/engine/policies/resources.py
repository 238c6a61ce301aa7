"""Which resources each action is about, as the engine calls it, and why their ids are wildcards.

Source: Service Authorization Reference, a page for each service (`PAGES`); a test holds every row to it. An action that
has no resource types there must be allowed on "*".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from custom_resources.engine.account_quota import ACCOUNTS_CODE

_REFERENCE = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_"
PAGES: Mapping[str, str] = {
    "account": f"{_REFERENCE}awsaccountmanagement.html",
    "cloudtrail": f"{_REFERENCE}awscloudtrail.html",
    "iam": f"{_REFERENCE}awsidentityandaccessmanagementiam.html",
    "organizations": f"{_REFERENCE}awsorganizations.html",
    "s3": f"{_REFERENCE}s3.html",
    "servicequotas": f"{_REFERENCE}servicequotas.html",
    "sts": f"{_REFERENCE}awssecuritytokenservice.html",
}
"""Where the Service Authorization Reference tells a service's actions, resource types and condition keys."""

NO_RESOURCE_TYPES = "AWS defines no resource types for these actions; they can be allowed on all resources only"


@dataclass(frozen=True)
class Kind:
    """A resource type.

    type: its name in the reference. form: of its ARNs here. reason: why they end in a wildcard; "" where they don't.
    sid: the word for it in a statement's Sid.
    """

    type: str
    form: str
    reason: str
    sid: str


_ORGANIZATIONS = "arn:{partition}:organizations::{management}"
NEW_ACCOUNT = "AWS gives an account its id when it makes it; the policy holds for accounts that don't exist yet"
"""Why an account's id is a wildcard."""

ACCOUNT = Kind("account", f"{_ORGANIZATIONS}:account/{{organization}}/*", NEW_ACCOUNT, "Accounts")
UNIT = Kind(
    "organizationalunit",
    f"{_ORGANIZATIONS}:ou/{{organization}}/ou-*",
    "AWS gives an organizational unit its id when it is made; the policy holds for units that don't exist yet",
    "Units",
)
ROOT = Kind(
    "root", f"{_ORGANIZATIONS}:root/{{organization}}/r-*", "AWS gives the root its id; an organization has one", "Root"
)
HANDSHAKE = Kind(
    "handshake",
    f"{_ORGANIZATIONS}:handshake/{{organization}}/invite/h-*",
    "AWS gives an invitation its id when it is sent",
    "Invitations",
)
# Which organization the ARN of an account names that isn't a member is unverified (claim: invited-account-arn).
INVITED_ACCOUNT = Kind(
    "account",
    "arn:{partition}:organizations::*:account/o-*/*",
    "which organization the ARN of an account that isn't a member names, isn't documented (claim invited-account-arn)",
    "InvitedAccounts",
)
OWN_ACCOUNT = Kind("account", "arn:{partition}:account::{account}:account", "", "OwnAccount")
MEMBER_ACCOUNT = Kind(
    "accountInOrganization",
    "arn:{partition}:account::{management}:account/{organization}/*",
    NEW_ACCOUNT,
    "MemberAccounts",
)
ROLE = Kind("role", "arn:{partition}:iam::*:role/{role}", NEW_ACCOUNT, "RoleInAccounts")
SERVICE_LINKED_ROLE = Kind(
    "role",
    "arn:{partition}:iam::{account}:role/aws-service-role/organizations.amazonaws.com/AWSServiceRoleForOrganizations",
    "",
    "ServiceLinkedRole",
)
ACCOUNT_QUOTA = Kind(
    "quota",
    f"arn:{{partition}}:servicequotas:{{region}}:{{account}}:organizations/{ACCOUNTS_CODE}",
    "",
    "AccountQuota",
)
TRAIL = Kind(
    "trail",
    "arn:{partition}:cloudtrail:*:{account}:trail/*",
    "a trail's name and home region are chosen when it is declared",
    "Trails",
)
OWN_PRINCIPALS = (
    Kind("role", "arn:{partition}:iam::{account}:role/*", "which role the credential set is isn't known", "Roles"),
    Kind("user", "arn:{partition}:iam::{account}:user/*", "which user the credential set is isn't known", "Users"),
)

KINDS: Mapping[str, tuple[Kind, ...]] = {
    "account:GetGovCloudAccountInformation": (OWN_ACCOUNT, MEMBER_ACCOUNT),
    "account:PutAccountName": (MEMBER_ACCOUNT,),
    "cloudtrail:AddTags": (TRAIL,),
    "cloudtrail:CreateTrail": (TRAIL,),
    "cloudtrail:DeleteTrail": (TRAIL,),
    "cloudtrail:DescribeTrails": (),
    "cloudtrail:GetTrailStatus": (TRAIL,),
    "cloudtrail:ListTags": (TRAIL,),
    "cloudtrail:LookupEvents": (),
    "cloudtrail:RemoveTags": (TRAIL,),
    "cloudtrail:StartLogging": (TRAIL,),
    "cloudtrail:StopLogging": (TRAIL,),
    "cloudtrail:UpdateTrail": (TRAIL,),
    "iam:CreateAccountAlias": (),
    "iam:CreateServiceLinkedRole": (SERVICE_LINKED_ROLE,),
    "iam:DeleteAccountAlias": (),
    "iam:GetRole": OWN_PRINCIPALS[:1],
    "iam:ListAccountAliases": (),
    "iam:SimulatePrincipalPolicy": OWN_PRINCIPALS,
    "organizations:AcceptHandshake": (HANDSHAKE,),
    "organizations:CancelHandshake": (HANDSHAKE,),
    "organizations:CloseAccount": (ACCOUNT,),
    "organizations:CreateGovCloudAccount": (),
    "organizations:DescribeAccount": (ACCOUNT,),
    "organizations:DescribeCreateAccountStatus": (),
    "organizations:DescribeHandshake": (HANDSHAKE,),
    "organizations:DescribeOrganization": (),
    "organizations:InviteAccountToOrganization": (INVITED_ACCOUNT,),
    "organizations:ListAWSServiceAccessForOrganization": (),
    "organizations:ListAccounts": (),
    "organizations:ListAccountsForParent": (ROOT, UNIT),
    "organizations:ListChildren": (ROOT, UNIT),
    "organizations:ListCreateAccountStatus": (),
    "organizations:ListHandshakesForAccount": (),
    "organizations:ListHandshakesForOrganization": (),
    "organizations:ListOrganizationalUnitsForParent": (ROOT, UNIT),
    "organizations:ListParents": (ACCOUNT,),
    "organizations:ListPolicies": (),
    "organizations:ListRoots": (),
    "organizations:ListTagsForResource": (ACCOUNT,),
    "organizations:MoveAccount": (ACCOUNT, ROOT, UNIT),
    "organizations:RemoveAccountFromOrganization": (ACCOUNT,),
    "organizations:TagResource": (ACCOUNT,),
    "organizations:UntagResource": (ACCOUNT,),
    "servicequotas:GetServiceQuota": (ACCOUNT_QUOTA,),
    "servicequotas:ListServiceQuotas": (),
    "sts:AssumeRole": (ROLE,),
}
"""Every action that a policy may need, and the kinds of resources that the engine asks for with it."""

# What tags that are sent with these are put on has no ARN yet: which resource AWS asks TagResource for is unverified
# (claim: tags-of-what-is-made).
MAKING = frozenset({"organizations:CreateGovCloudAccount", "organizations:InviteAccountToOrganization"})
"""Actions that may send tags along for what they make or invite."""

TAGGED_IN_MAKING = (
    "tags are sent with CreateGovCloudAccount or InviteAccountToOrganization for an account that isn't a member yet; "
    "which resource AWS asks TagResource for isn't documented (claim tags-of-what-is-made)"
)

FREE = frozenset({"sts:GetCallerIdentity"})
"""Actions that need no permission (M: GetCallerIdentity)."""
