"""`govpair policies`: the least-privilege IAM policies that govpair needs. Makes no call."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from custom_resources.scripts.answer import Answer, give
from custom_resources.scripts.output_options import OutputOptions

if TYPE_CHECKING:
    from custom_resources.engine.policies.document import Policy

EXAMPLES = ("govpair policies --set commercial",)


class Principal(StrEnum):
    """Whose policy: a credential set, or the role in accounts on one side."""

    COMMERCIAL = "commercial"
    GOVCLOUD_MANAGEMENT = "govcloud_management"
    GOVCLOUD_PAIRED = "govcloud_paired"
    INVITED = "invited"
    GOVCLOUD_MEMBER = "govcloud_member"
    COMMERCIAL_MEMBER = "commercial_member"


def policies(
    output: OutputOptions,
    sets: Annotated[
        list[Principal] | None,
        typer.Option("--set", help="Whose policy; repeatable, all when left out.", metavar="NAME"),
    ] = None,
) -> int:
    """Print it."""
    from custom_resources.engine.permissions import declared_permissions
    from custom_resources.engine.policies.document import policies_of
    from custom_resources.engine.policies.place import Ids, places

    made: list[Policy] = []
    for place in places(Ids()):
        if not sets or place.name in sets:
            made += policies_of(place, declared_permissions()[place.declared])
    return give(
        "policies", Answer({}, json.dumps({p.name: p.document for p in made}, indent=2)), as_json=output.as_json
    )
