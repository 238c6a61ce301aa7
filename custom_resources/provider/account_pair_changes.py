"""Changing an account pair until it is as declared."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from custom_resources.plugin import UNKNOWN, Values

if TYPE_CHECKING:
    from custom_resources.engine.estate import Estate


def needed_changes(before: Values, planned: Values) -> Values:
    """What AWS has to be asked for, as attribute to new value: of name, tags, parent_id and closed, those that differ.

    Everything else is computed, refused at plan, or known to Terraform only.
    """
    changes: Values = {}
    for name in ("name", "parent_id", "closed"):
        if planned[name] is not UNKNOWN and planned[name] is not None and planned[name] != before[name]:
            changes[name] = planned[name]
    if (planned["tags"] or {}) != (before["tags"] or {}):
        changes["tags"] = planned["tags"]
    return changes


def carry_out(
    estate: Estate,
    before: Values,
    changes: Values,
    timeout: float,
    done: Callable[[Values], None],
) -> None:
    """Ask AWS for ``changes``, the closing last.

    Args:
        estate: the open credential sets.
        before: the pair's values before.
        changes: what :func:`needed_changes` found.
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
    if "tags" in changes:
        tag_pair(estate, account_id, changes["tags"] or {}, before["tags"] or {}, timeout=timeout)
        done(now := now | {"tags": changes["tags"]})
    if "parent_id" in changes:
        place_pair(estate, account_id, changes["parent_id"], timeout=timeout)
        done(now := now | {"parent_id": changes["parent_id"]})
    if changes.get("closed"):
        close_pair(estate, account_id, timeout=timeout)
        done(now | {"closed": True})
