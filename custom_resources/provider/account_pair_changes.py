"""Changing an account pair until it is as declared."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from custom_resources.plugin import UNKNOWN, Values
from custom_resources.provider.account_pair_closed import is_closed
from custom_resources.provider.first_tags import managed_until_now

if TYPE_CHECKING:
    from custom_resources.engine.estate import Estate


def needed_changes(before: Values, planned: Values) -> Values:
    """What AWS has to be asked for, as attribute to new value: of those that AWS knows, the ones that differ.

    Everything else is computed, refused at plan, or known to Terraform only. A closed pair that has a place for closed
    accounts is in that, not in its `parent_id`.
    """
    changes: Values = {}
    target = planned["closed_accounts_parent_id"] if planned["closed"] else None
    for name in ("name", "closed", "tags_all", "closed_accounts_parent_id" if target else "parent_id"):
        if planned[name] is not UNKNOWN and planned[name] is not None and planned[name] != before[name]:
            changes[name] = planned[name]
    resting = before["closed_accounts_parent_id"] if before["closed"] else None
    if resting and not target and planned["parent_id"] not in (UNKNOWN, None, resting):
        changes["parent_id"] = planned["parent_id"]  # out of the place for closed accounts, which it has no more
    if target and "closed" in changes:
        changes["closed_accounts_parent_id"] = target
    return changes


def carry_out(
    estate: Estate,
    before: Values,
    changes: Values,
    tags: Values | None,
    timeout: float,
    done: Callable[[Values], None],
) -> None:
    """Ask AWS for ``changes``; the closing, and the closed account's move, last.

    Args:
        estate: the open credential sets.
        before: the pair's values before.
        changes: what :func:`needed_changes` found.
        tags: the planned `tags`, for the state once `tags_all` is done.
        timeout: for each change, in seconds.
        done: called after each change with the values as they are by then.

    Raises:
        EngineError: at the first refusal; what was changed before it stays.
    """
    from custom_resources.engine.account_pairs import close_pair, place_pair, rename_pair, tag_pair

    account_id, now = before["id"], dict(before)
    if "name" in changes:
        rename_pair(estate, account_id, changes["name"], timeout=timeout)
        done(now := now | {"name": changes["name"]})
    if "tags_all" in changes:
        tag_pair(estate, account_id, changes["tags_all"], managed_until_now(before), timeout=timeout)
        done(now := now | {"tags": tags, "tags_all": changes["tags_all"]})
    if "parent_id" in changes:
        place_pair(estate, account_id, changes["parent_id"], timeout=timeout)
        done(now := now | {"parent_id": changes["parent_id"]})
    target = changes.get("closed_accounts_parent_id")
    if changes.get("closed"):
        pair = close_pair(
            estate,
            account_id,
            timeout=timeout,
            known_govcloud_id=before["govcloud_account_id"],
            move_to=target,
            closed_already=is_closed(before),
        )
        states = {"commercial_state": pair.commercial_state, "govcloud_state": pair.govcloud_state}
        place = {"closed_accounts_parent_id": target or now["closed_accounts_parent_id"]}
        done(now | states | place | {"closed": True})
    elif target:
        place_pair(estate, account_id, target, timeout=timeout, attribute="closed_accounts_parent_id")
        done(now | {"closed_accounts_parent_id": target})
