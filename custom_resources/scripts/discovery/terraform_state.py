"""What a Terraform state of hashicorp/aws has of accounts, organizations and organizational units.

The format, version 4, is that of `terraform state pull`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ACCOUNT = "aws_organizations_account"
TYPES = (ACCOUNT, "aws_organizations_organization", "aws_organizations_organizational_unit")
_KEY = re.compile(r'\[(?:\d+|"(?:[^"\\]|\\.)*")\]')
"""A key in an address, such as `["a"]`."""


class UnreadableState(Exception):
    """The file is no Terraform state; says why."""


@dataclass(frozen=True)
class StateInstance:
    """One object in the state. resource: its block's address, without any keys; address: its own, with all of them."""

    resource: str
    address: str
    type: str
    id: str
    attributes: Mapping[str, Any]


def read_state(path: Path) -> list[StateInstance]:
    """The accounts, organizations and organizational units of hashicorp/aws in a state file. Raises UnreadableState."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no JSON"
        raise UnreadableState(f"{path} cannot be read: {why}.") from None
    if not isinstance(document, dict) or document.get("version") != 4 or "resources" not in document:
        raise UnreadableState(f"{path} is no Terraform state of version 4; `terraform state pull` writes one.")
    try:
        return sorted(_instances(document["resources"]), key=lambda each: each.address)
    except _Damaged as damage:
        raise UnreadableState(f"{path} is damaged: {damage}. `terraform state pull` writes a whole one.") from None


class _Damaged(Exception):
    """A part of the state is of another kind than Terraform writes."""


def _part(value: Any, kind: type, name: str) -> Any:
    if not isinstance(value, kind):
        raise _Damaged(f"`{name}` is no {'list' if kind is list else 'object' if kind is dict else 'text'}")
    return value


def _instances(resources: Any) -> Iterator[StateInstance]:
    for each in _part(resources, list, "resources"):
        found = _part(each, dict, "resources[]")
        kind, provider = str(found.get("type", "")), str(found.get("provider", ""))
        if found.get("mode") != "managed" or kind not in TYPES or "/hashicorp/aws" not in provider:
            continue
        module, name = _part(found.get("module") or "", str, "module"), _part(found.get("name"), str, "name")
        resource, address = (".".join(filter(None, (place, kind, name))) for place in (_KEY.sub("", module), module))
        for instance in _part(found.get("instances") or [], list, "instances"):
            attributes = _part(_part(instance, dict, "instances[]").get("attributes") or {}, dict, "attributes")
            key = f"[{json.dumps(instance['index_key'], ensure_ascii=False)}]" if "index_key" in instance else ""
            yield StateInstance(resource, f"{address}{key}", kind, str(attributes.get("id")), attributes)
