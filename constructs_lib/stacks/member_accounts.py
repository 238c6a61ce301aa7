"""What an organization's stack has for the accounts in it: alternate contacts and delegated administrators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from constructs_lib.account_contacts import AccountContacts
from constructs_lib.alternate_contact import AlternateContact
from constructs_lib.cdk import Construct, ITerraformDependable
from constructs_lib.delegated_administrators import DelegatedAdministrators
from constructs_lib.identifiers import identifier


def declare_contacts(
    stack: Construct,
    contacts: Sequence[AlternateContact],
    account_ids: Mapping[str, str],
    depends_on: Mapping[str, ITerraformDependable] | None = None,
) -> None:
    """The same contacts in every account.

    Args:
        stack: Whose default aws provider reaches the organization's management account.
        contacts: The contacts; none declares nothing.
        account_ids: The accounts, by pair.
        depends_on: What must be there before an account's contacts, by pair.
    """
    if not contacts:
        return
    group = Construct(stack, "contacts")
    for name in sorted(account_ids):
        AccountContacts(
            group,
            identifier(name),
            account_id=account_ids[name],
            contacts=contacts,
            logical_id=lambda kind, name=name: identifier(f"{name}-{kind}"),  # type: ignore[misc]
            depends_on=[depends_on[name]] if depends_on and name in depends_on else None,
        )


def declare_administrators(
    stack: Construct,
    administrators: Mapping[str, Sequence[str]],
    account_ids: Mapping[str, str],
    trusted_services: Sequence[str],
    depends_on: Sequence[ITerraformDependable] | None = None,
) -> None:
    """The delegated administrators, where any are declared; arguments as `DelegatedAdministrators` has them."""
    if administrators:
        DelegatedAdministrators(
            stack,
            "delegated-administrators",
            administrators=administrators,
            account_ids=account_ids,
            trusted_services=trusted_services,
            logical_id=identifier,
            depends_on=depends_on,
        )
