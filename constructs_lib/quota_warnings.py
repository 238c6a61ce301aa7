"""What AWS's default quotas have no room for; a warning, because a quota can be raised and none is known here."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.declarations import Declaration, SingleCompanyDeclaration

DEFAULT_ACCOUNTS = 10
"""Accounts of an organization by default, its management account among them (Organizations quotas page)."""


def quota_warnings(declaration: Declaration) -> Iterator[str]:
    """A sentence for each organization that would have more accounts than AWS gives one by default.

    A closed account counts until AWS has let it go, after 90 days (Organizations quotas page), so closed pairs count.
    """
    yield from _too_many("The commercial organization", 1 + len(declaration.account_pairs))
    if isinstance(declaration, SingleCompanyDeclaration):
        yield from _too_many("The GovCloud organization", 1 + len(declaration.account_pairs))
        return
    for customer in declaration.customers:
        yield from _too_many(f"The GovCloud organization of {customer.name}", len(customer.account_pairs))


def _too_many(organization: str, accounts: int) -> Iterator[str]:
    if accounts > DEFAULT_ACCOUNTS:
        yield (
            f"{organization} would have {accounts} accounts; AWS gives one {DEFAULT_ACCOUNTS} by default. Ask for more "
            "in Service Quotas (organizations, L-E619E033) before you apply; the check readiness shows what you have."
        )
