"""The emails of the commercial organization's accounts, listed once per process, for the first look of each creation.

A listing for each would make N creations cost N²/20 calls.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from custom_resources.engine.organization import describe_account
from custom_resources.engine.requests import iterate_requests
from custom_resources.engine.rules import email_key, same_email
from custom_resources.engine.tree import all_accounts

if TYPE_CHECKING:
    from custom_resources.engine.estate import Estate
    from custom_resources.engine.organization import MemberAccount
    from custom_resources.engine.polling import Deadline

MAX_AGE = 3600.0
"""Seconds after which the accounts are listed anew."""


class AccountBook:
    """Who had which email when the book was written. Thread-safe: one thread writes it, the others wait.

    It may only say that there is an account, never decide that there is none where it matters: what was in progress at
    the time is looked for afresh, and AWS itself refuses a second account of one email (claim:
    creation-same-email-refused), after which it is looked for afresh too.
    """

    def __init__(self) -> None:
        self._ids: dict[str, str] = {}
        self._in_progress: frozenset[str] = frozenset()
        self._written: float | None = None

    def look(self, estate: Estate, email: str, name: str, deadline: Deadline) -> tuple[MemberAccount | None, bool]:
        """Return the account with that email as it is now, and whether none can be believed.

        It can't where an account of that name was being made when the book was written. Raises what listing raises.
        """
        self._have_it_written(estate, deadline)
        account_id = self._ids.get(email_key(email))
        if account_id is not None:
            account = deadline.patiently(lambda: describe_account(estate.commercial, account_id))
            # Its email may have been changed since: then it isn't the account that is looked for.
            kept = account is not None and same_email(account.email, email)
            return (account if kept else None), False
        return None, name not in self._in_progress

    def number(self, estate: Estate, deadline: Deadline) -> int:
        """Return how many accounts there are, closed ones among them. Raises what listing raises."""
        self._have_it_written(estate, deadline)
        return len(self._ids)

    def made(self, email: str, account_id: str) -> None:
        """Enter an account that this process has made."""
        self._ids[email_key(email)] = account_id

    def _have_it_written(self, estate: Estate, deadline: Deadline) -> None:
        with estate.one_at_a_time(deadline.doing, deadline):
            now = deadline.pace.now()
            if self._written is None or now - self._written > MAX_AGE:
                self._write(estate, deadline)
                self._written = now

    def _write(self, estate: Estate, deadline: Deadline) -> None:
        # The requests first: what ends between the two is in the listing, or is not believed to be none.
        running = deadline.patiently(lambda: [each.name for each in iterate_requests(estate, ["IN_PROGRESS"])])
        self._ids = {email_key(each.email): each.id for each in all_accounts(estate.commercial, deadline)}
        self._in_progress = frozenset(running)
