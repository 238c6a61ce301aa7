"""Checks of what the engine is asked for, before any call: the last line behind the provider's own validation."""

from collections.abc import Mapping

from custom_resources.engine import rules
from custom_resources.engine.errors import Invalid


def check(doing: str, attribute: str, rule: rules.Rule, value: object) -> None:
    """Raise Invalid naming the attribute when the rule has something to say."""
    if problem := rule(value):
        raise Invalid(doing, f"{attribute}: {problem} Nothing was changed.", attribute=attribute)


def check_tags(doing: str, tags: Mapping[str, str], *, marker: bool) -> None:
    """Raise Invalid when the tags break a rule; with the marker one tag fewer is free."""
    limit = rules.MAX_TAGS - 1 if marker else rules.MAX_TAGS
    check(doing, "tags", lambda value: rules.tags(value, limit), tags)
