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


_NOT_HERE = "It belongs to another kind of handshake than an invitation; "

# Inviting and accepting. M: HandshakeConstraintViolationExceptionReason, all of it.
HANDSHAKE_REASONS: Mapping[str, FailureReason] = {
    "ACCOUNT_NUMBER_LIMIT_EXCEEDED": FailureReason(
        "the organization has no room for another member",
        "The GovCloud organization has as many accounts as it may; closed accounts and open invitations count.",
        "Ask for a higher account quota of the GovCloud organization, or cancel invitations nobody will accept; in an "
        "organization less than an hour old just run again in an hour.",
    ),
    "HANDSHAKE_RATE_LIMIT_EXCEEDED": FailureReason(
        "too many invitations were sent in 24 hours",
        "The organization has sent as many invitations as it may (the higher of 20 or its account quota; accepted ones "
        "do not count).",
        "Run again in 24 hours, or ask for a higher quota; accounts that are invited already can accept meanwhile.",
    ),
    "ALREADY_IN_AN_ORGANIZATION": FailureReason(
        "the account is in another organization",
        "The account is a member of another organization, and an account is in one organization at a time.",
        "Let it leave that one first: that organization's management account removes it, or the account itself calls "
        "LeaveOrganization. If that organization is the right one, correct the credentials in `govcloud_management`.",
        attribute="account_id",
    ),
    "ORGANIZATION_ALREADY_HAS_ALL_FEATURES": FailureReason(
        "the organization has all features already",
        "AWS answers as if all features were to be enabled, and they are.",
        f"{_NOT_HERE}look who else is enabling all features, and report it as a defect if nobody is.",
    ),
    "ORGANIZATION_IS_ALREADY_PENDING_ALL_FEATURES_MIGRATION": FailureReason(
        "enabling all features has been started already",
        "AWS answers as if all features were to be enabled once more while that is going on.",
        f"{_NOT_HERE}let the members answer the request to enable all features, then run again.",
    ),
    "INVITE_DISABLED_DURING_ENABLE_ALL_FEATURES": FailureReason(
        "no invitations while all features are being enabled",
        "The organization is enabling all features, and invites nobody until that is finished.",
        "Finish enabling all features (every member answers, then the management account confirms), then run again.",
    ),
    "PAYMENT_INSTRUMENT_REQUIRED": FailureReason(
        "the account has no payment method",
        "AWS lets only an account with a valid payment method join; a GovCloud account has its commercial half's.",
        "Add a payment method to the commercial half of the account, then run again.",
    ),
    "ORGANIZATION_FROM_DIFFERENT_SELLER_OF_RECORD": FailureReason(
        "the account is in another partition",
        "An account can join only an organization of its own partition and seller of record.",
        "Check that account_id is the id of the GovCloud account, not that of its commercial half.",
        attribute="account_id",
    ),
    "ORGANIZATION_MEMBERSHIP_CHANGE_RATE_LIMIT_EXCEEDED": FailureReason(
        "the account changed its membership a moment ago",
        "AWS lets an account change its membership only some time after its last change.",
        "Leave the account where it is for an hour, then run again, or allow more time in `timeouts`.",
    ),
    "MANAGEMENT_ACCOUNT_EMAIL_NOT_VERIFIED": FailureReason(
        "the management account's email is not verified",
        "An organization invites nobody until its management account's email is verified.",
        "Open the verification mail of the GovCloud organization's management account (Organizations console, "
        "Settings, sends it again), then run again.",
    ),
    "RESPONSIBILITY_TRANSFER_ALREADY_EXISTS": FailureReason(
        "a billing transfer stands in the way",
        "The organization has a billing transfer that excludes this.",
        "Withdraw or finish the billing transfer (Billing console), then run again.",
    ),
    "SOURCE_AND_TARGET_CANNOT_MATCH": FailureReason(
        "the inviting and the invited account are the same",
        "An account cannot accept what it has sent itself.",
        "Give the id of another account than the management account: that one is a member already.",
        attribute="account_id",
    ),
    "UNUSED_PREPAYMENT_BALANCE": FailureReason(
        "the organization has unused prepayments",
        "The organization has a prepayment balance that excludes this.",
        "Use up the prepayment balance, or have it returned (AWS Support, billing), then run again.",
    ),
    "LEGACY_PERMISSIONS_STILL_IN_USE": FailureReason(
        "the organization still uses the old billing permissions",
        "The organization has not moved to IAM's fine-grained actions for billing and accounts.",
        "Move the organization's policies to the fine-grained billing actions (Billing console, affected policies), "
        "then run again.",
    ),
    "PAST_DUE_INVOICE": FailureReason(
        "an invoice is past due",
        "The organization has an invoice that is past due.",
        "Pay the invoice of the commercial management account, then run again.",
    ),
    "TARGET_ACCOUNT_VALIDATION_FAILURE": FailureReason(
        "AWS cannot validate the account for billing",
        "Billing of this kind is not available for the account.",
        "Ask the billing administrator of the account, or AWS Support, with both account ids.",
    ),
}

# Inviting. M: InvalidInputException; which of them AWS gives for an account that does not exist is
# unverified (claim: invitation-of-nobody).
INVITATION_INPUT_REASONS: Mapping[str, FailureReason] = {
    "INVALID_PARTY_TYPE_TARGET": FailureReason(
        "what is invited is no account",
        "The target of the invitation is not an account.",
        "Give 12 digits as account_id.",
        attribute="account_id",
    ),
    "INVALID_PATTERN_TARGET_ID": FailureReason(
        "the account id has the wrong form",
        "AWS does not take the id of the account.",
        "Correct account_id: the 12 digits of the GovCloud account (govcloud_account_id of its pair).",
        attribute="account_id",
    ),
    "TARGET_NOT_SUPPORTED": FailureReason(
        "the account cannot be invited",
        "There is no such account in this partition, or it is closed.",
        "Check account_id, and that both halves of the pair are ACTIVE: a closed account cannot join.",
        attribute="account_id",
    ),
}

# Errors about handshakes and departures that have no Reason, or only one. M: the exceptions' documentation.
HANDSHAKE_ERRORS: Mapping[str, FailureReason] = {
    "DuplicateHandshakeException": FailureReason(
        "the account has an open invitation already",
        "AWS says that this organization has invited the account, but lists no open invitation of it.",
        "Run again in a minute, when the listing has caught up: the open invitation is then used.",
    ),
    "HandshakeNotFoundException": FailureReason(
        "there is no such invitation",
        "AWS knows no invitation of that id: it keeps one for 30 days after it has ended.",
        "Check handshake_id, or send a new invitation and give the new id.",
        attribute="handshake_id",
    ),
    "InvalidHandshakeTransitionException": FailureReason(
        "the invitation has ended",
        "The invitation has been accepted, declined or cancelled, or has expired (after 15 days).",
        "Look at its `state`; the organization sends a new one with `terraform apply -replace` of its "
        "govpair_invitation, or `govpair invite`.",
        attribute="handshake_id",
    ),
    "HandshakeAlreadyInStateException": FailureReason(
        "the invitation is in that state already",
        "Somebody else did the same to the invitation just now, or AWS's first answer was lost.",
        "Run again: it looks at the invitation first and goes on from there.",
    ),
    "AccountOwnerNotVerifiedException": FailureReason(
        "the management account's owner is not verified",
        "The email of the organization's management account has not been verified, so it cannot invite.",
        "Verify that email: the management account signs in to the Organizations console and asks for the mail.",
    ),
    "AccessDeniedForDependencyException": FailureReason(
        "the role may not make the service-linked role",
        "Accepting makes the role AWSServiceRoleForOrganizations in the account, which the role used there may not do.",
        "Allow iam:CreateServiceLinkedRole for organizations.amazonaws.com to that role, then run again.",
        attribute="role_name",
    ),
    "MasterCannotLeaveOrganizationException": FailureReason(
        "the account manages an organization",
        "A management account stays in its organization as long as that exists.",
        "Delete that organization first (without members, by its management account), or leave this account out.",
        attribute="account_id",
    ),
}

_KEEP = 'or keep the membership: set `on_destroy = "keep"` and apply before destroying'

# RemoveAccountFromOrganization. M: ConstraintViolationExceptionReason, those that its documentation gives for leaving.
REMOVAL_REASONS: Mapping[str, FailureReason] = {
    "ACCOUNT_CANNOT_LEAVE_ORGANIZATION": FailureReason(
        "it is the management account",
        "The management account cannot be removed from its organization.",
        "Remove the members, then delete the organization itself; or forget this membership with a `removed` block.",
    ),
    "ACCOUNT_CANNOT_LEAVE_WITHOUT_EULA": FailureReason(
        "the customer agreement was not accepted",
        "An account made by API lacks what a standalone account needs: the AWS customer agreement.",
        f"Sign in to the account as root and accept the customer agreement, {_KEEP}.",
    ),
    "ACCOUNT_CANNOT_LEAVE_WITHOUT_PHONE_VERIFICATION": FailureReason(
        "the phone number was not verified",
        "An account made by API lacks what a standalone account needs: a verified phone number.",
        f"Sign in to the account as root and verify the phone number, {_KEEP}.",
    ),
    "MEMBER_ACCOUNT_PAYMENT_INSTRUMENT_REQUIRED": FailureReason(
        "the account has no payment method of its own",
        "An account made by API lacks what a standalone account needs: a payment method.",
        f"Add a payment method to the account (a GovCloud account has its commercial half's), {_KEEP}.",
    ),
    "MASTER_ACCOUNT_PAYMENT_INSTRUMENT_REQUIRED": FailureReason(
        "the management account has no payment method",
        "The organization's management account has no valid payment method.",
        f"Add a payment method to the management account, {_KEEP}.",
    ),
    "INVALID_PAYMENT_INSTRUMENT": FailureReason(
        "the payment method is not supported",
        "AWS does not support the payment method of the account, so it could not pay for itself.",
        f"Change the payment method of the account, {_KEEP}.",
    ),
    "ACCOUNT_CREATION_NOT_COMPLETE": FailureReason(
        "the account is not complete yet",
        "The account's setup is not finished, or the account is not fully active.",
        "Wait until the account is ACTIVE and its sign-up is complete, then destroy again.",
    ),
    "CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG": FailureReason(
        "the account is a delegated administrator",
        "The account administers an AWS service for the organization.",
        "Deregister it first (`aws organizations list-delegated-services-for-account` names the services), then "
        "destroy again.",
    ),
    "WAIT_PERIOD_ACTIVE": FailureReason(
        "the account is younger than four days",
        "An account made by API can go at least four days after it was made; an invited one need not wait.",
        "Destroy again when the account is four days old.",
    ),
}

_INVITING, _LEAVING = {"InviteAccountToOrganization", "AcceptHandshake"}, {"RemoveAccountFromOrganization"}


def handshake_reason(operation: str, code: str, reason: str) -> FailureReason | None:
    """Return what is known of a refusal about an invitation or a departure; None when it is about something else.

    operation: the API's name of the call. code: the error's code. reason: its `Reason`, or the code again.
    """
    if code == "HandshakeConstraintViolationException" or (code, operation) in _LIMITS:
        return HANDSHAKE_REASONS.get(reason)
    if code == "ConstraintViolationException" and operation in _LEAVING:
        return REMOVAL_REASONS.get(reason)
    if code == "InvalidInputException" and operation in _INVITING:
        return INVITATION_INPUT_REASONS.get(reason)
    return HANDSHAKE_ERRORS.get(code)


_LIMITS = {("ConstraintViolationException", operation) for operation in _INVITING}
