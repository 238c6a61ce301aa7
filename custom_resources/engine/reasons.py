"""What AWS's reasons mean and what to do about them: tables of data, each entry from M (aws-facts.md)."""

from collections.abc import Mapping
from dataclasses import dataclass

# M: ConstraintViolationException, "the number of accounts that can be in progress / that you can close at a time".
SLOT_REASONS = frozenset({"ACCOUNT_CREATION_RATE_LIMIT_EXCEEDED", "CLOSE_ACCOUNT_REQUESTS_LIMIT_EXCEEDED"})

# Reasons of otherwise final errors that pass by themselves.
TRANSIENT_REASONS = SLOT_REASONS | {"ORGANIZATION_MEMBERSHIP_CHANGE_RATE_LIMIT_EXCEEDED"}


@dataclass(frozen=True)
class FailureReason:
    """A creation request's failure: a title, what it means, what to do. `look`: another may have made the pair."""

    title: str
    meaning: str
    step: str
    look: bool = False
    attribute: str | None = None


_VALIDATION = "Complete AWS's business validation of the management account (AWS Support), then run again."

FAILURE_REASONS: Mapping[str, FailureReason] = {
    "ACCOUNT_LIMIT_EXCEEDED": FailureReason(
        "the organization's account quota is used up",
        "The organization has as many accounts as it may; closed accounts and open invitations count.",
        "Ask for a higher quota (Service Quotas, Organizations, default maximum number of accounts), then run again.",
    ),
    "EMAIL_ALREADY_EXISTS": FailureReason(
        "the email is in use",
        "Another AWS account has this email, and it is not a member of this organization.",
        "Give an email that no AWS account has had (a closed account keeps its email), or import the existing pair.",
        look=True,
        attribute="email",
    ),
    "INVALID_ADDRESS": FailureReason(
        "the address is not valid",
        "AWS does not accept the management account's postal address.",
        "Correct the management account's contact information, then run again.",
    ),
    "INVALID_EMAIL": FailureReason(
        "the email is not valid",
        "AWS does not accept the email.",
        "Give a working email address.",
        attribute="email",
    ),
    "CONCURRENT_ACCOUNT_MODIFICATION": FailureReason(
        "the same request was already made",
        "AWS already had a request with the same information.",
        "Wait for that request to end (`govpair status`), then run again: a pair of ours is adopted.",
        look=True,
    ),
    "INTERNAL_FAILURE": FailureReason(
        "AWS failed on its side",
        "The request failed inside AWS.",
        "Run again later; if it stays, ask AWS Support with the request id.",
    ),
    "GOVCLOUD_ACCOUNT_ALREADY_EXISTS": FailureReason(
        "the email is in use in GovCloud",
        "A GovCloud account with this email exists already.",
        "Give an email that no GovCloud account has had, or import the existing pair.",
        look=True,
        attribute="email",
    ),
    "MISSING_BUSINESS_VALIDATION": FailureReason(
        "business validation is missing", "The management account has not had business validation.", _VALIDATION
    ),
    "FAILED_BUSINESS_VALIDATION": FailureReason(
        "business validation failed", "The management account failed business validation.", _VALIDATION
    ),
    "PENDING_BUSINESS_VALIDATION": FailureReason(
        "business validation is not finished",
        "The management account's business validation is still going on.",
        "Wait until AWS has finished it, then run again.",
    ),
    "INVALID_IDENTITY_FOR_BUSINESS_VALIDATION": FailureReason(
        "the identity for business validation is not valid",
        "The management account has no valid identity data for business validation.",
        _VALIDATION,
    ),
    "UNKNOWN_BUSINESS_VALIDATION": FailureReason(
        "business validation has an unknown problem",
        "The management account has an unknown issue with business validation.",
        _VALIDATION,
    ),
    "MISSING_PAYMENT_INSTRUMENT": FailureReason(
        "there is no payment method",
        "The management account has no valid payment method.",
        "Add one to the management account, then run again.",
    ),
    "INVALID_PAYMENT_INSTRUMENT": FailureReason(
        "the payment method is not valid",
        "The management account's payment method is not supported.",
        "Change it in the management account, then run again.",
    ),
    "UPDATE_EXISTING_RESOURCE_POLICY_WITH_TAGS_NOT_SUPPORTED": FailureReason(
        "tags cannot be set at creation",
        "AWS cannot combine the tags with the organization's existing resource policy.",
        "Leave out the tags, and set `creation_marker = false` (creation is then not resumed by itself), or change the "
        "organization's resource policy.",
        attribute="tags",
    ),
}
# M's prose spells one of them differently from its enumeration; both are understood.
FAILURE_REASON_SPELLINGS = {"IDENTITY_INVALID_BUSINESS_VALIDATION": "INVALID_IDENTITY_FOR_BUSINESS_VALIDATION"}

UNKNOWN_FAILURE = FailureReason(
    "AWS gives a reason this version does not know",
    "The creation request failed.",
    "Look the reason up in the Organizations API reference (CreateAccountStatus, FailureReason).",
)


def failure_reason(reason: str | None) -> FailureReason:
    """Return the table's entry for a failure reason, or one that says it is unknown."""
    return FAILURE_REASONS.get(FAILURE_REASON_SPELLINGS.get(reason or "", reason or ""), UNKNOWN_FAILURE)


REASON_STEPS: Mapping[str, str] = {
    # CreateGovCloudAccount (M: ConstraintViolationException)
    "MASTER_ACCOUNT_NOT_GOVCLOUD_ENABLED": "The commercial management account must itself be paired with a GovCloud "
    "account: sign it up for GovCloud, or give the credentials of one that is.",
    "ACCOUNT_NUMBER_LIMIT_EXCEEDED": "The organization has as many accounts as it may (closed ones and open "
    "invitations count): ask for a higher quota. In a new organization wait an hour.",
    "MASTER_ACCOUNT_MISSING_CONTACT_INFO": "Complete the management account's address and phone number.",
    "ORGANIZATION_NOT_IN_ALL_FEATURES_MODE": "Enable all features in the organization.",
    "MAX_TAG_LIMIT_EXCEEDED": "An account takes 50 tags, of which the creation marker is one: declare fewer.",
    "TAG_POLICY_VIOLATION": "A tag policy forbids one of the tags: change the tags or the policy. If it forbids the "
    "marker govpair:owner, set `creation_marker = false`.",
    # InviteAccountToOrganization, AcceptHandshake (M: HandshakeConstraintViolationException)
    "ALREADY_IN_AN_ORGANIZATION": "The account is a member of another organization: it must leave that one first.",
    "HANDSHAKE_RATE_LIMIT_EXCEEDED": "As many invitations as allowed in 24 hours were sent (the higher of 20 or the "
    "account quota; accepted ones do not count): run again tomorrow, or ask for a higher quota.",
    "INVITE_DISABLED_DURING_ENABLE_ALL_FEATURES": "The organization is enabling all features: finish that first.",
    "ORGANIZATION_FROM_DIFFERENT_SELLER_OF_RECORD": "An account can only join an organization of its own partition and "
    "seller of record: check that the id is the GovCloud account's, not the commercial one's.",
    "PAYMENT_INSTRUMENT_REQUIRED": "The account, or its commercial half, needs a payment method.",
    "MANAGEMENT_ACCOUNT_EMAIL_NOT_VERIFIED": "Verify the management account's email first.",
    # RemoveAccountFromOrganization (M: ConstraintViolationException)
    "ACCOUNT_CANNOT_LEAVE_ORGANIZATION": "The management account cannot be removed from its organization.",
    "ACCOUNT_CANNOT_LEAVE_WITHOUT_EULA": "The account lacks what a standalone account needs (the customer agreement): "
    'complete its sign-up, or keep the membership (`on_destroy = "keep"`).',
    "ACCOUNT_CANNOT_LEAVE_WITHOUT_PHONE_VERIFICATION": "The account lacks what a standalone account needs (a verified "
    'phone): complete its sign-up, or keep the membership (`on_destroy = "keep"`).',
    "MEMBER_ACCOUNT_PAYMENT_INSTRUMENT_REQUIRED": "The account lacks what a standalone account needs (a payment "
    'method): add one, or keep the membership (`on_destroy = "keep"`).',
    "INVALID_PAYMENT_INSTRUMENT": "The account's payment method is not supported: change it, or keep the membership.",
    "CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG": "The account is a delegated administrator: deregister it first.",
    "WAIT_PERIOD_ACTIVE": "An account made by API waits at least four days before it can go: try again then.",
    # CloseAccount (M: ConstraintViolationException)
    "CLOSE_ACCOUNT_QUOTA_EXCEEDED": "The quota of closures in 30 days is used up (the higher of 250 or 20 % of the "
    "members, at most 1,000): run again when older closures drop out of it.",
    "CANNOT_CLOSE_MANAGEMENT_ACCOUNT": "The management account cannot be closed this way.",
    # MoveAccount, invitations (M: InvalidInputException)
    "MOVING_ACCOUNT_BETWEEN_DIFFERENT_ROOTS": "The parent belongs to another root.",
    "INVALID_PARTY_TYPE_TARGET": "The account id does not fit an invitation.",
    "INVALID_ROLE_NAME": "Role names starting with AWSServiceRoleFor are AWS's own.",
}
