"""The accounts of one organization as one refresh sees them: many threads ask, few calls are made."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import replace
from enum import Enum, auto
from typing import TYPE_CHECKING

from custom_resources.engine.errors import NotFound, Refused
from custom_resources.engine.listings import Listing, Structure
from custom_resources.engine.organization import MemberAccount, describe_account, parent_of
from custom_resources.engine.polling import Deadline
from custom_resources.engine.refresh_budget import RefreshBudget

if TYPE_CHECKING:
    from custom_resources.engine.session import AwsSession

_WAIT_SECONDS = 0.25
"""How long at most whoever waits for another thread's call goes without looking for a stop."""

_STRANGERS = 3
"""Pairs, the first ones that are looked for, whose halves are no members: the others belong elsewhere too."""


class _Step(Enum):
    """What a thread does beside reading a page."""

    WAIT = auto()
    DESCRIBE = auto()


class Directory:
    """Answers what is known of an account, from pages of a listing where that costs less than asking for each.

    Thread-safe and single-flight: one page is read at a time, and what one thread reads all others have. A directory
    is good for one refresh: it doesn't notice what changes after it was read. An account that isn't in a listing is
    described before it is believed to be no member: listings may lag (claim: listings-lag). Whether ListAccounts may
    also show an older name or state than DescribeAccount is unverified (claim: listing-as-fresh-as-describing).

    Where AWS's answers have no `Paths` (M, new in 2026), accounts are listed by parent instead: the one in which the
    asker saw the account last, or, where the asker doesn't know, one after the other.

    Attributes:
        tells_of_pairs: whether it is worth while to look for the GovCloud halves of pairs here.
    """

    def __init__(self, session: AwsSession) -> None:
        self._session = session
        self._news = threading.Condition()
        self._known: dict[str, MemberAccount | None] = {}
        self._waiting: Counter[str] = Counter()
        self._asked: set[str] = set()
        self._describing: set[str] = set()
        self._everybody, self._structure = Listing(session), Structure(session)
        self._budget = RefreshBudget()
        self._paths: bool | None = None
        self._may_list = True
        self.tells_of_pairs = True
        self._pairs: Counter[bool] = Counter()

    def account(
        self, account_id: str, deadline: Deadline, parent_id: str = "", expected: int = 0
    ) -> MemberAccount | None:
        """Return the member, its parent told, or None where AWS knows no such member.

        parent_id: where it was last, "" if that isn't known. expected: how many accounts this refresh will ask for, 0
        if that isn't known. Raises what AWS answers, Stopped, and TimedOut.
        """
        with self._news:
            self._budget.expected = max(self._budget.expected, expected)
            self._asked.add(account_id)
            self._waiting[account_id] += 1
        try:
            while True:
                deadline.heed_stop(f"reading account {account_id}")
                with self._news:
                    if account_id in self._known:
                        return self._known[account_id]
                    step = self._next_step(account_id, parent_id)
                    if step is _Step.WAIT:
                        self._news.wait(_WAIT_SECONDS)
                if step is _Step.WAIT:
                    deadline.wait(0, f"another operation is reading account {account_id}", quiet=True)
                elif isinstance(step, Listing):
                    self._read_page(step, deadline)
                else:
                    self._describe(account_id, deadline)
        finally:
            with self._news:
                self._waiting -= Counter({account_id: 1})
                self._news.notify_all()

    def count_pair(self, is_member: bool) -> None:
        """Count a pair whose GovCloud half was looked for here: where the first ones aren't members, others hardly are.

        Asking for them costs a call each that answers nothing.
        """
        with self._news:
            self._pairs[is_member] += 1
            self.tells_of_pairs = bool(self._pairs[True]) or self._pairs[False] < _STRANGERS

    def _next_step(self, account_id: str, parent_id: str) -> _Step | Listing:
        """What this thread is to do for its account: wait for another's call, describe, or read a page of a listing."""
        budget, listing = self._budget, self._listing_for(parent_id)
        if account_id in self._describing or (listing is not None and listing.reading):
            return _Step.WAIT
        budget.asked = len(self._asked)
        budget.waiting = len(self._waiting.keys() - self._known.keys() - self._describing)
        if listing is not None and budget.page_pays:
            listing.reading = True
            budget.pages += 1
            return listing
        self._describing.add(account_id)
        budget.singles += 1
        return _Step.DESCRIBE

    def _listing_for(self, parent_id: str) -> Listing | None:
        """The listing that may still show an account which was last seen there; None where no more is to be read."""
        listing: Listing | None
        if not self._may_list:
            return None
        if self._paths is not False:
            listing = self._everybody
        elif parent_id:
            listing = self._structure.listing(parent_id)
        else:
            listing = next(self._structure.unread(), self._structure)
        return None if listing.complete else listing

    def _describe(self, account_id: str, deadline: Deadline) -> None:
        try:
            account = deadline.patiently(lambda: describe_account(self._session, account_id))
            if account is not None:
                with self._news:
                    self._learn_whether_told(bool(account.parent_id))
                if not account.parent_id:
                    parent = deadline.patiently(lambda: parent_of(self._session, account_id))
                    account = replace(account, parent_id=parent)
            with self._news:
                self._known[account_id] = account
        finally:
            with self._news:
                self._describing.discard(account_id)
                self._news.notify_all()

    def _read_page(self, listing: Listing, deadline: Deadline) -> None:
        try:
            accounts = deadline.patiently(listing.read)
            with self._news:
                if accounts:
                    self._learn_whether_told(any(each.parent_id for each in accounts))
                # What a describe has told meanwhile is newer.
                for each in accounts:
                    if each.parent_id:
                        self._known.setdefault(each.id, each)
        except Refused:
            self._may_list = False  # describing may be permitted all the same
        except NotFound:
            listing.complete = True  # the parent is gone, and the account elsewhere
        finally:
            with self._news:
                listing.reading = False
                self._news.notify_all()

    def _learn_whether_told(self, told: bool) -> None:
        """From the first answer: without `Paths`, parents have to be asked for, or listed, one by one."""
        if self._paths is None:
            self._paths = told
            self._budget.single_cost = 1 if told else 2
