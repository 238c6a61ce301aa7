"""Credentials for a vended GovCloud account: the role that AWS made in it."""

from __future__ import annotations

from dataclasses import replace

from constructs_lib.account_pair import DEFAULT_ROLE_NAME
from constructs_lib.credential_set import CredentialSet
from constructs_lib.errors import ConstructError
from constructs_lib.partitions import GOVCLOUD


def through_role(paired: CredentialSet, account_id: str, role_name: str | None) -> CredentialSet:
    """The role in a vended GovCloud account, assumed from the only account that it trusts: the paired one.

    Args:
        paired: Reaches the GovCloud account paired with the commercial management account (M, CreateGovCloudAccount).
        account_id: The vended account, or a reference to it.
        role_name: Its role; None is OrganizationAccountAccessRole.

    Raises:
        ConstructError: The paired set assumes a role itself, and a set holds one.
    """
    if paired.role_arn:
        raise ConstructError(
            "govcloud_paired",
            [
                f"It assumes {paired.role_arn} itself, so no further role can be assumed: name an AWS profile that "
                "assumes that role, in place of role_arn."
            ],
        )
    arn = f"arn:{GOVCLOUD}:iam::{account_id}:role/{role_name or DEFAULT_ROLE_NAME}"
    return replace(paired, role_arn=arn, account_id=None)
