"""What Terraform shall expect after an apply, before the resource has its own say."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from custom_resources.plugin.compare import same
from custom_resources.plugin.schema import AnyAttribute, NestedAttribute, Schema, Values
from custom_resources.plugin.unknown import UNKNOWN

_Attributes = Mapping[str, AnyAttribute]


def propose(schema: Schema, config: Values, prior: Values | None) -> Values:
    """The planned values: configured ones as they are; for computed ones the default, the prior value, or UNKNOWN.

    Write-only values are null. On an update (``prior`` given) attributes with ``keep=False`` become UNKNOWN when
    anything differs from ``prior``.
    """
    planned = _object(schema.attributes, config, prior)
    if prior is not None and differs(schema, planned, prior):
        planned = forget_volatile(schema, planned, prior, config)
    return planned


def differs(schema: Schema, planned: Values, prior: Values) -> bool:
    """Whether the plan is a change."""
    return not same(planned, prior, schema.value_type)


def forget_volatile(schema: Schema, planned: Values, prior: Values, config: Values) -> Values:
    """``planned`` with UNKNOWN for computed attributes of ``keep=False`` that still have their prior value."""
    return _volatile(schema.attributes, planned, prior, config)


def with_defaults(schema: Schema, config: Values) -> Values:
    """A configuration with its defaults filled in, for data sources and ephemeral resources."""
    return {
        name: copy.deepcopy(attribute.default) if config.get(name) is None else config[name]
        for name, attribute in schema.attributes.items()
    }


def _object(attributes: _Attributes, config: Mapping[str, Any], prior: Any) -> dict[str, Any]:
    known_prior = prior if isinstance(prior, dict) else None
    return {name: _value(attribute, config.get(name), known_prior, name) for name, attribute in attributes.items()}


def _value(attribute: AnyAttribute, configured: Any, prior: dict[str, Any] | None, name: str) -> Any:
    if attribute.write_only:
        return None
    before = prior.get(name) if prior is not None else None
    if configured is None:
        if not attribute.computed:
            return None
        if attribute.default is None:
            return UNKNOWN if prior is None else before
        configured = copy.deepcopy(attribute.default)
    if configured is not UNKNOWN and isinstance(attribute, NestedAttribute):
        return _nested(attribute, configured, before)
    return configured


def _nested(attribute: NestedAttribute, configured: Any, prior: Any) -> Any:
    inner = attribute.attributes
    if attribute.nesting == "single":
        return _object(inner, configured, prior)
    if attribute.nesting == "map":
        before = prior if isinstance(prior, dict) else {}
        return {key: _element(inner, item, before.get(key)) for key, item in configured.items()}
    old = list(prior) if isinstance(prior, list) else []
    if attribute.nesting == "list":
        return [
            _element(inner, item, old[index] if index < len(old) else None) for index, item in enumerate(configured)
        ]
    return [_set_element(attribute, item, old) for item in configured]


def _element(attributes: _Attributes, configured: Any, prior: Any) -> Any:
    return _object(attributes, configured, prior) if isinstance(configured, dict) else configured


def _set_element(attribute: NestedAttribute, configured: Any, old: list[Any]) -> Any:
    """Elements of a set have no name to be found by: the prior element is the one that this plan would not change."""
    for index, candidate in enumerate(old):
        planned = _element(attribute.attributes, configured, candidate)
        if same(planned, candidate, attribute.object_type):
            del old[index]
            return planned
    return _element(attribute.attributes, configured, None)


def _volatile(attributes: _Attributes, planned: Any, prior: Any, config: Any) -> dict[str, Any]:
    result = dict(planned)
    for name, attribute in attributes.items():
        before = prior.get(name)
        configured = config.get(name) if isinstance(config, dict) else None
        if configured is None and attribute.computed and attribute.default is None:
            if not attribute.keep and same(planned.get(name), before, attribute.value_type):
                result[name] = UNKNOWN
        elif isinstance(attribute, NestedAttribute) and attribute.nesting == "single":
            inner = planned.get(name)
            if isinstance(inner, dict) and isinstance(before, dict):
                result[name] = _volatile(attribute.attributes, inner, before, configured)
    return result
