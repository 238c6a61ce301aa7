"""Valid calls of IAM."""

from __future__ import annotations

from typing import Any

from tests.simulator.conformance.calls import Input, ValidCall
from tests.simulator.conformance.town import DOCUMENT, trust

_TAGS = [{"Key": "a", "Value": "c"}]


def _just(**asked: Any) -> Input:
    return lambda _: asked


def _policy(name: str, **more: Any) -> Input:
    return lambda town: {"PolicyArn": town.ids[name], **more}


_INPUTS: dict[str, Input] = {
    "AddRoleToInstanceProfile": _just(InstanceProfileName="spare-profile", RoleName="spare-role"),
    "AddUserToGroup": _just(GroupName="spare-group", UserName="spare-user"),
    "AttachGroupPolicy": _policy("spare-policy", GroupName="group"),
    "AttachRolePolicy": _policy("spare-policy", RoleName="role"),
    "AttachUserPolicy": _policy("spare-policy", UserName="user"),
    "CreateAccessKey": _just(UserName="spare-user"),
    "CreateAccountAlias": lambda town: {"AccountAlias": f"renamed-{town.side}"},
    "CreateGroup": _just(GroupName="new", Path="/path/"),
    "CreateInstanceProfile": _just(InstanceProfileName="new", Path="/path/", Tags=_TAGS),
    "CreatePolicy": _just(PolicyName="new", Path="/path/", PolicyDocument=DOCUMENT, Description="d", Tags=_TAGS),
    "CreatePolicyVersion": _policy("spare-policy", PolicyDocument=DOCUMENT, SetAsDefault=True),
    "CreateRole": lambda town: {
        "RoleName": "new",
        "Path": "/path/",
        "AssumeRolePolicyDocument": trust(town.payer.account_id, town.partition),
        "Description": "d",
        "MaxSessionDuration": 7200,
        "PermissionsBoundary": town.ids["policy"],
        "Tags": _TAGS,
    },
    "CreateServiceLinkedRole": _just(AWSServiceName="guardduty.amazonaws.com", Description="d"),
    "CreateUser": lambda town: {
        "UserName": "new",
        "Path": "/path/",
        "PermissionsBoundary": town.ids["policy"],
        "Tags": _TAGS,
    },
    "DeleteAccessKey": lambda town: {"UserName": "user", "AccessKeyId": town.ids["access key"]},
    "DeleteAccountAlias": lambda town: {"AccountAlias": f"town-{town.side}"},
    "DeleteAccountPasswordPolicy": _just(),
    "DeleteGroup": _just(GroupName="spare-group"),
    "DeleteGroupPolicy": _just(GroupName="group", PolicyName="inline"),
    "DeleteInstanceProfile": _just(InstanceProfileName="spare-profile"),
    "DeletePolicy": _policy("spare-policy"),
    "DeletePolicyVersion": _policy("policy", VersionId="v2"),
    "DeleteRole": _just(RoleName="spare-role"),
    "DeleteRolePermissionsBoundary": _just(RoleName="role"),
    "DeleteRolePolicy": _just(RoleName="role", PolicyName="inline"),
    "DeleteServiceLinkedRole": lambda town: {"RoleName": town.ids["service role"]},
    "DeleteUser": _just(UserName="spare-user"),
    "DeleteUserPolicy": _just(UserName="user", PolicyName="inline"),
    "DetachGroupPolicy": _policy("policy", GroupName="group"),
    "DetachRolePolicy": _policy("policy", RoleName="role"),
    "DetachUserPolicy": _policy("policy", UserName="user"),
    "GetAccessKeyLastUsed": lambda town: {"AccessKeyId": town.ids["access key"]},
    "GetAccountPasswordPolicy": _just(),
    "GetAccountSummary": _just(),
    "GetGroup": _just(GroupName="group", MaxItems=10),
    "GetGroupPolicy": _just(GroupName="group", PolicyName="inline"),
    "GetInstanceProfile": _just(InstanceProfileName="profile"),
    "GetPolicy": _policy("policy"),
    "GetPolicyVersion": _policy("policy", VersionId="v1"),
    "GetRole": _just(RoleName="role"),
    "GetRolePolicy": _just(RoleName="role", PolicyName="inline"),
    "GetServiceLinkedRoleDeletionStatus": _just(DeletionTaskId="task/aws-service-role/config.amazonaws.com/Role/1"),
    "GetUser": _just(UserName="user"),
    "GetUserPolicy": _just(UserName="user", PolicyName="inline"),
    "ListAccessKeys": _just(UserName="user", MaxItems=10),
    "ListAccountAliases": _just(MaxItems=10),
    "ListAttachedGroupPolicies": _just(GroupName="group", MaxItems=10),
    "ListAttachedRolePolicies": _just(RoleName="role", MaxItems=10),
    "ListAttachedUserPolicies": _just(UserName="user", MaxItems=10),
    "ListEntitiesForPolicy": _policy("policy", MaxItems=10),
    "ListGroupPolicies": _just(GroupName="group", MaxItems=10),
    "ListGroups": _just(MaxItems=1),
    "ListGroupsForUser": _just(UserName="user", MaxItems=10),
    "ListInstanceProfiles": _just(MaxItems=10),
    "ListInstanceProfilesForRole": _just(RoleName="role", MaxItems=10),
    "ListMFADevices": _just(UserName="user", MaxItems=10),
    "ListPolicies": _just(Scope="Local", MaxItems=10),
    "ListPolicyTags": _policy("policy", MaxItems=10),
    "ListPolicyVersions": _policy("policy", MaxItems=10),
    "ListRolePolicies": _just(RoleName="role", MaxItems=10),
    "ListRoleTags": _just(RoleName="role", MaxItems=10),
    "ListRoles": _just(MaxItems=10),
    "ListUserPolicies": _just(UserName="user", MaxItems=10),
    "ListUserTags": _just(UserName="user", MaxItems=10),
    "ListUsers": _just(MaxItems=10),
    "PutGroupPolicy": _just(GroupName="group", PolicyName="more", PolicyDocument=DOCUMENT),
    "PutRolePermissionsBoundary": lambda town: {"RoleName": "spare-role", "PermissionsBoundary": town.ids["policy"]},
    "PutRolePolicy": _just(RoleName="role", PolicyName="more", PolicyDocument=DOCUMENT),
    "PutUserPolicy": _just(UserName="user", PolicyName="more", PolicyDocument=DOCUMENT),
    "RemoveRoleFromInstanceProfile": _just(InstanceProfileName="profile", RoleName="role"),
    "RemoveUserFromGroup": _just(GroupName="group", UserName="user"),
    "SetDefaultPolicyVersion": _policy("policy", VersionId="v2"),
    "SimulatePrincipalPolicy": lambda town: {
        "PolicySourceArn": town.payer.arn,
        "ActionNames": ["iam:ListRoles", "s3:GetObject"],
        "ResourceArns": ["*"],
        "PolicyInputList": [DOCUMENT],
        "ContextEntries": [
            {"ContextKeyName": "aws:username", "ContextKeyValues": ["administrator"], "ContextKeyType": "string"}
        ],
    },
    "TagInstanceProfile": _just(InstanceProfileName="profile", Tags=_TAGS),
    "TagPolicy": _policy("policy", Tags=_TAGS),
    "TagRole": _just(RoleName="role", Tags=_TAGS),
    "TagUser": _just(UserName="user", Tags=_TAGS),
    "UntagInstanceProfile": _just(InstanceProfileName="profile", TagKeys=["a"]),
    "UntagPolicy": _policy("policy", TagKeys=["a"]),
    "UntagRole": _just(RoleName="role", TagKeys=["a"]),
    "UntagUser": _just(UserName="user", TagKeys=["a"]),
    "UpdateAccessKey": lambda town: {
        "UserName": "user",
        "AccessKeyId": town.ids["access key"],
        "Status": "Inactive",
    },
    "UpdateAccountPasswordPolicy": _just(MinimumPasswordLength=20, MaxPasswordAge=90, PasswordReusePrevention=5),
    "UpdateAssumeRolePolicy": lambda town: {
        "RoleName": "role",
        "PolicyDocument": trust(town.payer.account_id, town.partition),
    },
    "UpdateGroup": _just(GroupName="spare-group", NewGroupName="renamed"),
    "UpdateRole": _just(RoleName="role", Description="d", MaxSessionDuration=7200),
    "UpdateRoleDescription": _just(RoleName="role", Description="d"),
    "UpdateUser": _just(UserName="spare-user", NewUserName="renamed", NewPath="/path/"),
}

CALLS = [ValidCall("iam", operation, asked) for operation, asked in _INPUTS.items()]
