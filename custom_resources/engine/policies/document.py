"""An IAM policy for one principal: statements grouped by what they are about, each wildcard with its reason."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from custom_resources.engine.policies.place import Place
from custom_resources.engine.policies.resources import (
    FREE,
    KINDS,
    MAKING,
    NO_RESOURCE_TYPES,
    TAGGED_IN_MAKING,
    Kind,
)

VERSION = "2012-10-17"
MAX_CHARACTERS = 6144
"""Of a managed policy, white space not counted (IAM User Guide, "IAM and AWS STS quotas")."""


@dataclass(frozen=True)
class Statement:
    """One statement that allows. reasons: by resource, why it has wildcards; a resource without any isn't in it."""

    sid: str
    actions: tuple[str, ...]
    resources: tuple[str, ...]
    reasons: Mapping[str, str]

    @property
    def document(self) -> dict[str, Any]:
        """As JSON has it; one action or resource stands alone."""
        return {
            "Sid": self.sid,
            "Effect": "Allow",
            "Action": _plain(self.actions),
            "Resource": _plain(self.resources),
        }


@dataclass(frozen=True)
class Policy:
    """A policy of one principal. part: which of several, from 1; 0 where one is enough for all."""

    place: Place
    statements: tuple[Statement, ...]
    part: int = 0

    @property
    def name(self) -> str:
        """The principal's name, with the part."""
        return f"{self.place.name}_{self.part}" if self.part else self.place.name

    @property
    def document(self) -> dict[str, Any]:
        """As JSON has it."""
        return {"Version": VERSION, "Statement": [statement.document for statement in self.statements]}

    @property
    def characters(self) -> int:
        """How many characters count against IAM's limit: all but white space."""
        return len(compact(self.document))


def compact(document: Mapping[str, Any]) -> str:
    """Write a policy without white space; none of its values has any."""
    return json.dumps(document, separators=(",", ":"))


def policies_of(
    place: Place,
    actions: Iterable[str],
    tagging: frozenset[str] = MAKING,
    kinds: Mapping[str, tuple[Kind, ...]] = KINDS,
) -> tuple[Policy, ...]:
    """Return what a principal needs for these actions: one policy, or more where one would be too long; none for none.

    tagging: the actions that tags are sent along with for what isn't there yet. kinds: what each action is asked for.
    Raises KeyError for an action without a row in `kinds`.
    """
    wanted = sorted(set(actions) - FREE)
    grouped: dict[tuple[Kind, ...] | str, list[str]] = {}
    for action in wanted:
        tags_new = action == "organizations:TagResource" and not tagging.isdisjoint(wanted)
        grouped.setdefault(TAGGED_IN_MAKING if tags_new else kinds[action], []).append(action)
    statements = [_statement(place, about, grouped[about]) for about in sorted(grouped, key=_order)]
    parts: list[list[Statement]] = []
    for statement in statements:
        if not parts or Policy(place, (*parts[-1], statement)).characters > MAX_CHARACTERS:
            parts.append([])
        parts[-1].append(statement)
    return tuple(
        Policy(place, tuple(part), number if len(parts) > 1 else 0) for number, part in enumerate(parts, start=1)
    )


def _order(about: tuple[Kind, ...] | str) -> str:
    return "" if not about else _sid(about)


def _sid(about: tuple[Kind, ...] | str) -> str:
    if isinstance(about, str):
        return "TagsOfNewAccounts"
    return "On" + "And".join(kind.sid for kind in about) if about else "NoResourceTypes"


def _statement(place: Place, about: tuple[Kind, ...] | str, actions: list[str]) -> Statement:
    if isinstance(about, str) or not about:
        reason = about if isinstance(about, str) else NO_RESOURCE_TYPES
        return Statement(_sid(about), tuple(actions), ("*",), {"*": reason})
    resources, reasons = [], {}
    for kind in about:
        arn, unknown = place.fill(kind.form)
        resources.append(arn)
        if why := [*([kind.reason] if kind.reason else []), *unknown]:
            reasons[arn] = "; ".join(dict.fromkeys(why))
    return Statement(_sid(about), tuple(actions), tuple(resources), reasons)


def _plain(values: tuple[str, ...]) -> str | list[str]:
    return values[0] if len(values) == 1 else list(values)
