"""The Condition element: all of its tests must hold.

Sources: IAM User Guide, "IAM JSON policy elements: Condition operators" (a key that the request hasn't got fails a
test, and passes a negated one or one with IfExists) and "Set operators for multivalued context keys".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from partition_simulator.authorization import variables
from partition_simulator.authorization.operators import OPERATORS, Operator
from partition_simulator.authorization.principals import many
from partition_simulator.authorization.question import Keys
from partition_simulator.authorization.unknown import NotEvaluated

Quantifier = Literal["ForAnyValue", "ForAllValues", ""]


@dataclass(frozen=True)
class Test:
    """One operator on one key. ``operator`` is None for ``Null``, which asks whether the key is absent."""

    key: str
    operator: Operator | None
    expected: tuple[str, ...]
    quantifier: Quantifier
    if_exists: bool
    expands: bool

    def holds(self, keys: Keys) -> bool:
        """Whether the request passes."""
        values = keys(self.key)
        if self.operator is None:
            return (values is None) in {value.lower() == "true" for value in self.expected}
        if not values:
            if self.if_exists or self.quantifier == "ForAllValues":
                return True
            return self.operator.negated and self.quantifier == ""
        passed = [any(self._matches(v, e, keys) for e in self.expected) != self.operator.negated for v in values]
        if self.quantifier == "ForAllValues" or (self.quantifier == "" and self.operator.negated):
            return all(passed)
        return any(passed)

    def _matches(self, value: str, expected: str, keys: Keys) -> bool:
        assert self.operator is not None
        if not self.expands or not variables.has_variables(expected):
            return self.operator.holds(value, expected)
        if self.operator.patterns:
            return variables.matches(value, expected, keys)
        replaced = variables.expanded(expected, keys)
        return replaced is not None and self.operator.holds(value, replaced)


def read(element: Any, expands: bool) -> tuple[Test, ...]:
    """The tests of a Condition element; NotEvaluated names an operator that isn't known.

    ``expands``: whether the document's version has policy variables.
    """
    if not isinstance(element, dict) or not all(isinstance(keys, dict) for keys in element.values()):
        raise NotEvaluated(f"the Condition {element!r}")
    return tuple(
        _test(name, key, tuple(_text(value) for value in many(expected)), expands)
        for name, keys in element.items()
        for key, expected in keys.items()
    )


def _test(name: str, key: str, expected: tuple[str, ...], expands: bool) -> Test:
    prefix, _, operator = name.rpartition(":")
    if prefix not in ("", "ForAnyValue", "ForAllValues"):
        raise NotEvaluated(f"the condition operator {name!r}")
    if operator == "Null":
        return Test(key.lower(), None, expected, "", if_exists=False, expands=False)
    known = OPERATORS.get(operator.removesuffix("IfExists"))
    if known is None:
        raise NotEvaluated(f"the condition operator {name!r}")
    quantifier: Quantifier = prefix  # type: ignore[assignment]
    return Test(key.lower(), known, expected, quantifier, operator.endswith("IfExists"), expands)


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
