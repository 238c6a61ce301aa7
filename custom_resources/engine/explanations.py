"""Which entry of the tables explains an answer of AWS's."""

from custom_resources.engine.constraint_reasons import CONSTRAINT_REASONS
from custom_resources.engine.error_reasons import ERROR_REASONS
from custom_resources.engine.handshake_reasons import (
    HANDSHAKE_REASONS,
    INVITATION_INPUT_REASONS,
    REMOVAL_REASONS,
    handshake_reason,
)
from custom_resources.engine.input_reasons import INPUT_REASONS
from custom_resources.engine.reasons import FailureReason

_BY_REASON = {
    "ConstraintViolationException": (CONSTRAINT_REASONS, REMOVAL_REASONS, HANDSHAKE_REASONS),
    "InvalidInputException": (INPUT_REASONS, INVITATION_INPUT_REASONS),
}
"""Codes whose `Reason` says it all, and the tables to look in, the first that knows it."""


def explanation(service: str, operation: str, code: str, reason: str) -> FailureReason | None:
    """Return what an error means and what to do; None for one that no table knows.

    service: as in IAM's actions. operation: the API's name of the call. code: the error's code. reason: its `Reason`,
    or the code again.
    """
    if service == "organizations":
        if known := handshake_reason(operation, code, reason):
            return known
        for table in _BY_REASON.get(code, ()):
            if reason in table:
                return table[reason]
    return ERROR_REASONS.get(service, {}).get(code)
