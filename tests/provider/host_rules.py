"""The rules by which Terraform's core judges a provider's answers, as far as attributes go.

Each finding is a :class:`CoreComplaint`: what Terraform prints as "Provider produced invalid plan" or "inconsistent
result after apply", with "this is a bug in the provider". No test may ever see one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from custom_resources.plugin import UNKNOWN, Attribute, NestedAttribute, Schema, Values
from custom_resources.plugin.compare import same
from custom_resources.plugin.types import ListOf, MapOf, ObjectOf, SetOf, TupleOf, Type, Typed
from custom_resources.plugin.unknown import is_known

AnyAttribute = Attribute | NestedAttribute


class CoreComplaint(AssertionError):
    """The provider did what Terraform calls a bug in the provider."""


def complete(schema: Schema, given: Mapping[str, Any]) -> Values:
    """A configuration with every attribute, null where nothing is given; sets as Terraform makes them."""
    surplus = sorted(set(given) - set(schema.attributes))
    if surplus:
        raise KeyError(f"the schema has no {', '.join(surplus)}")
    return _complete(schema.attributes, given)


def _complete(attributes: Mapping[str, AnyAttribute], given: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _filled(attribute, given.get(name)) for name, attribute in attributes.items()}


def _filled(attribute: AnyAttribute, value: Any) -> Any:
    if isinstance(attribute, NestedAttribute) and isinstance(value, dict | list):
        inner = attribute.attributes
        if attribute.nesting == "single":
            return _complete(inner, value) if isinstance(value, dict) else value
        if isinstance(value, dict):
            return {key: _complete(inner, item) if isinstance(item, dict) else item for key, item in value.items()}
        items = [_complete(inner, item) if isinstance(item, dict) else item for item in value]
        return _distinct(items, attribute.object_type) if attribute.nesting == "set" else items
    kind = attribute.value_type
    return _distinct(value, kind.element) if isinstance(kind, SetOf) and isinstance(value, list) else value


def _distinct(items: list[Any], kind: Type) -> list[Any]:
    found: list[Any] = []
    for item in items:
        if not any(same(item, other, kind) for other in found):
            found.append(item)
    return found


def proposed_new(schema: Schema, prior: Values | None, config: Values) -> Values:
    """What core proposes: the configuration, with the prior value where a computed attribute isn't configured."""
    before = prior or {}
    return {
        name: (UNKNOWN if prior is None else before.get(name))
        if attribute.computed and config[name] is None
        else config[name]
        for name, attribute in schema.attributes.items()
    }


def check_plan(schema: Schema, prior: Values | None, config: Values, planned: Values) -> None:
    """``AssertPlanValid``: a plan may differ from the configuration only where Terraform allows it."""
    _check_planned(schema.attributes, prior, config, planned, "")


def _check_planned(
    attributes: Mapping[str, AnyAttribute], prior: Values | None, config: Values, planned: Values, path: str
) -> None:
    for name, attribute in attributes.items():
        before, wanted, got = (prior or {}).get(name), config.get(name), planned.get(name)
        kind, where = attribute.value_type, f"{path}{name}"
        if attribute.write_only:
            if got is not None:
                raise CoreComplaint(f"{where}: a write-only value is planned")
            continue
        if same(got, wanted, kind) or (wanted is None and attribute.computed):
            continue
        if before is not None and wanted is not None and same(got, before, kind):
            continue
        if isinstance(attribute, NestedAttribute) and _check_nested(attribute, before, wanted, got, where):
            continue
        raise CoreComplaint(f"{where}: planned {got!r}, configured {wanted!r}, before {before!r}")


def _check_nested(attribute: NestedAttribute, before: Any, wanted: Any, got: Any, where: str) -> bool:
    """Whether the objects of a plan are those of the configuration; each of them is checked."""
    inner = attribute.attributes
    if attribute.nesting == "single" and isinstance(got, dict) and isinstance(wanted, dict):
        _check_planned(inner, before, wanted, got, f"{where}.")
        return True
    if (
        attribute.nesting == "map"
        and isinstance(got, dict)
        and isinstance(wanted, dict)
        and got.keys() == wanted.keys()
    ):
        old = before if isinstance(before, dict) else {}
        pairs = [(old.get(key), wanted[key], got[key], f"{where}[{key!r}].") for key in got]
    elif isinstance(got, list) and isinstance(wanted, list) and len(got) == len(wanted):
        elements = before if isinstance(before, list) else []
        if attribute.nesting == "set":
            return all(_planned_for_some(inner, elements, wanted, item) for item in got)
        elements = [*elements, *[None] * len(got)]
        pairs = [(*each, f"{where}[{index}].") for index, each in enumerate(zip(elements, wanted, got, strict=False))]
    else:
        return False
    for old_object, configured, planned, place in pairs:
        if isinstance(configured, dict) and isinstance(planned, dict):
            _check_planned(inner, old_object, configured, planned, place)
        elif not same(configured, planned, attribute.object_type):
            return False
    return True


def _planned_for_some(inner: Mapping[str, AnyAttribute], before: list[Any], wanted: list[Any], item: Any) -> bool:
    """``assertSetValuesCompatible``: a set's element has no address, so it fits one of those configured."""
    for configured in wanted:
        if item is UNKNOWN or configured is UNKNOWN:
            if item is configured:
                return True
            continue
        for old in [None, *before]:
            try:
                _check_planned(inner, old, configured, item, "")
            except CoreComplaint:
                continue
            return True
    return False


def check_applied(schema: Schema, planned: Values, applied: Values) -> None:
    """``AssertObjectCompatible``: what was known in the plan came back identical, and nothing unknown is left."""
    for name, attribute in schema.attributes.items():
        if not is_known(applied.get(name)):
            raise CoreComplaint(f"{name}: unknown after apply: {applied.get(name)!r}")
        _check_compatible(attribute.value_type, planned.get(name), applied.get(name), name)


def check_same_plan(schema: Schema, first: Values, second: Values) -> None:
    """Planning anew when applying: what was known stays, what was unknown may have become known."""
    for name, attribute in schema.attributes.items():
        _check_compatible(attribute.value_type, first.get(name), second.get(name), name)


def _check_compatible(kind: Type, planned: Any, actual: Any, where: str) -> None:
    if planned is UNKNOWN:
        return
    if is_known(planned):
        if not same(planned, actual, kind):
            raise CoreComplaint(f"{where}: was {planned!r} in the plan, but now {actual!r}")
        return
    if isinstance(kind, ObjectOf | MapOf) and isinstance(actual, dict) and planned.keys() == actual.keys():
        for key in planned:
            inner = kind.attributes[key] if isinstance(kind, ObjectOf) else kind.element
            _check_compatible(inner, planned[key], actual[key], f"{where}.{key}")
    elif isinstance(kind, ListOf) and isinstance(actual, list) and len(actual) == len(planned):
        for index, (one, other) in enumerate(zip(planned, actual, strict=True)):
            _check_compatible(kind.element, one, other, f"{where}[{index}]")
    elif isinstance(kind, TupleOf) and isinstance(actual, list):
        for index, (one, other, inner) in enumerate(zip(planned, actual, kind.elements, strict=True)):
            _check_compatible(inner, one, other, f"{where}[{index}]")
    elif isinstance(planned, Typed) and isinstance(actual, Typed) and planned.type == actual.type:
        _check_compatible(planned.type, planned.value, actual.value, where)
    elif not (isinstance(kind, SetOf) and isinstance(actual, list)):
        raise CoreComplaint(f"{where}: was {planned!r} in the plan, but now {actual!r}")
