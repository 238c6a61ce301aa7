"""Valid calls of Organizations, Account Management, STS and Service Quotas."""

from __future__ import annotations

from typing import Any

from tests.simulator.conformance.calls import Input, ValidCall
from tests.simulator.conformance.town import DOCUMENT, SERVICE, Town

_COMMERCIAL_ONLY = {"govcloud": "UnsupportedAPIEndpointException"}
_TAGS = [{"Key": "a", "Value": "c"}]
_SCP = "SERVICE_CONTROL_POLICY"


def nothing(_: Town) -> dict[str, Any]:
    """No input."""
    return {}


def _id(parameter: str, name: str) -> Input:
    return lambda town: {parameter: town.ids.get(name, "car-a1b2c3d4e5")}


def _with(parameter: str, name: str, **more: Any) -> Input:
    return lambda town: {parameter: town.ids[name], **more}


def _organizations(
    operation: str, asked: Input, who: str = "payer", refused: dict[str, str] | None = None
) -> ValidCall:
    return ValidCall("organizations", operation, asked, who, refused or {})


_ADDRESS = {
    "FullName": "n",
    "AddressLine1": "1 Main Street",
    "City": "c",
    "PostalCode": "12345",
    "CountryCode": "US",
    "PhoneNumber": "+1 555",
}
_CONTACT = {
    "AlternateContactType": "SECURITY",
    "Name": "n",
    "Title": "t",
    "EmailAddress": "a@example.gov",
    "PhoneNumber": "+1 555",
}


def _contact_information(town: Town) -> dict[str, Any]:
    town.client("account").put_contact_information(AccountId=town.ids["vended"], ContactInformation=_ADDRESS)
    return {"AccountId": town.ids["vended"]}


CALLS = [
    _organizations("AcceptHandshake", _id("HandshakeId", "handshake of stranger"), "stranger"),
    _organizations("AttachPolicy", lambda town: {"PolicyId": town.ids["spare"], "TargetId": town.ids["vended"]}),
    _organizations("CancelHandshake", _id("HandshakeId", "handshake of stranger")),
    _organizations("CloseAccount", _id("AccountId", "vended"), refused=_COMMERCIAL_ONLY),
    _organizations(
        "CreateAccount",
        lambda _: {"AccountName": "new", "Email": "new@example.gov", "RoleName": "Role", "Tags": _TAGS},
        refused=_COMMERCIAL_ONLY,
    ),
    _organizations(
        "CreateGovCloudAccount",
        lambda _: {"AccountName": "new", "Email": "new@example.gov", "RoleName": "Role", "Tags": _TAGS},
        refused=_COMMERCIAL_ONLY,
    ),
    _organizations("CreateOrganization", lambda _: {"FeatureSet": "ALL"}, "outsider"),
    _organizations("CreateOrganizationalUnit", _with("ParentId", "unit", Name="New", Tags=_TAGS)),
    _organizations(
        "CreatePolicy", lambda _: {"Name": "n", "Description": "", "Type": _SCP, "Content": DOCUMENT, "Tags": _TAGS}
    ),
    _organizations("DeclineHandshake", _id("HandshakeId", "handshake of stranger"), "stranger"),
    _organizations("DeleteOrganization", nothing, "hermit"),
    _organizations("DeleteOrganizationalUnit", _id("OrganizationalUnitId", "empty")),
    _organizations("DeletePolicy", _id("PolicyId", "spare")),
    _organizations("DeleteResourcePolicy", nothing),
    _organizations("DeregisterDelegatedAdministrator", _with("AccountId", "delegate", ServicePrincipal=SERVICE)),
    _organizations("DescribeAccount", _id("AccountId", "vended")),
    _organizations(
        "DescribeCreateAccountStatus",
        _id("CreateAccountRequestId", "request"),
        refused={"govcloud": "CreateAccountStatusNotFoundException"},
    ),
    _organizations(
        "DescribeEffectivePolicy",
        _with("TargetId", "vended", PolicyType="TAG_POLICY"),
        refused=dict.fromkeys(("commercial", "govcloud"), "EffectivePolicyNotFoundException"),
    ),
    _organizations("DescribeHandshake", _id("HandshakeId", "handshake of stranger")),
    _organizations("DescribeOrganization", nothing),
    _organizations("DescribeOrganizationalUnit", _id("OrganizationalUnitId", "unit")),
    _organizations("DescribePolicy", _id("PolicyId", "attached")),
    _organizations("DescribeResourcePolicy", nothing),
    _organizations("DetachPolicy", lambda town: {"PolicyId": town.ids["attached"], "TargetId": town.ids["unit"]}),
    _organizations("DisableAWSServiceAccess", lambda _: {"ServicePrincipal": "account.amazonaws.com"}),
    _organizations("DisablePolicyType", _with("RootId", "root", PolicyType="TAG_POLICY")),
    _organizations("EnableAWSServiceAccess", lambda _: {"ServicePrincipal": "config.amazonaws.com"}),
    _organizations("EnablePolicyType", _with("RootId", "root", PolicyType="RESOURCE_CONTROL_POLICY")),
    _organizations(
        "InviteAccountToOrganization",
        lambda town: {"Target": {"Id": town.ids["outsider"], "Type": "ACCOUNT"}, "Notes": "n", "Tags": _TAGS},
    ),
    _organizations("LeaveOrganization", nothing, "guest"),
    _organizations("ListAWSServiceAccessForOrganization", lambda _: {"MaxResults": 5}),
    _organizations("ListAccounts", lambda _: {"MaxResults": 2}),
    _organizations("ListAccountsForParent", _with("ParentId", "root", MaxResults=2)),
    _organizations("ListChildren", _with("ParentId", "root", ChildType="ACCOUNT", MaxResults=2)),
    _organizations("ListCreateAccountStatus", lambda _: {"States": ["IN_PROGRESS", "SUCCEEDED"], "MaxResults": 1}),
    _organizations("ListDelegatedAdministrators", lambda _: {"ServicePrincipal": SERVICE, "MaxResults": 5}),
    _organizations("ListDelegatedServicesForAccount", _with("AccountId", "delegate", MaxResults=5)),
    _organizations(
        "ListHandshakesForAccount", lambda _: {"Filter": {"ActionType": "INVITE"}, "MaxResults": 5}, "stranger"
    ),
    _organizations("ListHandshakesForOrganization", lambda _: {"Filter": {"ActionType": "INVITE"}, "MaxResults": 2}),
    _organizations("ListOrganizationalUnitsForParent", _with("ParentId", "root", MaxResults=1)),
    _organizations("ListParents", _with("ChildId", "vended", MaxResults=5)),
    _organizations("ListPolicies", lambda _: {"Filter": _SCP, "MaxResults": 1}),
    _organizations("ListPoliciesForTarget", _with("TargetId", "unit", Filter=_SCP, MaxResults=1)),
    _organizations("ListRoots", lambda _: {"MaxResults": 5}),
    _organizations("ListTagsForResource", _id("ResourceId", "unit")),
    _organizations("ListTargetsForPolicy", _with("PolicyId", "attached", MaxResults=5)),
    _organizations(
        "MoveAccount",
        lambda town: {
            "AccountId": town.ids["vended"],
            "SourceParentId": town.ids["root"],
            "DestinationParentId": town.ids["unit"],
        },
    ),
    _organizations(
        "PutResourcePolicy",
        lambda town: {
            "Content": town.client("organizations").describe_resource_policy()["ResourcePolicy"]["Content"],
            "Tags": [],
        },
    ),
    _organizations("RegisterDelegatedAdministrator", _with("AccountId", "guest", ServicePrincipal=SERVICE)),
    _organizations("RemoveAccountFromOrganization", _id("AccountId", "guest")),
    _organizations("TagResource", _with("ResourceId", "unit", Tags=_TAGS)),
    _organizations("UntagResource", _with("ResourceId", "unit", TagKeys=["a"])),
    _organizations("UpdateOrganizationalUnit", _with("OrganizationalUnitId", "unit", Name="Renamed")),
    _organizations("UpdatePolicy", _with("PolicyId", "spare", Name="m", Description="e", Content=DOCUMENT)),
    ValidCall("account", "PutAlternateContact", _with("AccountId", "vended", **_CONTACT)),
    ValidCall(
        "account",
        "GetAlternateContact",
        _with("AccountId", "vended", AlternateContactType="SECURITY"),
        refused=dict.fromkeys(("commercial", "govcloud"), "ResourceNotFoundException"),
    ),
    ValidCall(
        "account",
        "DeleteAlternateContact",
        _with("AccountId", "vended", AlternateContactType="SECURITY"),
        refused=dict.fromkeys(("commercial", "govcloud"), "ResourceNotFoundException"),
    ),
    ValidCall("account", "GetAccountInformation", _with("AccountId", "vended")),
    ValidCall("account", "GetContactInformation", _contact_information),
    ValidCall("account", "GetPrimaryEmail", _with("AccountId", "vended")),
    ValidCall("account", "PutContactInformation", _with("AccountId", "vended", ContactInformation=_ADDRESS)),
    ValidCall(
        "account",
        "GetGovCloudAccountInformation",
        _with("StandardAccountId", "vended"),
        refused={"govcloud": "ResourceNotFoundException"},
    ),
    ValidCall("account", "PutAccountName", _with("AccountId", "vended", AccountName="renamed")),
    ValidCall(
        "sts",
        "AssumeRole",
        lambda town: {
            "RoleArn": town.arn("iam", "role/role"),
            "RoleSessionName": "session",
            "DurationSeconds": 900,
            "ExternalId": "external",
        },
    ),
    ValidCall("sts", "GetCallerIdentity", nothing),
    ValidCall(
        "servicequotas",
        "GetServiceQuota",
        lambda _: {"ServiceCode": "organizations", "QuotaCode": "L-E619E033"},
        refused={"govcloud": "NoSuchResourceException"},
    ),
    ValidCall(
        "servicequotas",
        "ListServiceQuotas",
        lambda _: {"ServiceCode": "organizations", "MaxResults": 10},
        refused={"govcloud": "NoSuchResourceException"},
    ),
]
