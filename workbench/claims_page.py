"""docs/simulator-claims.md and docs/simulator-deviations.md, made from the table of claims and that of deviations."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from custom_resources.engine.claims import Claim, load_claims
from workbench.deviations import Deviation, load_deviations
from workbench.paths import PROJECT

CLAIMS_PAGE = PROJECT / "docs" / "simulator-claims.md"
DEVIATIONS_PAGE = PROJECT / "docs" / "simulator-deviations.md"
CODE = ("custom_resources", "partition_simulator", "constructs_lib")
MARKER = re.compile(r"\bclaim:\s+([a-z0-9]+(?:-[a-z0-9]+)+)")
"""How code names a claim: `claim: some-id`."""

_MADE = "<!-- Made by `python -m workbench claims`. -->"
_HEADINGS = {
    "organizations": "Organizations",
    "account": "Account Management",
    "sts": "STS",
    "iam": "IAM",
    "s3": "S3",
    "cloudtrail": "CloudTrail",
    "servicequotas": "Service Quotas",
    "*": "Every service",
}


def places() -> dict[str, set[str]]:
    """Claim id to the files whose code names it."""
    found: dict[str, set[str]] = defaultdict(set)
    for folder in CODE:
        for path in (PROJECT / folder).rglob("*.py"):
            for name in MARKER.findall(path.read_text()):
                found[name].add(str(path.relative_to(PROJECT)))
    return found


def pages() -> dict[Path, str]:
    """Both pages and their texts."""
    return {CLAIMS_PAGE: _claims_page(load_claims()), DEVIATIONS_PAGE: _deviations_page(load_deviations())}


def write_pages() -> list[Path]:
    """Write both pages; returns them."""
    for path, text in pages().items():
        path.write_text(text)
    return list(pages())


def _claims_page(claims: Mapping[str, Claim]) -> str:
    from custom_resources.engine.verification.checks import CHECKS

    found = places()
    total = Counter(claim.standing for claim in claims.values())
    lines = [
        _MADE,
        "# What is claimed about AWS",
        "",
        "The simulator and the product stand on these claims. *documented*: AWS says so, where the source tells. "
        "*assumed*: nobody saw it. *observed*: a report of [`govpair verify-aws`](verify-aws.md) saw it on real AWS. "
        f"Of {len(claims)} claims {total['documented']} are documented, {total['observed']} observed, "
        f"{total['assumed']} assumed. `verify-aws` has checks of {len(CHECKS)} (*checked*); the others would need "
        "calls that change something.",
        "",
    ]
    services = sorted({claim.service for claim in claims.values()}, key=list(_HEADINGS).index)
    for service in services:
        lines += [f"## {_HEADINGS[service]}", "", "| claim | behaviour | where | status | leaned on in |"]
        lines += ["|---|---|---|---|---|"]
        for claim in claims.values():
            if claim.service == service:
                lines.append(_row(claim, sorted({*claim.used_in, *found.get(claim.id, ())}), claim.id in CHECKS))
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _row(claim: Claim, files: Iterable[str], checked: bool) -> str:
    operations = f" ({', '.join(claim.operations)})" if claim.operations else ""
    status = f"*{claim.standing}*"
    if claim.last_observed:
        status += f" {claim.confirmed} times, last {claim.last_observed}"
    status += f"{', checked' if checked else ''}; {claim.source}"
    where = "both partitions" if claim.partition == "both" else claim.partition
    cells = [
        f"<a id='{claim.id}'></a>`{claim.id}`",
        f"{claim.behaviour}{operations}",
        where,
        status,
        ", ".join(f"`{file}`" for file in files),
    ]
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def _deviations_page(deviations: Iterable[Deviation]) -> str:
    lines = [
        _MADE,
        "# Where the simulator differs from moto",
        "",
        "The simulator stands on moto 5.2.5, and differs where moto is looser than AWS or lacks an operation. "
        "Every method of moto that is replaced, and every operation that is added, is in one of these rows; a test "
        "compares. Sources of the behaviour: [the claims](simulator-claims.md) and the code.",
        "",
        "| where | moto 5.2.5 | the simulator | why | in the code |",
        "|---|---|---|---|---|",
    ]
    for each in deviations:
        code = ", ".join(f"`{name}`" for name in (*each.files, *each.replaces))
        cells = [each.area, each.stock, each.here, each.reason, code]
        lines.append(f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |")
    return "\n".join(lines) + "\n"
