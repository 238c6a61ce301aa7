"""Whether a policy's document is one of its type: what MalformedPolicyDocumentException is answered for.

Sources: Organizations user guide, "SCP syntax", "RCP syntax", "Troubleshooting policies" and "Inheritance operators";
IAM user guide, "Grammar of the IAM JSON policy language". AWS says less about what is wrong than these sentences do.
"""

from __future__ import annotations

import json
import re
from typing import Any

from partition_simulator.organizations.policy_types import PolicyType

_VERSION = "2012-10-17"
_ACTION = re.compile(r"\*|[A-Za-z0-9-]+:[A-Za-z0-9*?-]+")
_SID = re.compile(r"[A-Za-z0-9]*")
_OPERATOR = re.compile(
    r"(ForAllValues:|ForAnyValue:)?"
    r"(String(Not)?(Equals|EqualsIgnoreCase|Like)|Numeric((Not)?Equals|(Less|Greater)Than(Equals)?)"
    r"|Date((Not)?Equals|(Less|Greater)Than(Equals)?)|Bool|BinaryEquals|(Not)?IpAddress|Arn(Not)?(Equals|Like))"
    r"(IfExists)?|Null"
)
_SCP = {"Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition"}
_RCP = {"Sid", "Effect", "Principal", "Action", "Resource", "NotResource", "Condition"}
VALUE_OPERATORS = frozenset({"@@assign", "@@append", "@@remove"})
CHILD_CONTROL = "@@operators_allowed_for_child_policies"
_TAG_MEMBERS = {"tag_key", "tag_value", "enforced_for", "report_required_tag_for"}


class Malformed(ValueError):
    """The document isn't one of its type; the message says why."""


def read_object(content: str) -> dict[str, Any]:
    """One JSON object, nothing after it, no key twice ("More than one policy object", "… statement element")."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        names = [name for name, _ in pairs]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise Malformed(f"{twice} is there more than once")
        return dict(pairs)

    try:
        document = json.loads(content, object_pairs_hook=once)
    except Malformed:
        raise
    except (ValueError, RecursionError):
        raise Malformed("it isn't one JSON object") from None
    if not isinstance(document, dict):
        raise Malformed("it isn't a JSON object")
    return document


def check_document(policy_type: PolicyType, content: str) -> dict[str, Any]:
    """The document of a policy, when it keeps its type's rules; Malformed."""
    document = read_object(content)
    if policy_type.is_authorization:
        rcp = policy_type.name == "RESOURCE_CONTROL_POLICY"
        for statement in statements(document):
            _check_statement(statement, rcp)
    else:
        _check_management(policy_type, document)
    return document


def strings(value: Any, where: str) -> list[str]:
    """A text or a list of texts, as a list; Malformed for anything else and for none."""
    values = value if isinstance(value, list) else [value]
    if not values or not all(isinstance(item, str) for item in values):
        raise Malformed(f"{where} is text or a list of texts")
    return values


def statements(document: dict[str, Any]) -> list[dict[str, Any]]:
    """The statements of a document in IAM's language: Version 2012-10-17, one Statement element, Sids used once."""
    unknown = set(document) - {"Version", "Id", "Statement"}
    if unknown:
        raise Malformed(f"{min(unknown)} is no element of it")
    if document.get("Version") != _VERSION:
        raise Malformed(f'Version must be "{_VERSION}"')
    found = document.get("Statement")
    found = found if isinstance(found, list) else [found]
    if not found or not all(isinstance(statement, dict) for statement in found):
        raise Malformed("Statement is an object or a list of objects")
    sids = [statement["Sid"] for statement in found if "Sid" in statement]
    if not all(isinstance(sid, str) and _SID.fullmatch(sid) for sid in sids):
        raise Malformed("a Sid has letters and digits only")
    if len(set(sids)) < len(sids):
        raise Malformed("a Sid is there more than once")
    return found


def _one_of(statement: dict[str, Any], name: str, other: str) -> str:
    present = [element for element in (name, other) if element in statement]
    if len(present) != 1:
        raise Malformed(f"a statement has either {name} or {other}")
    return present[0]


def _check_statement(statement: dict[str, Any], rcp: bool) -> None:
    unknown = set(statement) - (_RCP if rcp else _SCP)
    if unknown:
        raise Malformed(f"{min(unknown)} is not supported in {'an RCP' if rcp else 'an SCP'}")
    if statement.get("Effect") not in (("Deny",) if rcp else ("Allow", "Deny")):
        raise Malformed(f"Effect must be {'Deny' if rcp else 'Allow or Deny'}")
    if rcp and statement.get("Principal") != "*":
        raise Malformed('Principal must be "*"')
    element = _one_of(statement, "Action", "NotAction")
    for action in strings(statement[element], element):
        if _ACTION.fullmatch(action) is None or (rcp and action == "*"):
            raise Malformed(f"{action!r} is no action of a service")
    element = _one_of(statement, "Resource", "NotResource")
    for resource in strings(statement[element], element):
        # Users see ARNs with wildcards in any part; an ARN has six parts (IAM user guide, "Resource").
        if resource != "*" and not (resource.startswith("arn:") and resource.count(":") >= 5):
            raise Malformed(f"{resource!r} is no ARN")
    check_condition(statement.get("Condition", {}))


def check_condition(condition: Any) -> None:
    """Malformed for what is no Condition: operators that IAM has, with keys and values."""
    if not isinstance(condition, dict):
        raise Malformed("Condition is an object")
    for operator, keys in condition.items():
        if _OPERATOR.fullmatch(operator) is None:
            raise Malformed(f"{operator} is no condition operator")
        if not isinstance(keys, dict) or not keys:
            raise Malformed(f"{operator} has condition keys")
        for key, values in keys.items():
            several = values if isinstance(values, list) else [values]
            if not all(isinstance(value, str | bool | int | float) for value in several):
                raise Malformed(f"the value of {key} is text or a list of texts")


def _check_management(policy_type: PolicyType, document: dict[str, Any]) -> None:
    if policy_type.top is not None:
        unknown = set(document) - {policy_type.top}
        if unknown or not isinstance(document.get(policy_type.top), dict):
            raise Malformed(f"it has one object, {policy_type.top}")
    _check_operators(document, "the policy")
    _check_container(document, "the policy")
    if policy_type.name == "TAG_POLICY":
        _check_container(document["tags"], "tags")
        for name, tag in document["tags"].items():
            if not name.startswith("@@"):
                _check_tag(name, tag)


def _check_container(node: dict[str, Any], where: str) -> None:
    """A part that holds settings, and can't be set as a whole."""
    found = VALUE_OPERATORS & set(node)
    if found:
        raise Malformed(f"{min(found)} has no place in {where}")


def _check_operators(node: dict[str, Any], where: str) -> None:
    for name, value in node.items():
        if name == CHILD_CONTROL:
            allowed = strings(value, name)
            if not set(allowed) <= VALUE_OPERATORS | {"@@all", "@@none"}:
                raise Malformed(f"{name} of {where} names an operator that isn't one")
        elif name in VALUE_OPERATORS:
            if name != "@@assign" and not isinstance(value, list):
                raise Malformed(f"{name} of {where} needs a list")
            if isinstance(value, dict) or value is None:
                raise Malformed(f"{name} of {where} needs a value")
        elif name.startswith("@@"):
            raise Malformed(f"{name} is no inheritance operator")
        elif isinstance(value, dict):
            _check_operators(value, name)
        else:
            raise Malformed(f"{name} needs an inheritance operator such as @@assign")


def _check_tag(name: str, tag: Any) -> None:
    """One tag key: its spelling (``tag_key``), values, and the resource types that it is enforced for."""
    _check_container(tag, f"tag {name}")
    unknown = {member for member in tag if not member.startswith("@@")} - _TAG_MEMBERS
    if unknown:
        raise Malformed(f"{min(unknown)} of tag {name} is not known")
    spelled = tag.get("tag_key", {}).get("@@assign", name)
    if not isinstance(spelled, str) or spelled.lower() != name.lower():
        raise Malformed(f"tag_key of {name} is another key")
    for member in _TAG_MEMBERS - {"tag_key"}:
        for operator in VALUE_OPERATORS & set(tag.get(member, {})):
            if not isinstance(tag[member][operator], list):
                raise Malformed(f"{member} of tag {name} is a list")
