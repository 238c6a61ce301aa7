"""What AWS's refusals about invitations and departures mean, and what to do: each entry from M (aws-facts.md)."""

from collections.abc import Mapping

from custom_resources.engine.reasons import FailureReason

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
