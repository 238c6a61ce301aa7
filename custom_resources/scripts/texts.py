"""The engine's records for people: aligned lines and tables, without colour, so that they can be piped and pasted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from custom_resources.scripts.times import time_text

if TYPE_CHECKING:
    from custom_resources.engine.model import AccountPair, CreationRequest, Handshake, Membership


LABEL_WIDTH = len("GovCloud organization")
"""What several blocks of facts below each other are aligned to."""


def facts(rows: Iterable[tuple[str, object]]) -> str:
    """Labels and values below each other; empty values are left out."""
    shown = [(label, value) for label, value in rows if value not in (None, "", {})]
    width = max(LABEL_WIDTH, *(len(label) for label, _ in shown))
    return "\n".join(f"{label.ljust(width)}  {_word(value)}" for label, value in shown)


def table(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Aligned columns below headings."""
    cells = [list(headings), *([_word(cell) for cell in row] for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(headings))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells
    )


def _word(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key}={content}" for key, content in sorted(value.items()))
    if isinstance(value, datetime):
        return time_text(value)
    return "" if value is None else str(value)


def pair_text(pair: AccountPair) -> str:
    """All there is to say about a pair."""
    return facts(
        [
            ("name", pair.name),
            ("email", pair.email),
            ("commercial account", f"{pair.commercial_account_id} ({pair.commercial_state}) below {pair.parent_id}"),
            ("GovCloud account", f"{pair.govcloud_account_id} ({pair.govcloud_state})"),
            ("tags", pair.tags),
            ("made by", pair.owner),
        ]
    )


def membership_text(membership: Membership) -> str:
    """All there is to say about a membership."""
    where = f"{membership.organization_id} ({membership.state}) below {membership.parent_id}"
    return facts([("GovCloud organization", where), ("GovCloud tags", membership.tags)])


def pairs_text(pairs: Sequence[AccountPair]) -> str:
    """Pairs, a line each."""
    if not pairs:
        return "no account pairs"
    rows = [
        (p.name, p.email, p.commercial_account_id, p.commercial_state, p.govcloud_account_id, p.govcloud_state, p.owner)
        for p in pairs
    ]
    return table(("NAME", "EMAIL", "COMMERCIAL", "STATE", "GOVCLOUD", "STATE", "MADE BY"), rows)


def requests_text(requests: Sequence[CreationRequest]) -> str:
    """Creation requests, a line each."""
    if not requests:
        return "no creation requests in these states"
    rows = [
        (r.id, r.name, r.state, r.failure_reason, r.commercial_account_id, r.govcloud_account_id, r.requested_timestamp)
        for r in requests
    ]
    return table(("REQUEST", "NAME", "STATE", "REASON", "COMMERCIAL", "GOVCLOUD", "REQUESTED"), rows)


def handshake_text(handshake: Handshake) -> str:
    """All there is to say about an invitation."""
    return facts(
        [
            ("invitation", f"{handshake.id} ({handshake.state})"),
            ("GovCloud account", handshake.account_id),
            ("GovCloud organization", handshake.organization_id),
            ("expires", handshake.expiration_timestamp),
        ]
    )
