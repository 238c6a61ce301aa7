"""Renaming an account of an organization, on either side: Account Management changes it, Organizations shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from custom_resources.engine.calls import calling
from custom_resources.engine.errors import EngineError, Unreachable
from custom_resources.engine.organization import describe_account
from custom_resources.engine.permissions import BOTH_MANAGEMENT, needs
from custom_resources.engine.polling import Deadline

if TYPE_CHECKING:
    from custom_resources.engine.session import AwsSession


@needs(BOTH_MANAGEMENT, "account:PutAccountName")
def rename_account(session: AwsSession, deadline: Deadline, account_id: str, name: str) -> None:
    """Rename a member, or the session's own account, and wait until Organizations shows the new name.

    The management account's own name is changed without an AccountId; a member's needs all features and trusted access
    for Account Management (M: PutAccountName). Unverified: that GovCloud has the call (claim: rename-in-govcloud), that
    the other half of a pair keeps its name (claim: rename-one-half), and how soon Organizations shows the new one
    (claim: rename-shows-at-once).
    """
    doing = f"renaming account {account_id} to {name}"

    def rename() -> None:
        own = session.identity().account_id == account_id
        with calling(doing, session):
            if own:
                session.account().put_account_name(AccountName=name)
            else:
                session.account().put_account_name(AccountName=name, AccountId=account_id)

    def shown() -> tuple[bool | None, str]:
        account = deadline.patiently(lambda: describe_account(session, account_id))
        seen = account.name if account else "nothing"
        return (True if seen == name else None), f"Organizations still shows the name {seen}"

    deadline.heed_stop("the account is not renamed yet")
    try:
        deadline.patiently(rename)
    except EngineError as error:
        error.attribute = error.attribute or "name"
        if isinstance(error, Unreachable) and session.partition == "aws-us-gov":
            error.detail += (
                " Whether GovCloud has Account Management is not known for sure: its endpoint there is a guess of the "
                "AWS SDK's. If it never answers, leave the name out and rename the account in the console."
            )
        raise
    deadline.until("look", shown)  # a lagging listing is no failure: the change was accepted
