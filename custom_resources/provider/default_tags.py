"""Tags from two places, the provider's `default_tags` and a resource's `tags`, and AWS's one set of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from custom_resources.engine import rules
from custom_resources.plugin import STRING, UNKNOWN, Attribute, MapOf, ProviderError, Values

DEFAULT_TAGS = Attribute(
    MapOf(STRING),
    "Tags of every account pair and membership that this provider block manages; a resource's own `tags` win.",
    optional=True,
    validators=(rules.tags,),
)
"""The provider's attribute."""


def tags_all_attribute(of: str) -> Attribute:
    """The computed attribute `tags_all` of a resource."""
    return Attribute(
        MapOf(STRING),
        f"All tags of {of}: the provider's `default_tags`, and `tags`, which win; without the marker tag.",
        computed=True,
    )


def tags_all(defaults: Any, tags: Any) -> Any:
    """Every tag that is declared: ``defaults`` and a resource's ``tags``, which win; UNKNOWN if either is.

    Single values may be UNKNOWN as well.
    """
    if defaults is UNKNOWN or tags is UNKNOWN:
        return UNKNOWN
    return {**(defaults or {}), **(tags or {})}


def with_tags_all(planned: Values, defaults: Any) -> Values:
    """The values of a plan that is being applied, `tags_all` known even where it wasn't while planning."""
    return planned | {"tags_all": tags_all(None if defaults is UNKNOWN else defaults, planned["tags"])}


def tags_to_be_read(state: Values, defaults: Any) -> bool:
    """Whether a refresh has to read an object's tags: where some are declared or known, and after an import.

    Reading them is a call for each object. An object without any in its configuration has none to look after: tags
    that others give it are theirs.
    """
    return state.get("tags_all") is None or bool(state["tags_all"]) or bool(_known(defaults))


def split_tags(actual: Mapping[str, str], state: Values, defaults: Any) -> Values:
    """`tags` and `tags_all` for the state of an object that has the tags ``actual``.

    A tag is the resource's own if the state has it in `tags`, or if nobody declared it: what was added by hand shows
    in both, as a change to undo. What came by the defaults, those of now or of the last apply, shows in `tags_all`
    only. After an import, when the state has neither, a tag that is as the defaults say counts as theirs.

    Args:
        actual: what AWS has, without the marker.
        state: earlier state or planned values. No tags at all are null or `{}`, whichever is declared: to AWS they
            are the same.
        defaults: the provider's, perhaps unknown.
    """
    own, every = _known(state.get("tags")), _known(state.get("tags_all"))
    by_default = _known(defaults)
    tags = {
        key: value for key, value in actual.items() if key in own or (key not in every and by_default.get(key) != value)
    }
    declared = state.get("tags")
    return {"tags": tags or (None if declared is None or declared is UNKNOWN else {}), "tags_all": dict(actual)}


def refuse_too_many(planned: Any, title: str, *, marker: bool) -> None:
    """Check how many tags an object gets in all; with the marker one fewer is free.

    Raises:
        ProviderError: when there are more than AWS takes.
    """
    free = rules.MAX_TAGS - 1 if marker else rules.MAX_TAGS
    if isinstance(planned, dict) and len(planned) > free:
        why = f", and the creation marker {rules.OWNER_MARKER} is one of them" if marker else ""
        raise ProviderError(
            f"{title} has too many tags",
            f"There are {len(planned)} with the provider's default_tags. AWS takes {rules.MAX_TAGS}{why}: declare "
            f"{free} at most.",
            ("tags",),
        )


def _known(tags: Any) -> Mapping[str, Any]:
    return tags if isinstance(tags, Mapping) else {}
