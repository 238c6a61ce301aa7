"""A rule that several resources have: a role to be assumed in an account is one of that account."""

from __future__ import annotations

from custom_resources.engine import rules
from custom_resources.plugin import Diagnostics, Values


def check_role_of_account(config: Values, diagnostics: Diagnostics) -> None:
    """Report a `role_arn` of another account or partition than the GovCloud account `account_id`; unknowns pass."""
    role_arn, account_id = config.get("role_arn"), config.get("account_id")
    if not isinstance(role_arn, str) or not isinstance(account_id, str) or rules.role_arn(role_arn):
        return
    if not role_arn.startswith(f"arn:aws-us-gov:iam::{account_id}:"):
        diagnostics.error(
            "The role isn't one of the account",
            "The invitation is accepted by a role of the invited account, so role_arn must begin with "
            f"arn:aws-us-gov:iam::{account_id}:role/, unlike {role_arn}.",
            ("role_arn",),
        )
