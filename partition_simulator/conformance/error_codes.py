"""Error codes that a service may answer with although its model doesn't list them for the operation."""

from __future__ import annotations

# "Common Errors" of the services' API references, and what their protocols answer to requests that can't be read.
_JSON = frozenset(
    {
        "AccessDeniedException",
        "ExpiredTokenException",
        "IncompleteSignatureException",
        "InvalidSignatureException",
        "MissingAuthenticationTokenException",
        "OperationNotSimulated",
        "PolicyNotSimulated",
        "RequestEntityTooLargeException",
        "SerializationException",
        "ThrottlingException",
        "UnknownOperationException",
        "UnrecognizedClientException",
        "UnsupportedMediaTypeException",
        "ValidationException",
    }
)
_QUERY = frozenset(
    {
        "AccessDenied",
        "ExpiredToken",
        "IncompleteSignature",
        "InvalidAction",
        "InvalidClientTokenId",
        "MalformedInput",
        "MissingAction",
        "MissingAuthenticationToken",
        "OperationNotSimulated",
        "PolicyNotSimulated",
        "RequestEntityTooLarge",
        "SignatureDoesNotMatch",
        "Throttling",
        "ValidationError",
    }
)
# S3's model lists few errors; these are of the S3 API reference, "Error responses", "List of error codes".
_S3 = frozenset(
    """
    AccessDenied AuthorizationHeaderMalformed BadDigest BucketAlreadyExists BucketAlreadyOwnedByYou BucketNotEmpty
    EntityTooLarge EntityTooSmall ExpiredToken IllegalLocationConstraintException IncompleteBody InvalidAccessKeyId
    InvalidArgument InvalidBucketName InvalidBucketState InvalidDigest InvalidLocationConstraint InvalidPart
    InvalidPartOrder InvalidRange InvalidRequest InvalidTag InvalidToken KeyTooLongError MalformedACLError
    MalformedPolicy MalformedXML MethodNotAllowed MissingContentLength NoSuchBucket NoSuchBucketPolicy
    NoSuchCORSConfiguration NoSuchKey NoSuchLifecycleConfiguration NoSuchObjectLockConfiguration
    NoSuchPublicAccessBlockConfiguration NoSuchTagSet NoSuchUpload NoSuchVersion NoSuchWebsiteConfiguration
    NotImplemented ObjectLockConfigurationNotFoundError OperationNotSimulated OwnershipControlsNotFoundError
    PolicyNotSimulated PreconditionFailed ReplicationConfigurationNotFoundError RequestEntityTooLarge
    RequestTimeTooSkewed ServerSideEncryptionConfigurationNotFoundError SignatureDoesNotMatch SlowDown
    """.split()  # noqa: SIM905
)


def common(service: str, protocol: str) -> frozenset[str]:
    """The codes that any operation of a service may answer with."""
    if service == "s3":
        return _S3
    return _QUERY if protocol == "query" else _JSON
