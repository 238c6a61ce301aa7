"""What `ConstraintViolationException` may name as its reason. M: ConstraintViolationExceptionReason, all of it.

Those about leaving an organization are `reasons.REMOVAL_REASONS`, those about inviting `reasons.HANDSHAKE_REASONS`.
"""

from collections.abc import Mapping

from custom_resources.engine.reasons import FailureReason


def _stranger(title: str, meaning: str, doing: str) -> FailureReason:
    """A reason that M gives for other operations than those called here; M says that any may come with any."""
    return FailureReason(
        title,
        meaning,
        f"No call made here is about {doing}: ask AWS Support why it answers so, with the request's time.",
    )


_POLICY = "Service control and other policies are not managed here."
_TRANSFER = "Billing transfers between organizations are not managed here."

CONSTRAINT_REASONS: Mapping[str, FailureReason] = {
    # CreateGovCloudAccount
    "MASTER_ACCOUNT_NOT_GOVCLOUD_ENABLED": FailureReason(
        "the management account has no GovCloud account",
        "Only a commercial management account that is itself half of a pair can make pairs.",
        "The commercial management account must itself be paired with a GovCloud account: sign it up for GovCloud, or "
        "give the credentials of one that is.",
    ),
    "ACCOUNT_NUMBER_LIMIT_EXCEEDED": FailureReason(
        "the organization has no room for another account",
        "It has as many accounts as it may; closed accounts and open invitations count.",
        "Ask for a higher quota (Service Quotas, Organizations, default maximum number of accounts). In a new "
        "organization wait an hour.",
    ),
    "ACCOUNT_CREATION_RATE_LIMIT_EXCEEDED": FailureReason(
        "five creations are in progress",
        "AWS makes five accounts of an organization at a time, whoever asked for them.",
        "It was waited for as long as the timeout allowed: run again when the others have ended (`govpair status`).",
    ),
    "MASTER_ACCOUNT_MISSING_CONTACT_INFO": FailureReason(
        "the management account has no contact information",
        "AWS makes accounts only for a management account with an address and a phone number.",
        "Complete the management account's address and phone number (Account page of the console), then run again.",
    ),
    "MASTER_ACCOUNT_ADDRESS_DOES_NOT_MATCH_MARKETPLACE": FailureReason(
        "the management account is with another seller of record",
        "All accounts of an organization belong to the marketplace of the management account's address.",
        "Migrate the management account to the marketplace of its address (AWS Support, billing), then run again.",
    ),
    "MASTER_ACCOUNT_MISSING_BUSINESS_LICENSE": FailureReason(
        "the management account has no business licence",
        "AWS asks for one in the regions of China only, which are another partition than the two that are used here.",
        "Check that the endpoints of the credential set {set} belong to partition {partition}.",
    ),
    "ORGANIZATION_NOT_IN_ALL_FEATURES_MODE": FailureReason(
        "the organization has not all features",
        "The organization has consolidated billing only, and this needs all features.",
        "Enable all features in the organization (its feature set must be ALL), then run again.",
    ),
    "SERVICE_ACCESS_NOT_ENABLED": FailureReason(
        "the service has no trusted access",
        "An AWS service that this depends on may not act in the organization.",
        "Enable trusted access for account.amazonaws.com in the organization (EnableAWSServiceAccess).",
    ),
    "UNMET_BILLING_PREREQUISITE": FailureReason(
        "the billing configuration is not supported",
        "AWS does not support the organization's present billing configuration for this.",
        "Ask AWS Support (billing) what the configuration of the management account lacks.",
    ),
    # TagResource, and tags at creation
    "MAX_TAG_LIMIT_EXCEEDED": FailureReason(
        "the account has too many tags",
        "An account takes 50 tags, of which the creation marker is one.",
        "Declare fewer tags, the provider's default_tags among them.",
        attribute="tags",
    ),
    "TAG_POLICY_VIOLATION": FailureReason(
        "a tag policy forbids one of the tags",
        "The organization's tag policies are enforced for accounts.",
        "Change the tags or the tag policy. If it forbids the marker govpair:owner, set `creation_marker = false`.",
        attribute="tags",
    ),
    # CloseAccount
    "CLOSE_ACCOUNT_QUOTA_EXCEEDED": FailureReason(
        "the closings of 30 days are used up",
        "AWS closes the higher of 250 and 20 % of the members in 30 days, 1,000 at most.",
        "Run again when older closings are more than 30 days ago; AWS does not tell when that is.",
        attribute="closed",
    ),
    "CLOSE_ACCOUNT_REQUESTS_LIMIT_EXCEEDED": FailureReason(
        "three closings are in progress",
        "AWS closes three accounts of an organization at a time.",
        "It was waited for as long as the timeout allowed: run again when the other accounts are SUSPENDED.",
        attribute="closed",
    ),
    "CANNOT_CLOSE_MANAGEMENT_ACCOUNT": FailureReason(
        "it is the organization's management account",
        "The management account cannot be closed by the API.",
        "Close its members first, then the account itself, as its root user; here only take it out of the state.",
        attribute="closed",
    ),
    # Other operations'
    "OU_NUMBER_LIMIT_EXCEEDED": _stranger(
        "too many organizational units", "An organization has 2,000 units at most.", "making organizational units"
    ),
    "OU_DEPTH_LIMIT_EXCEEDED": _stranger(
        "organizational units nested too deep", "Units nest five levels deep.", "nesting organizational units"
    ),
    "POLICY_NUMBER_LIMIT_EXCEEDED": _stranger("too many policies", _POLICY, "making policies"),
    "POLICY_CONTENT_LIMIT_EXCEEDED": _stranger("the policy is too long", _POLICY, "the text of policies"),
    "MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED": _stranger(
        "too many policies are attached", _POLICY, "attaching policies"
    ),
    "MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED": _stranger(
        "too few policies would be attached", _POLICY, "detaching policies"
    ),
    "POLICY_TYPE_ENABLED_FOR_THIS_SERVICE": _stranger(
        "the service's policy type is enabled", _POLICY, "disabling a service's trusted access"
    ),
    "CREATE_ORGANIZATION_IN_BILLING_MODE_UNSUPPORTED_REGION": _stranger(
        "the region has organizations with all features only",
        "The organization would have consolidated billing only.",
        "making organizations",
    ),
    "ALL_FEATURES_MIGRATION_ORGANIZATION_SIZE_LIMIT_EXCEEDED": _stranger(
        "the organization is too large to enable all features this way",
        "With more than 5,000 accounts, AWS assists in enabling all features.",
        "enabling all features",
    ),
    "EMAIL_VERIFICATION_CODE_EXPIRED": _stranger(
        "the verification code has expired", "A code sent by mail is valid for a short time.", "verifying emails"
    ),
    "MAX_DELEGATED_ADMINISTRATORS_FOR_SERVICE_LIMIT_EXCEEDED": _stranger(
        "the service has enough delegated administrators",
        "A service takes a few delegated administrators.",
        "the number of delegated administrators",
    ),
    "CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR": _stranger(
        "the management account can be no delegated administrator",
        "Only members administer a service by delegation.",
        "delegating to a management account",
    ),
    "DELEGATED_ADMINISTRATOR_EXISTS_FOR_THIS_SERVICE": _stranger(
        "the service has a delegated administrator",
        "The service takes one delegated administrator.",
        "delegating a service for which somebody is registered",
    ),
    "CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_DELEGATED_ADMINISTRATOR": _stranger(
        "a suspended account can be no delegated administrator",
        "Only an active account administers a service by delegation.",
        "delegating to a closed account",
    ),
    "RESPONSIBILITY_TRANSFER_MAX_LEVEL_VIOLATION": _stranger(
        "the chain of billing transfers is too long", _TRANSFER, "the length of a chain of billing transfers"
    ),
    "RESPONSIBILITY_TRANSFER_MAX_INBOUND_QUOTA_VIOLATION": _stranger(
        "too many incoming billing transfers", _TRANSFER, "incoming billing transfers"
    ),
    "RESPONSIBILITY_TRANSFER_MAX_OUTBOUND_QUOTA_VIOLATION": _stranger(
        "too many outgoing billing transfers", _TRANSFER, "outgoing billing transfers"
    ),
    "RESPONSIBILITY_TRANSFER_MAX_TRANSFERS_QUOTA_VIOLATION": _stranger(
        "too many billing transfers in the chain", _TRANSFER, "the number of billing transfers in a chain"
    ),
    "ACTIVE_RESPONSIBILITY_TRANSFER_PROCESS": _stranger(
        "a billing transfer is going on", _TRANSFER, "deleting an organization during a billing transfer"
    ),
    "TRANSFER_RESPONSIBILITY_TARGET_DELETION_IN_PROGRESS": _stranger(
        "the billing transfer's target is being deleted", _TRANSFER, "transfers to an organization being deleted"
    ),
    "TRANSFER_RESPONSIBILITY_SOURCE_DELETION_IN_PROGRESS": _stranger(
        "the billing transfer's source is being deleted", _TRANSFER, "transfers from an organization being deleted"
    ),
    "UNSUPPORTED_PRICING": _stranger(
        "the pricing agreement excludes billing transfers", _TRANSFER, "pricing agreements"
    ),
    "ACCOUNT_NOT_ACTIVE_FOR_TRANSFER_RESPONSIBILITY": _stranger(
        "the account is not active enough for a billing transfer", _TRANSFER, "inviting to billing transfers"
    ),
    "TRANSFER_RESPONSIBILITY_UPDATE_NOT_ALLOWED": _stranger(
        "the billing transfer has ended", _TRANSFER, "changing billing transfers"
    ),
}
