"""The report as one HTML page that needs nothing else: no network, no other file.

Names, tags and emails come from whoever may give them. All is escaped, and the page's own policy lets no script and no
style run but the page's own two, known by their hashes, and nothing be fetched.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import json
from importlib import resources
from typing import TYPE_CHECKING

from custom_resources.engine.finding import SEVERITIES
from custom_resources.scripts.report.document import FindingPart, Report, document_of_report
from custom_resources.scripts.report.tree import Trees

if TYPE_CHECKING:
    from jinja2 import Template
    from markupsafe import Markup

SCRIPTS = ("state.js", "links.js", "tree.js", "filters.js", "details.js", "start.js")
"""What the page's script is made of, one after the other."""

SIGNS = {"problem": "▲", "warning": "●", "note": "○"}
"""A shape for each severity, so that colour is never the only sign."""

TITLES = {
    "drift_closed": "Drift: closed or open, other than declared",
    "drift_missing": "Drift: declared, but not there",
    "drift_name": "Drift: other names than declared",
    "drift_not_a_pair": "Drift: declared as a pair, but none",
    "drift_tags": "Drift: other tags than declared",
    "drift_undeclared": "Drift: pairs that are not declared",
    "drift_unit": "Drift: other organizational units than declared",
    "foreign": "GovCloud accounts of unknown pairs",
    "govcloud_not_joined": "GovCloud accounts that have not joined",
    "govcloud_state_not_told": "GovCloud accounts whose state is not told",
    "names_differ": "Names that differ between the halves",
    "not_paired": "Commercial accounts without a GovCloud half",
    "not_read": "Organizations that were not read",
    "pair_not_told": "Accounts of which AWS does not tell whether they are pairs",
    "states_differ": "States that differ between the halves",
    "suspended": "Closed or suspended pairs",
    "tags_differ": "Tags that differ between the halves",
    "trail_not_delivering": "Trails that cannot deliver",
    "trail_of_one_region": "Trails of one region only",
    "trails_not_read": "Accounts whose trails could not be read",
    "without_trail": "Accounts without a trail that logs",
}
"""What the findings of a kind have in common, as a heading."""


def page_of(report: Report) -> str:
    """Return the page; the same for the same report."""
    style, script = _own("page.css"), "\n".join(_own(name) for name in SCRIPTS)
    trees = Trees(report)
    kinds: dict[str, list[FindingPart]] = {}
    for finding in report.findings:
        kinds.setdefault(finding.kind, []).append(finding)
    return _template().render(
        report=report,
        trees=trees,
        kinds=kinds,
        accounts={account.id: account for each in report.organizations for account in each.accounts},
        units=sorted({unit.path for each in report.organizations for unit in each.units}),
        states=sorted({row.state for row in trees.commercial + trees.govcloud if row.kind == "account"}),
        tags=_tags(report),
        severities=SEVERITIES,
        signs=SIGNS,
        titles=TITLES,
        document=_harmless(json.dumps(document_of_report(report), separators=(",", ":"), ensure_ascii=False)),
        style=style,
        script=script,
        policy=f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'; "
        "form-action 'none'",
    )


def _tags(report: Report) -> list[str]:
    return sorted(
        {
            f"{key}={value}"
            for organization in report.organizations
            for account in organization.accounts
            for key, value in (account.tags or {}).items()
        }
    )


def _harmless(document: str) -> str:
    """Write the document so that nothing in it ends the element that holds it, or begins another."""
    return document.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _own(name: str) -> str:
    return resources.files(__package__).joinpath("page_parts", name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def coded(text: str) -> Markup:
    """Return the text, escaped, with what stands in backticks as code."""
    from markupsafe import Markup, escape

    parts = text.split("`")
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if place % 2 else escape(part) for place, part in enumerate(parts)
    )


@functools.cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined)
    environment.filters["coded"] = coded
    return environment.from_string(_own("page.html"))
