"""What CloudTrail's errors mean. M: the errors of the operations in use."""

from collections.abc import Mapping

from custom_resources.engine.reasons import FailureReason

DECLARED_REASONS: Mapping[str, FailureReason] = {
    # M: CreateTrail and UpdateTrail; what the declaration of a trail, or what it refers to, can cause.
    "S3BucketDoesNotExistException": FailureReason(
        "the bucket does not exist",
        "The two partitions share no buckets.",
        "Make the bucket first, in the same partition, and reference it, so that Terraform knows the order.",
        attribute="s3_bucket_name",
    ),
    "InsufficientS3BucketPolicyException": FailureReason(
        "the bucket's policy does not let CloudTrail write",
        "CloudTrail tries the bucket before it takes the trail.",
        "The bucket's policy must let cloudtrail.amazonaws.com do s3:GetBucketAcl on the bucket, and s3:PutObject "
        "below PREFIX/AWSLogs/ACCOUNT/ with the condition s3:x-amz-acl = bucket-owner-full-control, for this account "
        "and trail. Make the trail depend on the policy (`depends_on`), not on the bucket only.",
        attribute="s3_bucket_name",
    ),
    "InvalidS3BucketNameException": FailureReason(
        "the bucket's name is not valid",
        "It breaks one of S3's rules.",
        "Correct the bucket's name.",
        attribute="s3_bucket_name",
    ),
    "InvalidS3PrefixException": FailureReason(
        "the prefix is not valid",
        "It breaks one of CloudTrail's rules.",
        "Correct the prefix.",
        attribute="s3_key_prefix",
    ),
    "InvalidTrailNameException": FailureReason(
        "the trail's name is not valid",
        "It breaks one of CloudTrail's rules.",
        "Give the trail another name.",
        attribute="name",
    ),
    "KmsKeyNotFoundException": FailureReason(
        "the key is not there",
        "CloudTrail does not find the KMS key.",
        "Give a key that exists, in the bucket's region and in this partition.",
        attribute="kms_key_id",
    ),
    "KmsKeyDisabledException": FailureReason(
        "the key is disabled", "The KMS key cannot be used.", "Enable the key.", attribute="kms_key_id"
    ),
    "KmsException": FailureReason(
        "KMS refuses the key",
        "The trail can't be changed to use the KMS key.",
        "Look at the key and its policy.",
        attribute="kms_key_id",
    ),
    "InvalidKmsKeyIdException": FailureReason(
        "the key's id is not valid",
        "CloudTrail does not take the form of the key's id.",
        "Give the ARN of a key.",
        attribute="kms_key_id",
    ),
    "InsufficientEncryptionPolicyException": FailureReason(
        "the key's or the bucket's policy is not sufficient",
        "CloudTrail tries to encrypt before it takes the trail.",
        "Let cloudtrail.amazonaws.com do kms:GenerateDataKey* and kms:DescribeKey for this trail in the key's policy, "
        "and write in the bucket's.",
        attribute="kms_key_id",
    ),
    "InvalidParameterCombinationException": FailureReason(
        "the settings exclude each other",
        "A trail of all regions logs the global services too.",
        "Set include_global_service_events = true, or is_multi_region_trail = false.",
        attribute="include_global_service_events",
    ),
    "MaximumNumberOfTrailsExceededException": FailureReason(
        "the region has five trails",
        "A region has five trails at most, those of other regions that reach into it included.",
        "Take over one of them by its name, or delete one.",
    ),
    "TrailAlreadyExistsException": FailureReason(
        "there is a trail of that name",
        "The account has a trail of that name that this region does not show: one for another region only, or the "
        "organization's.",
        "Give another name, or the `region` of that trail.",
        attribute="name",
    ),
    "TagsLimitExceededException": FailureReason(
        "the trail has too many tags", "A trail takes 50 tags.", "Declare fewer tags.", attribute="tags"
    ),
    "InvalidTagParameterException": FailureReason(
        "a tag is not valid", "CloudTrail does not take a key or a value.", "Correct the tags.", attribute="tags"
    ),
    "InvalidHomeRegionException": FailureReason(
        "the trail is at home in another region",
        "Only the trail's home region changes it.",
        "Give the trail's home region as `region`.",
        attribute="region",
    ),
}

PASSING = frozenset(
    {
        "S3BucketDoesNotExistException",
        "InsufficientS3BucketPolicyException",
        "InsufficientEncryptionPolicyException",
    }
)
"""Refusals that may come from a bucket, policy or key made a moment ago."""


def _stranger(title: str, meaning: str, what: str) -> FailureReason:
    """An error about something that trails as they are declared here don't have."""
    return FailureReason(
        title, meaning, f"A trail is declared here without {what}: look who else changes this trail, then run again."
    )


_NOT_A_TRAIL = "CloudTrail takes the trail's ARN for that of something else."
_ORGANIZATION_TRAIL = "CloudTrail takes the trail for an organization's."
_LOOKUP = "CloudTrail's event history can't tell how the creation ended"

TRAIL_REASONS: Mapping[str, FailureReason] = {
    **DECLARED_REASONS,
    "AccessDeniedException": FailureReason(
        "the role may not do this",
        "A policy of the role, or a service control policy, does not allow the call.",
        "Allow {permission} to the role in the account (or to the credential set {set}), and look at the SCPs.",
    ),
    "TrailNotFoundException": FailureReason(
        "the trail is gone",
        "Somebody deleted it, or it is in another account or region.",
        "Run again: it is looked for by its name, and made again if it is not there.",
    ),
    "ResourceNotFoundException": FailureReason(
        "the trail to tag is gone", "Somebody deleted it meanwhile.", "Run again, when nobody else changes the trail."
    ),
    "CloudTrailARNInvalidException": FailureReason(
        "the trail's ARN is not valid",
        "CloudTrail does not take the ARN, which may be of another partition or region.",
        "Check the account's id and `region`.",
    ),
    "ConflictException": FailureReason(
        "another change of the trail is going on",
        "AWS documents this as passing, and it was waited for as long as the timeout allowed.",
        "Run again when the trail's other change is done.",
    ),
    "ThrottlingException": FailureReason(
        "too many requests to CloudTrail",
        "AWS documents this as passing, and it was waited for as long as the timeout allowed.",
        "Run again with fewer trails at once (-parallelism).",
    ),
    "InsufficientDependencyServiceAccessPermissionException": FailureReason(
        "the role lacks a permission in another service",
        "CloudTrail needs a permission of the role in a service that it depends on.",
        "Allow iam:CreateServiceLinkedRole and iam:GetRole to the role, then run again.",
    ),
    "CloudTrailInvalidClientTokenIdException": FailureReason(
        "the role's session is not known where CloudTrail uses it",
        "CloudTrail called another service with the role's session, which does not know it.",
        "Check that region, bucket and key belong to the account's partition.",
    ),
    "InvalidParameterException": FailureReason(
        "a parameter is not valid",
        "CloudTrail does not take one of the settings; its message names it.",
        "Correct that setting of the trail.",
    ),
    "OperationNotPermittedException": FailureReason(
        "CloudTrail does not permit it",
        "The trail may be another service's (Control Tower's, for example) or the organization's.",
        "Declare a trail of another name, or change it where it is managed.",
    ),
    "UnsupportedOperationException": FailureReason(
        "CloudTrail does not support it here",
        "The partition or region lacks the operation.",
        "Choose another region of this partition.",
    ),
    "NoManagementAccountSLRExistsException": _stranger(
        "the management account lacks CloudTrail's role", _ORGANIZATION_TRAIL, "an organization's service-linked role"
    ),
    "NotOrganizationMasterAccountException": _stranger(
        "only the management account may", _ORGANIZATION_TRAIL, "a management account"
    ),
    "OrganizationNotInAllFeaturesModeException": _stranger(
        "the organization has not all features", _ORGANIZATION_TRAIL, "an organization's features"
    ),
    "OrganizationsNotInUseException": _stranger(
        "the account is in no organization", _ORGANIZATION_TRAIL, "an organization"
    ),
    "CloudTrailAccessNotEnabledException": _stranger(
        "CloudTrail has no trusted access", _ORGANIZATION_TRAIL, "CloudTrail's trusted access"
    ),
    "CloudWatchLogsDeliveryUnavailableException": _stranger(
        "no delivery to CloudWatch Logs", "The region has no such delivery.", "a delivery to CloudWatch Logs"
    ),
    "InvalidCloudWatchLogsLogGroupArnException": _stranger(
        "the log group is not valid", "The trail delivers to a log group.", "a log group"
    ),
    "InvalidCloudWatchLogsRoleArnException": _stranger(
        "the role for CloudWatch Logs is not valid", "The trail delivers by a role.", "a role for CloudWatch Logs"
    ),
    "InsufficientSnsTopicPolicyException": _stranger(
        "the topic's policy is not sufficient", "The trail notifies a topic.", "a topic's policy"
    ),
    "InvalidSnsTopicNameException": _stranger(
        "the topic's name is not valid", "The trail notifies a topic.", "an SNS topic"
    ),
    "InvalidEventSelectorsException": _stranger(
        "the event selectors are not valid", "The trail has selectors.", "event selectors"
    ),
    "TrailNotProvidedException": _stranger("no trail was named", "AWS uses this no more.", "leaving out its name"),
    "ChannelARNInvalidException": _stranger("the channel's ARN is not valid", _NOT_A_TRAIL, "a channel's ARN"),
    "ChannelNotFoundException": _stranger("the channel is not there", _NOT_A_TRAIL, "a channel"),
    "EventDataStoreARNInvalidException": _stranger(
        "the event data store's ARN is not valid", _NOT_A_TRAIL, "an event data store's ARN"
    ),
    "EventDataStoreNotFoundException": _stranger(
        "the event data store is not there", _NOT_A_TRAIL, "an event data store"
    ),
    "InactiveEventDataStoreException": _stranger(
        "the event data store is not active", _NOT_A_TRAIL, "an active event data store"
    ),
    "ResourceTypeNotSupportedException": _stranger(
        "the resource type has no tags", _NOT_A_TRAIL, "tags of another resource type"
    ),
    "InvalidTokenException": FailureReason(
        "the listing of tags was cut off", "CloudTrail does not take a token.", "Run again: the tags are read anew."
    ),
    # LookupEvents, by which the GovCloud id is found where the requests don't tell it.
    "InvalidEventCategoryException": FailureReason(
        "the event category is not valid", f"{_LOOKUP}.", "Give the GovCloud id by hand, importing COMMERCIAL/GOVCLOUD."
    ),
    "InvalidLookupAttributesException": FailureReason(
        "the events' attribute is not valid", f"{_LOOKUP}.", "Import the pair by both ids, with a slash in between."
    ),
    "InvalidMaxResultsException": FailureReason(
        "the number of events is not valid", f"{_LOOKUP}.", "Import the pair by its two ids joined by a slash."
    ),
    "InvalidNextTokenException": FailureReason(
        "the listing of events was cut off",
        f"{_LOOKUP} just now.",
        "Run again: the events are read from the newest on.",
    ),
    "InvalidTimeRangeException": FailureReason(
        "the events' time range is not valid",
        f"{_LOOKUP}.",
        "Set this machine's clock, then run again.",
    ),
}
"""Every error of the operations in use."""
