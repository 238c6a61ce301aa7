"""Credentials for a vended account: the role that AWS made in it."""

from __future__ import annotations

from dataclasses import replace

from constructs_lib.account_pair import DEFAULT_ROLE_NAME
from constructs_lib.credential_set import CredentialSet
from constructs_lib.errors import ConstructError
from constructs_lib.partitions import GOVCLOUD


def through_role(
    trusted: CredentialSet, account_id: str, role_name: str | None, *, partition: str = GOVCLOUD
) -> CredentialSet:
    """The role in a vended account, assumed from the only account that it trusts.

    Args:
        trusted: Reaches that: in GovCloud the account paired with the commercial management account, in the commercial
            partition the commercial management account (M, CreateGovCloudAccount).
        account_id: The vended account, or a reference to it.
        role_name: Its role; None is OrganizationAccountAccessRole.
        partition: The account's.

    Raises:
        ConstructError: The trusted set assumes a role itself, and a set holds one.
    """
    if trusted.role_arn:
        raise ConstructError(
            "govcloud_paired" if partition == GOVCLOUD else "commercial",
            [
                f"It assumes {trusted.role_arn} itself, so no further role can be assumed: name an AWS profile that "
                "assumes that role, in place of role_arn."
            ],
        )
    arn = f"arn:{partition}:iam::{account_id}:role/{role_name or DEFAULT_ROLE_NAME}"
    return replace(trusted, role_arn=arn, account_id=None)
