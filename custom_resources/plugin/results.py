"""Making what a handler returns acceptable to Terraform, and telling on the handler where that was needed."""

from __future__ import annotations

from typing import Any

from custom_resources.plugin.compare import same
from custom_resources.plugin.diagnostics import Diagnostics
from custom_resources.plugin.schema import Schema, Values
from custom_resources.plugin.types import ListOf, MapOf, ObjectOf, SetOf, TupleOf, Type, Typed
from custom_resources.plugin.unknown import UNKNOWN, is_known
from custom_resources.plugin.walk import without_write_only


def finished(schema: Schema, result: Values, config: Values | None = None) -> Values:
    """A handler's result as it may go to the state: write-only values null.

    config: of what is read anew each time: values that can only be configured come back as they were.

    :raises TypeError: when it isn't a mapping.
    """
    if not isinstance(result, dict):
        raise TypeError(f"the handler returned {type(result).__name__} instead of a dict of values")
    done = without_write_only(schema.attributes, result)
    if config is not None:
        done |= {name: config.get(name) for name, each in schema.attributes.items() if not each.computed}
    return done


def conform(schema: Schema, planned: Values, result: Values, diagnostics: Diagnostics, what: str) -> Values:
    """A create's or update's result, made to agree with its plan.

    Terraform refuses a result with unknown values, or one that differs from a known planned value, and taints what was
    created. The object exists, though, and the next refresh shows what it is really like: so the planned value is kept,
    an unknown becomes null, and a warning blames the provider.
    """
    agreed = dict(result)
    for name, attribute in schema.attributes.items():
        value = agreed.get(name)
        fitting = _fitting(value, planned.get(name), attribute.value_type)
        if same(value, fitting, attribute.value_type):
            continue
        agreed[name] = fitting
        diagnostics.warning(
            f"Unexpected value after applying {what}",
            f'The provider returned a value for "{name}" that does not fit the plan. The object itself was changed as '
            "planned, and the next plan shows its real values. This is a defect in the provider, please report it.",
            (name,),
        )
    return agreed


def _fitting(value: Any, wanted: Any, kind: Type) -> Any:
    """``value`` where the plan left it open, the planned value where it differs from that."""
    if wanted is UNKNOWN or (isinstance(kind, SetOf) and not is_known(wanted)):
        return nulled(value)
    if is_known(wanted):
        return value if same(value, wanted, kind) else wanted
    if isinstance(wanted, Typed) and isinstance(value, Typed) and value.type == wanted.type:
        return Typed(value.type, _fitting(value.value, wanted.value, value.type))
    if isinstance(kind, ObjectOf) and isinstance(value, dict):
        inner = kind.attributes
        return {name: _fitting(value.get(name), wanted.get(name), inner[name]) for name in inner}
    if isinstance(kind, MapOf) and isinstance(value, dict) and value.keys() == wanted.keys():
        return {key: _fitting(value[key], wanted[key], kind.element) for key in value}
    if isinstance(kind, ListOf) and isinstance(value, list) and len(value) == len(wanted):
        return [_fitting(item, planned, kind.element) for item, planned in zip(value, wanted, strict=True)]
    if isinstance(kind, TupleOf) and isinstance(value, list) and len(value) == len(wanted):
        return [_fitting(*each) for each in zip(value, wanted, kind.elements, strict=True)]
    return nulled(wanted)


def nulled(value: Any) -> Any:
    """``value`` with null for whatever is unknown in it: a state may hold nothing unknown."""
    if value is UNKNOWN:
        return None
    if isinstance(value, Typed):
        return Typed(value.type, nulled(value.value))
    if isinstance(value, dict):
        return {key: nulled(item) for key, item in value.items()}
    if isinstance(value, list):
        return [nulled(item) for item in value]
    return value
