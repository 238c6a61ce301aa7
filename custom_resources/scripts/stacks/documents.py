"""Results as JSON."""

from __future__ import annotations

from typing import Any

from custom_resources.scripts.documents import document_of
from custom_resources.scripts.stacks.foresight import Foresight
from custom_resources.scripts.stacks.rows import PairRow, Rows
from custom_resources.scripts.stacks.work import StackResult


def result_document(result: StackResult) -> dict[str, Any]:
    """What became of a stack."""
    return {
        "stack": result.stack,
        "outcome": result.outcome,
        "changes_made": result.done,
        "problem": result.problem or None,
        "warnings": list(result.warnings),
    }


def pair_documents(rows: Rows) -> list[dict[str, Any]]:
    """Every pair as its line shows it."""
    now = rows.now()
    return [_pair(row, now) for row in rows.pairs.values()]


def _pair(row: PairRow, now: float) -> dict[str, Any]:
    seconds = row.seconds(now)
    return {
        "name": row.pair.name,
        "email": None if row.pair.sensitive_email else row.pair.email,
        "stack": row.pair.stack,
        "state": row.words.replace(" ", "_"),
        "commercial_account_id": row.commercial_account_id,
        "govcloud_account_id": row.govcloud_account_id,
        "seconds": None if seconds is None else round(seconds, 1),
        "problem": row.problem or None,
    }


def foresight_document(pairs: int, foresight: Foresight) -> dict[str, Any]:
    """What is to be expected of the new pairs."""
    return {
        "new_pairs": pairs,
        "estimate": document_of(foresight.estimate),
        "quotas": document_of(foresight.quotas),
        "not_ready": [document_of(check) for check in foresight.unmet],
    }
