"""The arguments of all resources of a stack, given to CDKTF in one answer instead of two for each resource."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

from constructs_lib import cdk

if TYPE_CHECKING:
    from constructs_lib.elements import PureDataSource, PureResource


class ArgumentsSheet(cdk.TerraformElement):
    """A stack's element with the arguments of its resources and data sources.

    CDKTF's own way, ``synthesizeAttributes``, asks each resource twice, and each question is an exchange between
    Node.js and Python (docs/performance.md). CDKTF merges what all elements say of one address, so a resource says its
    lifecycle, its overrides and its metadata, and this element says the rest. For HCL, whose parts CDKTF doesn't merge,
    each resource answers by itself.
    """

    def __init__(self, stack: cdk.TerraformStack) -> None:
        super().__init__(stack, "govpair-arguments")
        self._stack = stack
        self._elements: list[PureResource | PureDataSource] = []
        self._moved: set[int] = set()

    @classmethod
    def of(cls, scope: cdk.Construct) -> ArgumentsSheet:
        """The sheet of the scope's stack, made when it is first asked for."""
        found = _by_scope.get(scope)
        if found is None:
            stack = scope if isinstance(scope, cdk.TerraformStack) else cdk.TerraformStack.of(scope)
            found = _by_scope.get(stack) or cls(stack)
            _by_scope[stack] = _by_scope[scope] = found
        return found

    def add(self, element: PureResource | PureDataSource) -> None:
        """Enter a resource or data source of the stack."""
        self._elements.append(element)

    def leave_out(self, element: PureResource) -> None:
        """Leave out a resource that CDKTF writes as moved away."""
        self._moved.add(id(element))

    def to_terraform(self) -> dict[str, Any]:
        """Every resource's arguments at its address, in Terraform's JSON form; called by CDKTF."""
        told: dict[str, Any] = {}
        # What was removed from its scope isn't there.
        there = {id(each) for each in self._stack.node.find_all()} - self._moved
        for each in self._elements:
            if id(each) in there:
                block = "data" if isinstance(each, cdk.TerraformDataSource) else "resource"
                told.setdefault(block, {}).setdefault(each.TERRAFORM_TYPE, {})[each._logical_name] = _left(each)
        return told


def _left(element: PureResource | PureDataSource) -> dict[str, Any]:
    """The element's arguments without those that its overrides took away."""
    left = deepcopy(element.arguments) if element.taken_away else element.arguments
    for path in element.taken_away:
        *above, last = path.split(".")
        place: Any = left
        for part in above:
            place = place.get(part) if isinstance(place, dict) else None
        if isinstance(place, dict):
            place.pop(last, None)
    return left


# Weak references would free nothing: jsii keeps every construct until the process ends (its `_reference_map.py`).
_by_scope: dict[cdk.Construct, ArgumentsSheet] = {}
