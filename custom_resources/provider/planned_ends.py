"""What a plan ends by a destroy, and what it keeps: never the same thing, whichever resource is planned first.

A provider isn't told at which address a resource is. Where the old address of a thing is taken out and the new one
brings the same thing in by an `import` block (a `moved` block was meant), the destroy of the one would end what the
other manages from then on.
"""

from __future__ import annotations

import threading
from typing import Any

from custom_resources.plugin import ProviderError

_WISHED = "destroy_planned"
"""Private state: set by a planned destroy, which Terraform doesn't plan for a replacement, and read by the delete."""


class PlannedEnds:
    """What one provider process, so one plan, ends and keeps. Terraform plans in many threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ended: set[tuple[str, str]] = set()
        self._kept: set[tuple[str, str]] = set()

    def keep(self, what: str, identity: str | None, private: dict[str, Any]) -> None:
        """Plan anything but a destroy.

        Args:
            what: the kind of thing, in messages.
            identity: what makes it the same thing; None where it's new, or isn't known.
            private: the resource's private state.

        Raises:
            ProviderError: when another resource of the plan ends it.
        """
        private.pop(_WISHED, None)
        self._add(self._kept, self._ended, what, identity)

    def end(self, what: str, identity: str | None, private: dict[str, Any]) -> None:
        """Plan a destroy that ends the thing; see :meth:`keep`. identity: None where it turns out to be another's."""
        private[_WISHED] = True
        self._add(self._ended, self._kept, what, identity)

    def _add(self, one: set[tuple[str, str]], other: set[tuple[str, str]], what: str, identity: str | None) -> None:
        if identity is None:
            return
        with self._lock:
            one.add((what, identity))
            conflict = (what, identity) in other
        if conflict:
            raise ProviderError(
                f"The {what} of {identity} is ended and kept in one plan",
                f"One resource of this plan manages the {what}, and the destroy of another would end it (by its "
                "on_destroy). Nothing was changed. If the resource's name, module or for_each key changed, put a "
                "`moved` block from the old address to the new in place of the `import` block. If two resources have "
                "the same thing, take one out with a `removed` block (lifecycle { destroy = false }), or set its "
                'on_destroy = "keep" and apply that first.',
            )


def was_wished(private: dict[str, Any]) -> bool:
    """Whether the delete that is being applied was planned as a destroy; it's asked once."""
    return bool(private.pop(_WISHED, False))
