"""What the errors mean that have no `Reason`, by service and code. M: the errors of each operation in use.

`{set}`, `{partition}` and `{permission}` in a step are filled in with the call's own.
"""

from collections.abc import Mapping

from custom_resources.engine.alias_reasons import ALIAS_REASONS
from custom_resources.engine.reasons import FailureReason
from custom_resources.engine.trail_reasons import TRAIL_REASONS

_BUSY = "AWS documents this as passing, and it was waited for as long as the timeout allowed."

_ORGANIZATIONS = {
    "AccessDeniedException": FailureReason(
        "the credentials are not allowed to",
        "An IAM policy does not allow the call, or a service control policy denies it.",
        "Credential set {set}: allow {permission} to it, and look at the SCPs.",
    ),
    "AWSOrganizationsNotInUseException": FailureReason(
        "the account is in no organization",
        "The account of the credential set {set} is in no organization.",
        "Create the organization first (aws_organizations_organization, feature set ALL), or give its management "
        "account's keys.",
    ),
    "AccountNotFoundException": FailureReason(
        "the organization has no such account",
        "The account is no member of the organization of the credential set {set}.",
        "Check the account's id, and that {set} is its organization's management account.",
    ),
    "AccountAlreadyClosedException": FailureReason(
        "the account is closed already",
        "Somebody else closed it, or AWS's first answer was lost.",
        "Run again: it looks at the states of both halves and goes on from there.",
    ),
    "ChildNotFoundException": FailureReason(
        "no such account is in a unit",
        "AWS does not know the account below any root or unit of this organization.",
        "Check that the account has not left the organization meanwhile, then run again.",
    ),
    "ConcurrentModificationException": FailureReason(
        "the organization is being changed by somebody else",
        _BUSY,
        "Run again later, when other changes of the organization are done.",
    ),
    "ConflictException": FailureReason(
        "another request for the account is going on",
        "AWS has a conflicting request for the account, perhaps the same one.",
        "Run again in a few minutes: what that request did is looked at first.",
    ),
    "CreateAccountStatusNotFoundException": FailureReason(
        "there is no such creation request",
        "AWS keeps creation requests for about 90 days, in the organization where they were made.",
        "Check the request's id, and that {set} is the management account that asked for it.",
    ),
    "DestinationParentNotFoundException": FailureReason(
        "the parent does not exist",
        "The organization of the credential set {set} has no such root or unit.",
        "Give the id of a root or OU of this organization.",
        attribute="parent_id",
    ),
    "DuplicateAccountException": FailureReason(
        "the account is there already",
        "The account is in that unit, perhaps because somebody moved it meanwhile.",
        "Run again: where the account is now is looked at first.",
    ),
    "FinalizingOrganizationException": FailureReason(
        "the organization is being set up",
        f"A new organization takes up to an hour. {_BUSY}",
        "Run again in an hour; if it stays so, ask AWS Support.",
    ),
    "ParentNotFoundException": FailureReason(
        "there is no such root or unit",
        "The organization of the credential set {set} has no such root or unit.",
        "Give the id of one that it has: those of the commercial and the GovCloud organization differ.",
        attribute="parent_id",
    ),
    "SourceParentNotFoundException": FailureReason(
        "the account is not where it was",
        "Somebody moved the account meanwhile.",
        "Run again, when nobody else moves it: its present unit is looked at first.",
    ),
    "TargetNotFoundException": FailureReason(
        "what is to be tagged does not exist",
        "The organization of the credential set {set} does not have the account.",
        "Check that the account still is a member of the organization, then run again.",
    ),
    "TooManyRequestsException": FailureReason(
        "too many requests",
        f"The account's rate for this call is used up, by whoever calls. {_BUSY}",
        "Run again with less -parallelism, or when other tools are done.",
    ),
    "ServiceException": FailureReason(
        "AWS Organizations failed",
        "AWS failed on its side; whether it did what it was asked is not known.",
        "Run again, which looks first what came of it.",
    ),
    "UnsupportedAPIEndpointException": FailureReason(
        "the endpoint does not have this call",
        "The call exists in some regions only.",
        "Correct `endpoints` and `region` of the credential set {set}: Organizations answers at us-east-1 and "
        "us-gov-west-1 only.",
    ),
}

_ACCOUNT = {
    "AccessDeniedException": FailureReason(
        "the credentials are not allowed to",
        "An IAM policy does not allow the call, or Account Management may not act in the organization.",
        "Credential set {set}: allow {permission} to it, and look at the SCPs. The organization needs all features and "
        "trusted access for account.amazonaws.com.",
    ),
    "InternalServerException": FailureReason(
        "AWS Account Management failed",
        "AWS failed on its side; whether it did what it was asked is not known.",
        "Run again in a minute: the account is looked at before anything is changed.",
    ),
    "ResourceNotFoundException": FailureReason(
        "Account Management has no such account",
        "The account does not exist there, or has no GovCloud half.",
        "Check the commercial account's id, and that the account was made together with a GovCloud account.",
    ),
    "ResourceUnavailableException": FailureReason(
        "the account is not available just now", _BUSY, "Run again when the account is ACTIVE."
    ),
    "TooManyRequestsException": FailureReason(
        "too many requests to Account Management", _BUSY, "Run again with fewer pairs at once (-parallelism)."
    ),
    "ValidationException": FailureReason(
        "Account Management does not take a value",
        "A value breaks one of its rules, or the organization's settings do not allow to name a member.",
        "Check name and account id as AWS's message says, and that trusted access for account.amazonaws.com is on.",
    ),
}

_STS = {
    "InvalidContextAssertion": FailureReason(
        "STS does not take the context of the request",
        "A context assertion (`ProvidedContexts`) came with the request, and is not valid; govpair sends none.",
        "Look for a proxy that adds to requests, and report it as a defect of govpair if there is none.",
    ),
    "AccessDenied": FailureReason(
        "AWS STS does not allow it",
        "A role to be assumed does not exist (yet) or does not trust the caller, or a policy forbids the call.",
        "Credential set {set}: allow {permission} to it, and look at the trust policy of the role.",
    ),
    "MalformedPolicyDocument": FailureReason(
        "the session policy is not valid", "AWS does not take the policy given for the session.", "Correct the policy."
    ),
    "PackedPolicyTooLarge": FailureReason(
        "the session policy is too large",
        "AWS packs policy and tags of a session, and they are more than it takes.",
        "Make the session's policy shorter.",
    ),
    "RegionDisabledException": FailureReason(
        "STS is switched off in the region",
        "The account has switched off AWS STS in this region.",
        "Give the credential set {set} another region, or have its account activate STS there (IAM, account settings).",
    ),
}

_QUOTAS = {
    "AccessDeniedException": FailureReason(
        "Service Quotas may not be asked",
        "The quota is then unknown; nothing else depends on it.",
        "To see it, allow {permission} to the credential set {set}.",
    ),
    "IllegalArgumentException": FailureReason(
        "Service Quotas does not take the question",
        "AWS may have changed the quota's code.",
        "Look the quota up in the Service Quotas console, and report this as a defect of govpair.",
    ),
    "InvalidPaginationTokenException": FailureReason(
        "the listing of quotas was cut off", "AWS does not take the token of its next page.", "Ask for it again."
    ),
    "NoSuchResourceException": FailureReason(
        "there is no such quota",
        "Service Quotas does not have it in this partition or under this code.",
        "Look it up in the Service Quotas console (Organizations), in the home region of the partition.",
    ),
    "ServiceException": FailureReason(
        "Service Quotas failed", "AWS failed on its side; nothing was changed.", "Ask again in some minutes."
    ),
    "TooManyRequestsException": FailureReason(
        "too many requests to Service Quotas", _BUSY, "Ask again when nobody else reads quotas."
    ),
}

ERROR_REASONS: Mapping[str, Mapping[str, FailureReason]] = {
    "organizations": _ORGANIZATIONS,
    "account": _ACCOUNT,
    "sts": _STS,
    "servicequotas": _QUOTAS,
    "cloudtrail": TRAIL_REASONS,
    "iam": ALIAS_REASONS,
}
"""Service (as in IAM's actions) -> error code -> what it means."""
