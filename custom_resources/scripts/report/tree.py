"""The rows of the two trees on the page: organizations, units, accounts, in the order in which they are read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from custom_resources.engine.finding import SEVERITIES, Severity
from custom_resources.scripts.report.diagram import SIDES, outside_label
from custom_resources.scripts.report.document import AccountPart, OrganizationPart, PairPart, Report

Kind = Literal["organization", "unit", "account", "outside"]


@dataclass(frozen=True)
class Row:
    """One row. level: 1 for an organization. position, size: among its siblings. accounts: how many are below it.

    pair: the number of the pair, 0 for none. other: the id of the pair's other half. worst: of its findings.
    """

    kind: Kind
    level: int
    id: str
    name: str
    note: str = ""
    state: str = "ACTIVE"
    is_management: bool = False
    pair: int = 0
    other: str = ""
    findings: int = 0
    worst: Severity | None = None
    position: int = 1
    size: int = 1
    accounts: int = 0


class Trees:
    """Both trees of a report."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._pairs: dict[str, tuple[int, PairPart]] = {}
        for number, pair in enumerate(report.pairs, 1):
            self._pairs[pair.commercial_account_id] = self._pairs[pair.govcloud_account_id] = (number, pair)
        self._found: dict[str, list[Severity]] = {}
        for finding in report.findings:
            for account_id in finding.account_ids:
                self._found.setdefault(account_id, []).append(finding.severity)

    @cached_property
    def commercial(self) -> list[Row]:
        """The commercial organization's rows."""
        return self._numbered([each for each in self._report.organizations if each.partition == "aws"])

    @cached_property
    def govcloud(self) -> list[Row]:
        """The GovCloud organizations' rows, and below them the halves that are in none."""
        rows = self._numbered([each for each in self._report.organizations if each.partition == "aws-us-gov"])
        members = {row.id for row in rows}
        outside = [pair for pair in self._report.pairs if pair.govcloud_account_id not in members]
        if outside:
            rows.append(Row("outside", 1, "outside", outside_label(self._report), accounts=len(outside)))
            for position, pair in enumerate(outside, 1):
                row = self._account(pair.govcloud_account_id, pair.name, pair.govcloud_state, 2)
                rows.append(replace(row, position=position, size=len(outside)))
        roots = [row for row in rows if row.level == 1]
        return [replace(row, position=roots.index(row) + 1, size=len(roots)) if row.level == 1 else row for row in rows]

    def _numbered(self, organizations: list[OrganizationPart]) -> list[Row]:
        rows: list[Row] = []
        for organization in organizations:
            side = SIDES[organization.partition]
            title = f"{side[0].upper()}{side[1:]} organization"
            count = len(organization.accounts)
            rows.append(Row("organization", 1, organization.id, title, organization.id, accounts=count))
            rows += self._below(organization, organization.root_id, 2)
        return rows

    def _below(self, organization: OrganizationPart, parent_id: str, level: int) -> Iterator[Row]:
        units = [unit for unit in organization.units if unit.parent_id == parent_id]
        accounts = [account for account in organization.accounts if account.parent_id == parent_id]
        size = len(units) + len(accounts)
        for position, account in enumerate(accounts, 1):
            yield replace(self._member(account, level), position=position, size=size)
        for position, unit in enumerate(units, len(accounts) + 1):
            below = list(self._below(organization, unit.id, level + 1))
            count = sum(row.kind == "account" for row in below)
            yield Row("unit", level, unit.id, unit.name, position=position, size=size, accounts=count)
            yield from below

    def _member(self, account: AccountPart, level: int) -> Row:
        row = self._account(account.id, account.name, account.state, level)
        return replace(row, is_management=account.is_management)

    def _account(self, account_id: str, name: str, state: str, level: int) -> Row:
        number, pair = self._pairs.get(account_id, (0, None))
        other = ""
        if pair is not None:
            halves = (pair.commercial_account_id, pair.govcloud_account_id)
            other = halves[1] if account_id == halves[0] else halves[0]
        severities = self._found.get(account_id, [])
        worst = min(severities, key=SEVERITIES.index) if severities else None
        return Row(
            "account",
            level,
            account_id,
            name,
            account_id,
            state,
            pair=number,
            other=other,
            findings=len(severities),
            worst=worst,
        )
