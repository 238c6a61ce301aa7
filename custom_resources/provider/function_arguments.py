"""What several functions' arguments have in common."""

from __future__ import annotations

from custom_resources.plugin import STRING, FunctionError, Parameter

ACCOUNT_ID = Parameter("account_id", STRING, "The account's id: 12 digits.")
PARTITION = Parameter("partition", STRING, "`aws` (commercial) or `aws-us-gov` (AWS GovCloud (US)).")


def refuse(argument_index: int, problem: str | None) -> None:
    """End the function, blaming an argument, if a rule found a problem with it."""
    if problem:
        raise FunctionError(problem, argument_index)
