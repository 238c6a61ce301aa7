"""The document of an organization policy: from typed statements or JSON to the shortest text AWS takes. Pure Python.

Sources: Organizations User Guide, "SCP syntax", "RCP syntax" and "Troubleshooting policies"; IAM User Guide, "Grammar
of the IAM JSON policy language". AWS would answer MalformedPolicyDocumentException at apply, which names no place.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from constructs_lib.organizational_unit_tree import Location
from constructs_lib.policy_types import RESOURCE_CONTROL_POLICY, SERVICE_CONTROL_POLICY

VERSION = "2012-10-17"

_ELEMENTS = frozenset({"Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition"})
_RCP_ELEMENTS = (_ELEMENTS - {"NotAction"}) | {"Principal"}
_SID = re.compile(r"[A-Za-z0-9]*")
_ACTION = re.compile(r"\*(:\*)?|[A-Za-z0-9-]+:[A-Za-z0-9*?_-]+|.*\$\{.*")  # or with a Terraform expression in it


@dataclass(frozen=True)
class Statement:
    """A statement of a service or resource control policy.

    Attributes:
        actions: Such as ``s3:DeleteBucket``; one of this and ``not_actions``.
        resources: ARNs of the policy's partition, or ``*``.
        effect: ``Deny``, or ``Allow`` (service control policies only).
        not_actions: Everything but these.
        conditions: Operator: condition key: value or values.
        sid: Letters and digits; different in one policy.
    """

    actions: Sequence[str] = ()
    resources: Sequence[str] = ("*",)
    effect: str = "Deny"
    not_actions: Sequence[str] = ()
    conditions: Mapping[str, Mapping[str, str | Sequence[str]]] = field(default_factory=dict)
    sid: str | None = None

    def document(self, policy_type: str = SERVICE_CONTROL_POLICY) -> dict[str, Any]:
        """As in a policy's JSON; a resource control policy's Principal is always ``*``."""
        found: dict[str, Any] = {"Sid": self.sid} if self.sid else {}
        found["Effect"] = self.effect
        if policy_type == RESOURCE_CONTROL_POLICY:
            found["Principal"] = "*"
        for name, values in (("Action", self.actions), ("NotAction", self.not_actions), ("Resource", self.resources)):
            if values:
                found[name] = list(values)
        if self.conditions:
            found["Condition"] = {operator: dict(keys) for operator, keys in self.conditions.items()}
        return found


Content: TypeAlias = str | Mapping[str, Any] | Sequence[Statement]
"""JSON text, the same as a mapping, or statements."""


def minified(content: Content, policy_type: str) -> str:
    """The shortest JSON text of a policy: white space counts against AWS's limit (Organizations quotas page).

    Raises:
        ValueError: It is no JSON object, or has a key twice.
    """
    if isinstance(content, str):
        document: object = _read(content)
    elif isinstance(content, Mapping):
        document = content
    else:
        document = {"Version": VERSION, "Statement": [each.document(policy_type) for each in content]}
    if not isinstance(document, Mapping):
        raise ValueError("The policy is not a JSON object, { … }.")
    try:
        return json.dumps(document, separators=(",", ":"), ensure_ascii=False)
    except (TypeError, ValueError, RecursionError) as wrong:
        raise ValueError(f"The policy has something that JSON has not: {wrong}.") from None


def _read(text: str) -> object:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        names = [name for name, _ in pairs]
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"The policy has {name!r} twice in one object; AWS refuses that.")
        return dict(pairs)

    try:
        return json.loads(text, object_pairs_hook=once)
    except RecursionError:
        raise ValueError("The policy is nested too deep.") from None
    except json.JSONDecodeError as wrong:
        raise ValueError(f"The policy is no JSON: line {wrong.lineno}, column {wrong.colno}: {wrong.msg}.") from None


def statement_problems(text: str, policy_type: str) -> Iterator[tuple[Location, str]]:
    """What AWS would refuse in the statements of a service or resource control policy; others have none.

    Each sentence with the keys and indexes that lead to its place in the document.
    """
    if policy_type not in (SERVICE_CONTROL_POLICY, RESOURCE_CONTROL_POLICY):
        return
    document = json.loads(text)
    if document.get("Version") != VERSION:
        yield ("Version",), f'Version must be "{VERSION}", not {document.get("Version")!r}.'
    statements = document.get("Statement")
    several = isinstance(statements, list)
    sids: set[str] = set()
    for number, statement in enumerate(statements if isinstance(statements, list) else [statements]):
        where = f"Statement {number + 1}"
        place: Location = ("Statement", number) if several else ("Statement",)
        if not isinstance(statement, dict):
            yield place, f"{where} is no object."
            continue
        for below, sentence in _one(where, statement, policy_type == RESOURCE_CONTROL_POLICY):
            yield (*place, *below), sentence
        sid = statement.get("Sid")
        if isinstance(sid, str) and sid in sids:
            yield (*place, "Sid"), f"{where} has the Sid {sid!r} of another statement."
        if isinstance(sid, str):
            sids.add(sid)


def _one(where: str, statement: Mapping[str, Any], resource_control: bool) -> Iterator[tuple[Location, str]]:
    kind = "a resource control policy" if resource_control else "a service control policy"
    unknown = sorted(set(statement) - (_RCP_ELEMENTS if resource_control else _ELEMENTS))
    if unknown:
        yield (unknown[0],), f"{where} has {', '.join(unknown)}, which {kind} can't have."
    effects = ("Deny",) if resource_control else ("Allow", "Deny")
    if statement.get("Effect") not in effects:
        seen = statement.get("Effect")
        yield ("Effect",), f"{where}: Effect must be {' or '.join(effects)} in {kind}, not {seen!r}."
    if resource_control and statement.get("Principal") != "*":
        yield ("Principal",), f'{where}: Principal must be "*" in {kind}.'
    for one, other in (("Action", "NotAction"), ("Resource", "NotResource")):
        if (one in statement) == (other in statement):
            yield (), f"{where} must have either {one} or {other}."
    for element in ("Action", "NotAction"):
        given = statement.get(element, [])
        for position, action in enumerate(given if isinstance(given, list) else [given]):
            if not isinstance(action, str) or not _ACTION.fullmatch(action):
                yield (
                    (element, position) if isinstance(given, list) else (element,),
                    f"{where}: {element} {action!r} must be SERVICE:ACTION, such as iam:CreateUser, or *.",
                )
    sid = statement.get("Sid", "")
    if not isinstance(sid, str) or not _SID.fullmatch(sid):
        yield ("Sid",), f"{where}: a Sid has letters and digits only, not {sid!r}."
