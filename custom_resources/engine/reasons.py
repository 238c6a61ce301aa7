"""What AWS's reasons mean and what to do about them: tables of data, each entry from M (aws-facts.md)."""

from collections.abc import Mapping
from dataclasses import dataclass

# M: ConstraintViolationException, "the number of accounts that can be in progress / that you can close at a time".
SLOT_REASONS = frozenset({"ACCOUNT_CREATION_RATE_LIMIT_EXCEEDED", "CLOSE_ACCOUNT_REQUESTS_LIMIT_EXCEEDED"})

# Reasons of otherwise final errors that pass by themselves.
TRANSIENT_REASONS = SLOT_REASONS | {"ORGANIZATION_MEMBERSHIP_CHANGE_RATE_LIMIT_EXCEEDED"}


@dataclass(frozen=True)
class FailureReason:
    """A reason of AWS's: a title, what it means, what to do, and the declared attribute at fault where there is one.

    look: of a creation request's failure: another request may have made the pair.
    """

    title: str
    meaning: str
    step: str
    look: bool = False
    attribute: str | None = None


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
        "business validation is missing",
        "The management account has not had business validation.",
        "Have AWS start business validation of the management account (AWS Support), then run again when it is done.",
    ),
    "FAILED_BUSINESS_VALIDATION": FailureReason(
        "business validation failed",
        "The management account failed business validation.",
        "Ask AWS Support why business validation failed, and have it repeated, then run again.",
    ),
    "PENDING_BUSINESS_VALIDATION": FailureReason(
        "business validation is not finished",
        "The management account's business validation is still going on.",
        "Wait until AWS has finished it, then run again.",
    ),
    "INVALID_IDENTITY_FOR_BUSINESS_VALIDATION": FailureReason(
        "the identity for business validation is not valid",
        "The management account has no valid identity data for business validation.",
        "Correct the management account's identity data with AWS Support, then run again.",
    ),
    "UNKNOWN_BUSINESS_VALIDATION": FailureReason(
        "business validation has an unknown problem",
        "The management account has an unknown issue with business validation.",
        "Ask AWS Support what stands in the way of the management account's business validation.",
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
