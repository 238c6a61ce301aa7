"""The inventory: all pairs of the commercial organization, or those that filters leave.

Filters that ListAccounts can answer come first; only what they leave costs a call per account (tags, GovCloud half).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from custom_resources.engine.checks import check
from custom_resources.engine.errors import NotFound, Refused
from custom_resources.engine.govcloud_half import GovCloudHalf, govcloud_half
from custom_resources.engine.journal import Journal
from custom_resources.engine.model import AccountPair
from custom_resources.engine.name_patterns import matches, name_pattern_rule
from custom_resources.engine.organization import MemberAccount, describe_account
from custom_resources.engine.pair_reading import assemble
from custom_resources.engine.polling import Deadline
from custom_resources.engine.rules import parent_id as parent_id_rule
from custom_resources.engine.tree import accounts_below, all_accounts

if TYPE_CHECKING:
    from custom_resources.engine.estate import Estate

T = TypeVar("T")

INVENTORY_SECONDS = 3600.0
"""How long an inventory may take: at 10 tag listings a second (Q), 10,000 accounts take 17 minutes."""


@dataclass(frozen=True)
class InventoryFilter:
    """Which pairs: those that fit everything that is given. What is left empty lets every pair through.

    parent_id: the root or OU that the commercial account is directly in; with `recursive`, anywhere below.
    tags: tags of the commercial account, each with exactly that value. states: the commercial account's.
    name_pattern: see `engine/name_patterns.py`.
    """

    parent_id: str | None = None
    recursive: bool = False
    tags: Mapping[str, str] = field(default_factory=dict)
    states: frozenset[str] = frozenset()
    name_pattern: str | None = None
    commercial_account_ids: frozenset[str] = frozenset()
    govcloud_account_ids: frozenset[str] = frozenset()

    def lets_through(self, account: MemberAccount) -> bool:
        """Whether what ListAccounts shows of the account fits."""
        return (
            (not self.states or account.state in self.states)
            and (not self.commercial_account_ids or account.id in self.commercial_account_ids)
            and (self.name_pattern is None or matches(account.name, self.name_pattern))
        )


@dataclass(frozen=True)
class Inventory:
    """The pairs, by email. `untold`: accounts of which AWS does not tell whether they are pairs; `why`, in its words.

    An account without a GovCloud half is in neither.
    """

    pairs: tuple[AccountPair, ...]
    untold: tuple[MemberAccount, ...] = ()
    why: str = ""


def list_inventory(estate: Estate, wanted: InventoryFilter | None = None, *, with_tags: bool = True) -> Inventory:
    """Return the pairs that fit, the management account's own among them; a stop is heard between calls.

    Without `with_tags`, tags and owner are not read, unless the filter needs them. Raises NotFound, with the attribute
    `parent_id`, when the organization has no such parent.
    """
    wanted = wanted or InventoryFilter()
    doing = "listing the account pairs"
    if wanted.parent_id is not None:
        check(doing, "parent_id", parent_id_rule, wanted.parent_id)
    if wanted.name_pattern is not None:
        check(doing, "name_pattern", name_pattern_rule, wanted.name_pattern)
    deadline = estate.deadline(doing, INVENTORY_SECONDS, "Run again.")
    journal = Journal(estate)
    pairs: list[AccountPair] = []
    untold: list[MemberAccount] = []
    why = ""
    seen: set[str] = set()
    for account in _accounts(estate, wanted, deadline):
        if account.id in seen or not wanted.lets_through(account):  # one that moved meanwhile is listed twice
            continue
        seen.add(account.id)
        half, refusal = half_or_refusal(estate, account.id, journal, deadline)
        if refusal:
            untold.append(account)
            why = why or refusal
        if half is None or (wanted.govcloud_account_ids and half.account_id not in wanted.govcloud_account_ids):
            continue
        pair = _assembled(estate, account, half, deadline, with_tags=with_tags or bool(wanted.tags))
        if pair is not None and all(pair.tags.get(key) == value for key, value in wanted.tags.items()):
            pairs.append(pair)
        deadline.progress(f"{doing}: {len(pairs)} so far")
    return Inventory(tuple(sorted(pairs, key=lambda pair: pair.email.casefold())), tuple(untold), why)


def _accounts(estate: Estate, wanted: InventoryFilter, deadline: Deadline) -> Iterator[MemberAccount]:
    if wanted.parent_id is None:
        return all_accounts(estate.commercial, deadline)
    return accounts_below(estate.commercial, deadline, wanted.parent_id, recursive=wanted.recursive)


def half_or_refusal(
    estate: Estate, commercial_account_id: str, journal: Journal, deadline: Deadline
) -> tuple[GovCloudHalf | None, str]:
    """Return the GovCloud half; or None, with the reason where that only means that it isn't told."""
    try:
        return _patiently(deadline, lambda: govcloud_half(estate, commercial_account_id, journal=journal)), ""
    except NotFound:
        return None, ""
    except Refused as error:
        return None, error.detail


def _assembled(
    estate: Estate, account: MemberAccount, half: GovCloudHalf, deadline: Deadline, *, with_tags: bool
) -> AccountPair | None:
    """The pair; None where the account left the organization since it was listed: AWS is asked once more for it."""
    try:
        return _patiently(deadline, lambda: assemble(estate, account, half, with_tags=with_tags))
    except NotFound:
        if _patiently(deadline, lambda: describe_account(estate.commercial, account.id)) is not None:
            raise
        return None


def _patiently(deadline: Deadline, call: Callable[[], T]) -> T:
    deadline.heed_stop("reading one pair after the other")
    return deadline.patiently(call)


def list_pairs(estate: Estate, with_tags: bool = False) -> list[AccountPair]:
    """Return every pair of the commercial organization that AWS tells to be one; see :func:`list_inventory`."""
    return list(list_inventory(estate, with_tags=with_tags).pairs)
