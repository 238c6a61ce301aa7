"""The effective management policy of an account: what it inherits and has itself, merged.

Source: Organizations user guide, "Policy syntax and inheritance for management policy types" and its examples: from the
root down; on one level in the order in which the policies were attached, where the first ``@@assign`` of a setting
counts; child control operators of one level are intersected, and no lower level can widen them. That a container whose
children may not be assigned takes no new children is the guide's sentence on ``@@none`` at ``plans``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from partition_simulator.organizations.policy_documents import CHILD_CONTROL, VALUE_OPERATORS


@dataclass
class _Node:
    """One place in the merged document. ``allowed``: the operators that the next level may use here."""

    value: Any = None
    children: dict[str, _Node] = field(default_factory=dict)
    allowed: frozenset[str] = VALUE_OPERATORS
    coming: frozenset[str] = VALUE_OPERATORS
    assigned: bool = False
    new: bool = True

    def close_level(self) -> None:
        """What this level declared holds for the next."""
        self.allowed &= self.coming
        self.coming, self.assigned, self.new = VALUE_OPERATORS, False, False
        for child in self.children.values():
            child.close_level()

    def content(self) -> Any:
        """The document without operators; None where nothing is left."""
        if self.value is not None:
            return None if self.value == [] else self.value
        parts = {name: child.content() for name, child in self.children.items()}
        return {name: part for name, part in parts.items() if part is not None} or None


def merge(levels: Iterable[Iterable[dict[str, Any]]]) -> dict[str, Any]:
    """The effective document of these levels, the root's first, each with its documents in order of attachment."""
    top = _Node(new=False)
    for documents in levels:
        for document in documents:
            _apply(top, document)
        top.close_level()
    content: dict[str, Any] | None = top.content()
    return content or {}


def _apply(node: _Node, document: dict[str, Any]) -> None:
    may = VALUE_OPERATORS if node.new else node.allowed
    for name, value in document.items():
        if name == CHILD_CONTROL:
            node.coming &= _operators(value)
        elif name in VALUE_OPERATORS:
            if name in may:
                _operate(node, name, value)
        elif isinstance(value, dict):
            if name not in node.children:
                if "@@assign" not in may:
                    continue
                node.children[name] = _Node()
            _apply(node.children[name], value)


def _operators(value: Any) -> frozenset[str]:
    named = set(value if isinstance(value, list) else [value])
    return VALUE_OPERATORS if "@@all" in named else frozenset(named) & VALUE_OPERATORS


def _operate(node: _Node, operator: str, value: Any) -> None:
    present = node.value if isinstance(node.value, list) else []
    if operator == "@@assign" and not node.assigned:
        node.value, node.assigned = value, True
    elif operator == "@@append":
        node.value = present + [item for item in value if item not in present]
    elif operator == "@@remove" and isinstance(node.value, list):
        node.value = [item for item in present if item not in value]
