"""The report as CSV: a line for each account pair, for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from custom_resources.scripts.report.document import AccountPart, Report

COLUMNS = (
    "name",
    "email",
    "commercial_account_id",
    "commercial_state",
    "commercial_unit",
    "commercial_tags",
    "govcloud_account_id",
    "govcloud_state",
    "govcloud_organization_id",
    "govcloud_unit",
    "govcloud_tags",
    "findings",
)

_FORMULAS = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet take a cell for a formula: names and tags come from whoever may give them."""


def csv_of(report: Report) -> str:
    """Return the table. A cell that a spreadsheet would take for a formula gets an apostrophe before it."""
    accounts = {account.id: account for each in report.organizations for account in each.accounts}
    kinds: dict[str, list[str]] = {}
    for finding in report.findings:
        for account_id in finding.account_ids:
            kinds.setdefault(account_id, []).append(finding.kind)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for pair in report.pairs:
        one, other = accounts.get(pair.commercial_account_id), accounts.get(pair.govcloud_account_id)
        found = kinds.get(pair.commercial_account_id, []) + kinds.get(pair.govcloud_account_id, [])
        cells = (
            pair.name,
            pair.email,
            pair.commercial_account_id,
            pair.commercial_state,
            _unit(one),
            _tags(one.tags if one else None),
            pair.govcloud_account_id,
            pair.govcloud_state,
            pair.govcloud_organization_id or "",
            _unit(other),
            _tags(other.tags if other else None),
            " ".join(sorted(set(found))),
        )
        writer.writerow([f"'{cell}" if cell.startswith(_FORMULAS) else cell for cell in cells])
    return out.getvalue()


def _unit(account: AccountPart | None) -> str:
    return "" if account is None else account.unit or "/"


def _tags(tags: Mapping[str, str] | None) -> str:
    return "; ".join(f"{key}={value}" for key, value in (tags or {}).items())
