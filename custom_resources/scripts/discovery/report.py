"""What `govpair discover` says at its end, for people and for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from custom_resources.engine.organization_settings import OrganizationSettings
from custom_resources.scripts.discovery.model import Discovery, FoundOrganization, FoundPair
from custom_resources.scripts.texts import facts, table

UNTOLD = "role_name and iam_user_access_to_billing, which AWS never tells: what was said here, else the defaults"


def document(found: Discovery) -> dict[str, Any]:
    """The fields of the JSON document."""
    return {
        "pairs": [_pair(pair, each) for each in found.organizations for pair in each.pairs],
        "organizational_units": [
            {**vars(unit), "customer": _customer(each)} for each in found.organizations for unit in each.units
        ],
        "left_out": [vars(each) for each in found.left_out],
        "would_change": list(found.would_change),
        "differences": list(found.differences),
        "policies": {
            side.lower(): {kind: list(names) for kind, names in settings.policies.items()}
            for side, settings in _settings(found)
        },
    }


def _customer(organization: FoundOrganization) -> str | None:
    return organization.name if organization.customer else None


def _pair(pair: FoundPair, organization: FoundOrganization) -> dict[str, Any]:
    return {
        **vars(pair),
        "tags": dict(pair.tags),
        "govcloud_tags": pair.govcloud_tags and dict(pair.govcloud_tags),
        "customer": _customer(organization),
    }


def _settings(found: Discovery) -> list[tuple[str, OrganizationSettings]]:
    theirs = [(f"GovCloud-{each.name}" if each.customer else "GovCloud", each.settings) for each in found.organizations]
    return [("commercial", found.settings), *theirs]


def text(found: Discovery, file: Path, places: Mapping[str, Path], ways_out: Mapping[str, Path]) -> str:
    """The same for people, with the commands that come next."""
    taken = [
        ("organization file", file),
        ("customers", ", ".join(each.name for each in found.organizations) if found.reseller else None),
        ("account pairs", len(found.pairs)),
        ("organizational units", f"{sum(len(each.units) for each in found.organizations)} on both sides"),
        ("for hashicorp/aws", " or ".join(map(str, ways_out.values()))),
        ("assumed", UNTOLD),
    ]
    blocks = [facts(taken)]
    if found.left_out:
        counts = Counter(each.kind for each in found.left_out)
        heading = ", ".join(f"{kind} ({count})" for kind, count in sorted(counts.items()))
        rows = [(each.kind, each.what, each.why) for each in found.left_out]
        blocks.append(f"Left out, and untouched by any plan: {heading}\n{table(('what', 'which', 'why'), rows)}")
    if lines := list(_policies(found)):
        blocks.append("\n".join(["Policies stay as they are, and are not in the file:", *lines]))
    if found.differences:
        blocks.append("\n".join(["Differs between the sides, is not in the file, and stays:", *found.differences]))
    if found.would_change:
        blocks.append("\n".join(["A first plan would change this all the same:", *found.would_change]))
    blocks.append("\n".join(["Next:", *steps(file, places)]))
    return "\n\n".join(blocks)


def _policies(found: Discovery) -> list[str]:
    return [
        f"  {side}: {len(names)} {kind}: {', '.join(names)}"
        for side, settings in _settings(found)
        for kind, names in settings.policies.items()
    ]


def steps(file: Path, places: Mapping[str, Path]) -> list[str]:
    """The commands that come next; each stack reads what the one before has in its state."""
    outdir = next(iter(places.values())).parents[2]
    return [
        f"  python -m constructs_lib.app {file} --outdir {outdir}",
        *(
            f"  terraform -chdir={place.parent} init && terraform -chdir={place.parent} apply   "
            "# to import only; then delete imports.tf"
            for place in places.values()
        ),
    ]
