"""What IAM's errors mean. M: the botocore model `iam/2010-05-08`, the errors of the operations in use."""

from collections.abc import Mapping

from custom_resources.engine.reasons import FailureReason

ALIAS_REASONS: Mapping[str, FailureReason] = {
    "EntityAlreadyExists": FailureReason(
        "the alias is taken",
        "An alias belongs to one account of a partition, of whatever company, and this one is another account's.",
        "Choose another alias; if one of your accounts is to give it up, let that one have its new alias first, then "
        "run again.",
        attribute="alias",
    ),
    "NoSuchEntity": FailureReason(
        "the account has no such alias",
        "Somebody deleted it, or gave the account another, meanwhile.",
        "Run again: the account's alias is read first.",
    ),
    "LimitExceeded": FailureReason(
        "IAM takes no more",
        "A limit of the account stands in the way, which IAM's message names.",
        "Look at that limit in the account's IAM quotas, then run again.",
    ),
    "ConcurrentModification": FailureReason(
        "the alias is being changed by somebody else",
        "AWS documents this as passing, and it was waited for as long as the timeout allowed.",
        "Run again in some minutes, when nobody else changes this account's alias.",
    ),
    "ServiceFailure": FailureReason(
        "IAM failed",
        "AWS failed on its side; whether the alias was changed is not known.",
        "Run again: what came of it is seen in the account's list of aliases.",
    ),
    "AccessDenied": FailureReason(
        "the role may not do this in IAM",
        "A policy of the role, or a service control policy, does not allow the call.",
        "Allow {permission} to the role in the account, and look at the SCPs of the organization it is in.",
    ),
}
"""Every error of the operations in use, and the common one that IAM's model does not list."""
