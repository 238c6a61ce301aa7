"""Listing page by page, for listings long enough that one passing refusal must not begin them anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from custom_resources.engine.calls import calling
from custom_resources.engine.polling import Deadline

if TYPE_CHECKING:
    from custom_resources.engine.session import AwsSession


def pages(
    session: AwsSession, deadline: Deadline, doing: str, call: Callable[..., Any], key: str, **arguments: Any
) -> Iterator[Mapping[str, Any]]:
    """Yield the members of `key` in every page of a List operation, waiting out what passes at each page.

    An empty page with a token is not the end (M), so the token alone decides. A stop is heard between pages.
    """
    more = dict(arguments)

    def page() -> Mapping[str, Any]:
        with calling(doing, session):
            answer: Mapping[str, Any] = call(**more)
        return answer

    while True:
        deadline.heed_stop("listing")
        answer = deadline.patiently(page)
        yield from answer.get(key, [])
        if not answer.get("NextToken"):
            return
        more["NextToken"] = answer["NextToken"]
