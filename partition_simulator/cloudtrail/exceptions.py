"""Errors of CloudTrail. Codes: the botocore model, ``cloudtrail``; the wordings are unverified.

(claim: trail-error-wordings)
"""

from __future__ import annotations

from partition_simulator.http.errors import AwsError, Refused


class TrailAlreadyExists(Refused):
    """The account has a trail of that name here."""

    def __init__(self, name: str, account_id: str) -> None:
        super().__init__(
            AwsError("TrailAlreadyExistsException", f"Trail {name} already exists for customer: {account_id}")
        )


class TrailNotFound(Refused):
    """The account has no such trail, as far as this region shows."""

    def __init__(self, name: str, account_id: str) -> None:
        super().__init__(AwsError("TrailNotFoundException", f"Unknown trail: {name} for the user: {account_id}"))


class InvalidHomeRegion(Refused):
    """Only the region in which a trail was made can change it."""

    def __init__(self, home: str) -> None:
        message = f"The trail can only be changed in the region in which it was created: {home}."
        super().__init__(AwsError("InvalidHomeRegionException", message))


class InvalidTrailName(Refused):
    """The name breaks the rules of ``CreateTrail``'s ``Name``."""

    def __init__(self, why: str) -> None:
        super().__init__(AwsError("InvalidTrailNameException", why))


class S3BucketDoesNotExist(Refused):
    """No bucket of that name in this partition."""

    def __init__(self, bucket: str) -> None:
        super().__init__(AwsError("S3BucketDoesNotExistException", f"S3 bucket {bucket} does not exist!"))


class InsufficientS3BucketPolicy(Refused):
    """The bucket doesn't let CloudTrail write there."""

    def __init__(self, bucket: str) -> None:
        message = f"Incorrect S3 bucket policy is detected for bucket: {bucket}"
        super().__init__(AwsError("InsufficientS3BucketPolicyException", message))


class InvalidParameterCombination(Refused):
    """Parameters that don't go together."""

    def __init__(self, message: str) -> None:
        super().__init__(AwsError("InvalidParameterCombinationException", message))


class InvalidS3Prefix(Refused):
    """The prefix is too long."""

    def __init__(self, prefix: str) -> None:
        message = f"S3 prefix is too long: {len(prefix)} characters, at most 200 are allowed."
        super().__init__(AwsError("InvalidS3PrefixException", message))


class InvalidKmsKeyId(Refused):
    """The key isn't named as CloudTrail takes it."""

    def __init__(self, key: str) -> None:
        super().__init__(AwsError("InvalidKmsKeyIdException", f"Invalid KMS key id: {key}"))


class InvalidCloudWatchLogsLogGroupArn(Refused):
    """Not a log group of this partition."""

    def __init__(self, arn: str) -> None:
        text = f"CloudTrail cannot access the log group {arn}."
        super().__init__(AwsError("InvalidCloudWatchLogsLogGroupArnException", text))


class InvalidCloudWatchLogsRoleArn(Refused):
    """Not a role of this partition."""

    def __init__(self, arn: str) -> None:
        super().__init__(AwsError("InvalidCloudWatchLogsRoleArnException", f"CloudTrail cannot assume the role {arn}."))


class OrganizationsNotInUse(Refused):
    """An organization's trail of a standalone account."""

    def __init__(self) -> None:
        text = "Your account is not a member of an organization."
        super().__init__(AwsError("OrganizationsNotInUseException", text))


class NotOrganizationMasterAccount(Refused):
    """An organization's trail of a member."""

    def __init__(self) -> None:
        text = "Only the management account makes a trail of its organization."
        super().__init__(AwsError("NotOrganizationMasterAccountException", text))


class CloudTrailAccessNotEnabled(Refused):
    """The organization doesn't trust CloudTrail."""

    def __init__(self) -> None:
        text = "Trusted access for cloudtrail.amazonaws.com isn't enabled in your organization."
        super().__init__(AwsError("CloudTrailAccessNotEnabledException", text))


class MaximumNumberOfTrailsExceeded(Refused):
    """Five trails per region (CloudTrail User Guide, quotas)."""

    def __init__(self, account_id: str, number: int) -> None:
        message = f"User: {account_id} already has {number} trails in this region."
        super().__init__(AwsError("MaximumNumberOfTrailsExceededException", message))


class TagsLimitExceeded(Refused):
    """More than 50 tags."""

    def __init__(self, arn: str) -> None:
        message = f"The number of tags of {arn} has exceeded the limit of 50."
        super().__init__(AwsError("TagsLimitExceededException", message))


class ResourceNotFound(Refused):
    """Tags of something that isn't there."""

    def __init__(self, arn: str) -> None:
        super().__init__(AwsError("ResourceNotFoundException", f"The resource {arn} does not exist."))


class CloudTrailArnInvalid(Refused):
    """Not the ARN of a trail."""

    def __init__(self, arn: str) -> None:
        super().__init__(AwsError("CloudTrailARNInvalidException", f"Trail ARN is not valid: {arn}"))


class InvalidLookupAttributes(Refused):
    """LookupEvents takes one attribute at most."""

    def __init__(self) -> None:
        super().__init__(AwsError("InvalidLookupAttributesException", "You can specify only one lookup attribute."))


class InvalidMaxResults(Refused):
    """LookupEvents gives 1 to 50 events at a time."""

    def __init__(self, number: int) -> None:
        super().__init__(AwsError("InvalidMaxResultsException", f"MaxResults must be between 1 and 50, not {number}."))


class InvalidNextToken(Refused):
    """A NextToken that no answer gave."""

    def __init__(self) -> None:
        super().__init__(AwsError("InvalidNextTokenException", "The next token is invalid."))
