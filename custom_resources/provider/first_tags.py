"""The first tags that an object gets, whose tags were not looked after until then.

A refresh reads tags only where some are declared. So when the first ones are declared, there may be others, which the
state doesn't have: the apply takes them off, as it does with an object that it takes up, since otherwise they would be
the next plan's change. The plan, which makes no call, says beforehand that it will.
"""

from __future__ import annotations

from typing import Any

from custom_resources.plugin import ResourceContext, Values


def begin(prior: Values | None, tags: Any) -> bool:
    """Whether the declared ``tags`` are the first ones of an object that exists."""
    return prior is not None and not prior["tags_all"] and isinstance(tags, dict) and bool(tags)


def warn_if_they_begin(title: str, prior: Values | None, tags: Any, ctx: ResourceContext) -> None:
    """Say, at plan, what becomes of tags that nobody declared."""
    if begin(prior, tags):
        ctx.diagnostics.warning(
            f"{title} gets its first declared tags",
            "Until now its tags weren't looked after. From this apply on they are those that are declared, and others "
            "that it may have are removed: look at them first, and declare those to keep.",
        )


def managed_until_now(prior: Values) -> dict[str, str] | None:
    """The tags that were managed until now; None for all that the object has, where nobody looked after them."""
    return prior["tags_all"] or None
