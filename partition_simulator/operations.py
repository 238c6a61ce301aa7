"""The one table of the operations that are simulated. Everything outside it is answered with a clear 400.

Chosen: what this project calls (`@needs` in the engine), what hashicorp/aws 5.100 calls for organizations, IAM roles,
policies, users, groups, instance profiles and the account alias, S3 buckets with their settings, and CloudTrail trails;
and objects, so that logs can be looked at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from partition_simulator.http.errors import AwsError, Refused
from partition_simulator.http.services import operation_model, protocol_of

if TYPE_CHECKING:
    from partition_simulator.context import Call

_TABLE = {
    "organizations": """
        AcceptHandshake AttachPolicy CancelHandshake CloseAccount CreateAccount CreateGovCloudAccount
        CreateOrganization CreateOrganizationalUnit CreatePolicy DeclineHandshake DeleteOrganization
        DeleteOrganizationalUnit DeletePolicy DeleteResourcePolicy DeregisterDelegatedAdministrator
        DescribeAccount DescribeCreateAccountStatus DescribeEffectivePolicy DescribeHandshake
        DescribeOrganization DescribeOrganizationalUnit DescribePolicy DescribeResourcePolicy DetachPolicy
        DisableAWSServiceAccess DisablePolicyType EnableAWSServiceAccess EnablePolicyType
        InviteAccountToOrganization LeaveOrganization ListAWSServiceAccessForOrganization ListAccounts
        ListAccountsForParent ListChildren ListCreateAccountStatus ListDelegatedAdministrators
        ListDelegatedServicesForAccount ListHandshakesForAccount ListHandshakesForOrganization
        ListOrganizationalUnitsForParent ListParents ListPolicies ListPoliciesForTarget ListRoots
        ListTagsForResource ListTargetsForPolicy MoveAccount PutResourcePolicy RegisterDelegatedAdministrator
        RemoveAccountFromOrganization TagResource UntagResource UpdateOrganizationalUnit UpdatePolicy
    """,
    "account": """
        DeleteAlternateContact GetAccountInformation GetAlternateContact GetContactInformation
        GetGovCloudAccountInformation GetPrimaryEmail PutAccountName PutAlternateContact PutContactInformation
    """,
    "sts": "AssumeRole GetCallerIdentity",
    "iam": """
        AddRoleToInstanceProfile AddUserToGroup AttachGroupPolicy AttachRolePolicy AttachUserPolicy CreateAccessKey
        CreateAccountAlias CreateGroup CreateInstanceProfile CreatePolicy CreatePolicyVersion CreateRole
        CreateServiceLinkedRole CreateUser DeleteAccessKey DeleteAccountAlias DeleteAccountPasswordPolicy DeleteGroup
        DeleteGroupPolicy DeleteInstanceProfile DeletePolicy DeletePolicyVersion DeleteRole
        DeleteRolePermissionsBoundary DeleteRolePolicy DeleteServiceLinkedRole DeleteUser DeleteUserPolicy
        DetachGroupPolicy DetachRolePolicy DetachUserPolicy GetAccessKeyLastUsed GetAccountPasswordPolicy
        GetAccountSummary GetGroup GetGroupPolicy GetInstanceProfile GetPolicy GetPolicyVersion GetRole GetRolePolicy
        GetServiceLinkedRoleDeletionStatus GetUser GetUserPolicy ListAccessKeys ListAccountAliases
        ListAttachedGroupPolicies ListAttachedRolePolicies ListAttachedUserPolicies ListEntitiesForPolicy
        ListGroupPolicies ListGroups ListGroupsForUser ListInstanceProfiles ListInstanceProfilesForRole ListMFADevices
        ListPolicies ListPolicyTags ListPolicyVersions ListRolePolicies ListRoleTags ListRoles ListUserPolicies
        ListUserTags ListUsers PutGroupPolicy PutRolePermissionsBoundary PutRolePolicy PutUserPolicy
        RemoveRoleFromInstanceProfile RemoveUserFromGroup SetDefaultPolicyVersion SimulatePrincipalPolicy
        TagInstanceProfile TagPolicy TagRole TagUser UntagInstanceProfile UntagPolicy UntagRole UntagUser
        UpdateAccessKey UpdateAccountPasswordPolicy UpdateAssumeRolePolicy UpdateGroup UpdateRole UpdateRoleDescription
        UpdateUser
    """,
    "s3": """
        AbortMultipartUpload CompleteMultipartUpload CopyObject CreateBucket CreateMultipartUpload DeleteBucket
        DeleteBucketEncryption DeleteBucketLifecycle DeleteBucketOwnershipControls DeleteBucketPolicy
        DeleteBucketTagging DeleteObject DeleteObjectTagging DeleteObjects DeletePublicAccessBlock
        GetBucketAccelerateConfiguration GetBucketAcl GetBucketCors GetBucketEncryption GetBucketLifecycleConfiguration
        GetBucketLocation GetBucketLogging GetBucketNotificationConfiguration GetBucketOwnershipControls GetBucketPolicy
        GetBucketPolicyStatus GetBucketReplication GetBucketRequestPayment GetBucketTagging GetBucketVersioning
        GetBucketWebsite GetObject GetObjectAcl GetObjectLegalHold GetObjectLockConfiguration GetObjectRetention
        GetObjectTagging GetPublicAccessBlock HeadBucket HeadObject ListBuckets ListMultipartUploads
        ListObjectVersions ListObjects ListObjectsV2 ListParts PutBucketAcl PutBucketEncryption
        PutBucketLifecycleConfiguration PutBucketLogging PutBucketOwnershipControls PutBucketPolicy PutBucketTagging
        PutBucketVersioning PutObject PutObjectAcl PutObjectLegalHold PutObjectLockConfiguration PutObjectRetention
        PutObjectTagging PutPublicAccessBlock UploadPart
    """,
    "cloudtrail": """
        AddTags CreateTrail DeleteTrail DescribeTrails GetEventSelectors GetInsightSelectors GetTrail GetTrailStatus
        ListTags LookupEvents PutEventSelectors PutInsightSelectors RemoveTags StartLogging StopLogging UpdateTrail
    """,
    "servicequotas": "GetServiceQuota ListServiceQuotas",
}

SIMULATED: dict[str, frozenset[str]] = {service: frozenset(names.split()) for service, names in _TABLE.items()}
"""The operations simulated, by the service's SigV4 name."""


def check_simulated(call: Call) -> None:
    """Refuse an operation outside the table, and one that AWS doesn't know either."""
    if call.operation in SIMULATED.get(call.service, ()):
        return
    if call.service in SIMULATED and operation_model(call.service, call.operation) is None:
        raise Refused(_unknown(call.service, call.operation))
    raise Refused(not_simulated(call.service, call.operation))


def not_simulated(service: str, operation: str) -> AwsError:
    """The answer to what isn't simulated; never a 5xx, which SDKs would retry for minutes."""
    name = f"{service}:{operation or 'an operation that the request does not name'}"
    return AwsError("OperationNotSimulated", f"The partition simulator does not simulate {name}.")


def _unknown(service: str, operation: str) -> AwsError:
    """AWS's answer to an operation that the service hasn't got. Codes: "Common Errors" of each API.

    Those that no page has are unverified (claim: unknown-operation).
    """
    match protocol_of(service):
        case "query" if not operation:
            return AwsError("MissingAction", "The request must contain the parameter Action.")
        case "query":
            return AwsError("InvalidAction", f"Could not find operation {operation} for the version given.")
        case "rest-xml":
            return AwsError("MethodNotAllowed", "The specified method is not allowed against this resource.", 405)
        case "rest-json":
            return AwsError("UnknownOperationException", "", 404)
        case _:
            return AwsError("UnknownOperationException", "")
