"""The report as a Mermaid flowchart: a subgraph for each organization and unit, dotted links between the halves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from custom_resources.engine.model import CLOSED_STATES
from custom_resources.scripts.report.document import AccountPart, OrganizationPart, Report

SIDES: Mapping[str, str] = {"aws": "commercial", "aws-us-gov": "GovCloud"}


def mermaid_of(report: Report) -> str:
    """Return the flowchart. Mermaid draws 500 links unless its `maxEdges` is raised where it is drawn."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield "flowchart LR"
    closed = []
    for organization in report.organizations:
        yield from _organization(organization)
        closed += [account.id for account in organization.accounts if account.state in CLOSED_STATES]
    members = {account.id for each in report.organizations for account in each.accounts}
    outside = [pair for pair in report.pairs if pair.govcloud_account_id not in members]
    if outside:
        yield f'  subgraph outside["{escaped(outside_label(report))}"]'
        for pair in outside:
            yield f'    a{pair.govcloud_account_id}["{escaped(pair.name)}<br>{pair.govcloud_account_id}"]'
        yield "  end"
    for pair in report.pairs:
        yield f"  a{pair.commercial_account_id} -.- a{pair.govcloud_account_id}"
    if closed:
        yield "  classDef closed stroke-dasharray: 4"
        yield f"  class {','.join(f'a{each}' for each in closed)} closed"


def outside_label(report: Report) -> str:
    """Say where the GovCloud accounts are that are in none of the organizations."""
    unread = any(each.what == "govcloud_organization" for each in report.not_read)
    return f"In no GovCloud organization{' that was read' if unread else ''}"


def _organization(organization: OrganizationPart) -> Iterator[str]:
    yield f'  subgraph {_node(organization.id)}["{SIDES[organization.partition]} organization {organization.id}"]'
    yield "    direction TB"
    yield from _below(organization, organization.root_id, "    ")
    yield "  end"


def _below(organization: OrganizationPart, parent_id: str, indent: str) -> Iterator[str]:
    empty = True
    for unit in organization.units:
        if unit.parent_id == parent_id:
            empty = False
            yield f'{indent}subgraph {_node(unit.id)}["{escaped(unit.name)}"]'
            yield from _below(organization, unit.id, indent + "  ")
            yield f"{indent}end"
    for account in organization.accounts:
        if account.parent_id == parent_id:
            empty = False
            yield f'{indent}a{account.id}["{_label(account)}"]'
    if empty:  # Mermaid takes an empty subgraph for a node
        yield f'{indent}{_node(parent_id)}_empty["no accounts"]'


def _label(account: AccountPart) -> str:
    lines = [escaped(account.name), account.id]
    if account.is_management:
        lines.append("management account")
    if account.state != "ACTIVE":
        lines.append(account.state)
    return "<br>".join(lines)


def _node(aws_id: str) -> str:
    return aws_id.replace("-", "_")


def escaped(text: str) -> str:
    """Return the text with all but plain letters, digits and a few signs as Mermaid's character codes."""
    return re.sub(r"[^A-Za-z0-9 .,_/+@-]", lambda found: f"#{ord(found.group())};", text)
