"""How a walk's many readings choose between pages of a listing and single describes: arithmetic, no call."""

from __future__ import annotations

_PER_ACCOUNT = 1.5
_ALLOWANCE = -0.5
_BELIEVED = 3
"""How many times as many accounts as have been asked for are believed to be still expected: a refresh of a few of a
large state (`-target`) must not read a large organization because of all the others in the state."""


class RefreshBudget:
    """Counts what was asked for and what was called, and says whether one more page is worth its call.

    Nobody knows for sure how many accounts a refresh will ask for. So pages are read as long as all calls together,
    those counted in that remain if nothing more is found in a page, stay below one and a half per account: both sides
    of N pairs then never cost more than the three calls per account that hashicorp/aws makes on one. A hit in a page
    costs nothing and pays for one page and a half more, so that a refresh of the whole organization goes on to its
    end, and one of a few accounts among thousands stops paging soon. One account alone is described.

    Attributes:
        single_cost: calls of a single describe: 2 where the parent has to be asked for as well.
        expected: how many accounts an earlier refresh of the same state asked for; 0 if that isn't known.
        asked: how many different accounts were asked for.
        pages, singles: calls of either kind, those under way too.
        waiting: accounts that neither a page nor a describe has answered yet.
    """

    def __init__(self) -> None:
        self.single_cost = 1
        self.expected = self.asked = self.pages = self.singles = self.waiting = 0

    @property
    def page_pays(self) -> bool:
        """Whether one more page keeps the calls in the budget, even if it holds nobody who is waited for."""
        accounts = max(self.asked, min(self.expected, _BELIEVED * self.asked))
        describes = self.singles + self.waiting + accounts - self.asked
        return self.pages + self.single_cost * describes < self.single_cost * (_PER_ACCOUNT * accounts + _ALLOWANCE)
