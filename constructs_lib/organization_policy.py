"""`OrganizationPolicy`: a policy, where it is attached, and what AWS would refuse about it. Pure Python."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from constructs_lib.organizational_unit_tree import Location
from constructs_lib.partitions import GOVCLOUD, foreign_arns
from constructs_lib.policy_document import Content, minified, statement_problems
from constructs_lib.policy_types import POLICY_TYPES, SERVICE_CONTROL_POLICY

TARGET_ID = re.compile(r"r-[0-9a-z]{4,32}|\d{12}|ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}")  # botocore model, PolicyTargetId
"""Ids that a policy can be attached to: of a root, an organizational unit, an account."""


@dataclass(frozen=True)
class OrganizationPolicy:
    """A policy of an organization.

    Attributes:
        name: 1 to 128 characters, different from every other policy of the organization; the Terraform addresses follow
            from it.
        content: JSON text, the same as a mapping, or typed statements. ``${aws:…}`` in it is a variable of IAM's;
            references to resources of the stack are CDKTF tokens, and may stand in it.
        targets: Where it is attached: paths of organizational units (``Workloads/Production``), names that the
            construct is told ids of, ids; ``/`` is the root.
        type: One of policy_types.py.
        description: At most 512 characters.
        renamed_from: The name that it had before, until that is applied.
    """

    name: str
    content: Content
    targets: Sequence[str] = ()
    type: str = SERVICE_CONTROL_POLICY
    description: str = ""
    renamed_from: str | None = None

    @classmethod
    def from_file(
        cls,
        path: Path,
        *,
        name: str | None = None,
        targets: Sequence[str] = (),
        type: str = SERVICE_CONTROL_POLICY,
        description: str = "",
        renamed_from: str | None = None,
    ) -> OrganizationPolicy:
        """A policy whose content is a JSON file; without a name it has the file's, less its suffix.

        Raises:
            OSError: The file can't be read.
        """
        content = path.read_text(encoding="utf-8")
        return cls(name or path.stem, content, targets, type, description, renamed_from)

    def document(self) -> str:
        """The content as the shortest JSON text.

        Raises:
            ValueError: It is no JSON object.
        """
        return minified(self.content, self.type)

    def problems(self, partition: str) -> Iterator[str]:
        """What AWS would refuse, a sentence each."""
        yield from (sentence for _, sentence in self.placed_problems(partition))

    def placed_problems(self, partition: str) -> Iterator[tuple[Location, str]]:
        """What AWS would refuse (names and lengths: botocore model, organizations, CreatePolicy).

        Each sentence with what leads to its place: an attribute's name, then, in ``content``, keys and indexes of the
        policy's document.
        """
        if not 1 <= len(self.name) <= 128:
            yield ("name",), f"A policy's name has 1 to 128 characters; this one has {len(self.name)}."
        if len(self.description) > 512:
            yield (
                ("description",),
                f"A policy's description has at most 512 characters; this one has {len(self.description)}.",
            )
        kind = POLICY_TYPES.get(self.type)
        if kind is None:
            yield ("type",), f"{self.type!r} is no type of policy; there are: {', '.join(POLICY_TYPES)}."
            return
        if partition == GOVCLOUD and not kind.in_govcloud:
            there = ", ".join(name for name, each in POLICY_TYPES.items() if each.in_govcloud)
            yield ("type",), f"GovCloud has no {self.type}; it has: {there}."
        try:
            text = self.document()
        except ValueError as wrong:
            yield ("content",), str(wrong)
            return
        if len(text) > kind.characters:
            yield (
                ("content",),
                f"The policy has {len(text):,} characters after minifying; AWS takes {kind.characters:,} in a "
                f"{self.type}. Split it in two.",
            )
        for arn in foreign_arns(text, partition):
            place = ("content", *place_of(json.loads(text), arn))
            yield place, f"{arn} is not of the partition {partition}: it would match nothing there."
        for place, sentence in statement_problems(text, self.type):
            yield ("content", *place), sentence


def place_of(value: object, text: str) -> Location:
    """The keys and indexes that lead to the first text with that in it; none where it is in no text."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        if isinstance(item, str) and text in item:
            return (key,)
        if below := place_of(item, text):
            return (key, *below)
    return ()


def policy_types_of(policies: Iterable[OrganizationPolicy]) -> list[str]:
    """The types in use, for the organization's ``enabled_policy_types``."""
    return sorted({policy.type for policy in policies})


def target_name(target: str) -> str:
    """A target as it is compared: the root is ``/``, however it is written, and paths have no slash at their ends."""
    return target.strip("/") or "/"


def too_many(policies: Sequence[OrganizationPolicy], without_full_access: Iterable[str] = ()) -> Iterator[str]:
    """A sentence for every target that would have more policies of a type than AWS allows.

    Args:
        policies: All of the organization's.
        without_full_access: Targets that FullAWSAccess was detached from.
    """
    freed = {target_name(target) for target in without_full_access}
    for name, kind in POLICY_TYPES.items():
        by_target: dict[str, list[str]] = {}
        for policy in policies:
            if policy.type == name:
                for target in {target_name(each): None for each in policy.targets}:
                    by_target.setdefault(target, []).append(policy.name)
        for target, names in by_target.items():
            takes_one = kind.full_access is not None and not (name == SERVICE_CONTROL_POLICY and target in freed)
            most = kind.attached - takes_one
            if len(names) > most:
                why = f", of which AWS's own {kind.full_access} is one" if takes_one else ""
                yield (
                    f"{target} would have {len(names)} policies of type {name}: {', '.join(names)}. AWS takes "
                    f"{kind.attached} at one target{why}. Merge some, or attach some to its parent."
                )
