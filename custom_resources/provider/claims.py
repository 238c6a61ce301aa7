"""Which resource may end what it manages: the one that claimed it last.

Terraform doesn't tell a provider whether an object that goes away is a deposed one, or was taken over by another
resource or another state that manages the same thing now. So a resource whose destroy is to end something marks it in
AWS, with a tag whose value only its own private state knows; and a destroy ends only what still carries that value.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from custom_resources.engine import rules
from custom_resources.engine.errors import EngineError
from custom_resources.plugin import ProviderError, ResourceContext, Values
from custom_resources.provider.settings import settings_of

_CLAIM = "claim"
"""Private state: this object's claim."""

_ANOTHERS = "anothers"
"""Private state: why a destroy, by the last read, would end nothing."""


@dataclass(frozen=True)
class Claims:
    """The claims on one kind of thing.

    Attributes:
        what: the thing, in messages.
        ending: the value of `on_destroy` by which a destroy ends it.
        tag: the key of the claim's tag.
    """

    what: str
    ending: str
    tag: str

    def check(self, planned: Values, tags: Any, ctx: ResourceContext) -> None:
        """Check that a thing that may be ended can be claimed: tags are set at all, and one more has room.

        Args:
            planned: the planned values.
            tags: all declared tags of the thing; not yet known ones are no count.
            ctx: the request's.

        Raises:
            ProviderError: when it can't be claimed.
        """
        if planned["on_destroy"] != self.ending:
            return
        if not settings_of(ctx).creation_marker:
            raise ProviderError(
                f'on_destroy = "{self.ending}" needs a tag that creation_marker = false leaves out',
                f"A {self.what} is ended only by the resource that claimed it last, by the tag {self.tag}; without it "
                f"a destroy could end a {self.what} that another declaration manages. Nothing was changed. Where "
                "tags can be set, leave creation_marker out of the provider block, or set it to true; else set "
                f'on_destroy = "keep", and end the {self.what} by hand when it is to end.',
                ("on_destroy",),
            )
        if isinstance(tags, dict) and len(tags) >= rules.MAX_TAGS:
            raise ProviderError(
                f"Too many tags for a {self.what} that a destroy ends",
                f'There are {len(tags)} tags. AWS takes {rules.MAX_TAGS}, and with on_destroy = "{self.ending}" one of '
                f"them is the claim {self.tag}, by which no other resource's {self.what} is ended: declare "
                f"{rules.MAX_TAGS - 1} at most.",
                ("tags",),
            )

    def claim_if_needed(
        self, planned: Values, ctx: ResourceContext, present: str | None, put: Callable[[str], None]
    ) -> None:
        """Claim a thing that this object may end, and one that another object has claimed.

        Args:
            planned: the planned values, checked by :meth:`check`.
            ctx: the request's; the claim is kept in its private state.
            present: the claim that the thing has.
            put: sets the tag to its argument, in place of another value.

        Raises:
            ProviderError: when another object's claim can't be replaced, because tags are switched off.
            EngineError: what ``put`` raises.
        """
        own = ctx.private.setdefault(_CLAIM, uuid.uuid4().hex)
        if present == own or (present is None and planned["on_destroy"] != self.ending):
            return
        if not settings_of(ctx).creation_marker:
            raise ProviderError(
                f"This {self.what} is claimed by another declaration, which may end it",
                f"Its tag {self.tag} is {present}. To be managed from here it would get a claim of this resource, and "
                f"creation_marker = false leaves that out. Remove the tag {self.tag} by hand: then no destroy ends "
                "it. Or leave creation_marker out of the provider block.",
                ("on_destroy",),
            )
        try:
            put(own)
        except EngineError as error:
            error.attribute = "on_destroy"
            error.detail += (
                f"\nThe claim is a tag ({self.tag}), by which no destroy ends a {self.what} of another declaration. "
                'Where tags can\'t be set, on_destroy = "keep" needs none, unless another resource claimed it before.'
            )
            raise
        ctx.private.pop(_ANOTHERS, None)

    def look(self, name: str, present: str | None, state: Values, ctx: ResourceContext) -> None:
        """Remember, for the plan, whether this object may end what was just read; warn where another claims it.

        Args:
            name: the thing, to begin a message with.
            present: the claim that the thing has.
            state: the object's state.
            ctx: the request's.
        """
        ctx.private.pop(_ANOTHERS, None)
        why = self.superseded(present, ctx)
        if why and state["on_destroy"] == self.ending:
            ctx.private[_ANOTHERS] = why
        if why and present is not None:
            ctx.diagnostics.warning(
                f"{name} is claimed by another declaration",
                f"Its tag {self.tag} isn't this resource's: another resource, in this state or another one, manages "
                f"the {self.what} too. A destroy of that one may end it, one of this only forgets it. Keep it in one "
                "of the two and take it out of the other with a `removed` block (lifecycle { destroy = false }). If "
                f'this is the only one, remove that tag; or claim it here: apply on_destroy = "keep", then '
                f'"{self.ending}".',
            )

    def seen_as_anothers(self, ctx: ResourceContext) -> str | None:
        """Why a destroy would end nothing, as far as the last read shows; None where it would."""
        return ctx.private.get(_ANOTHERS)

    def superseded(self, present: str | None, ctx: ResourceContext) -> str | None:
        """Why a thing with the claim ``present`` isn't this object's to end, or None when it is."""
        if present is None:
            return (
                f"its tag {self.tag} is gone, so it can't be told whether another declaration manages it. To end it "
                f'from here all the same, set on_destroy = "keep", apply, set it to "{self.ending}", apply, destroy'
            )
        if present != ctx.private.get(_CLAIM):
            return f"another resource, in this state or another one, has taken it over (tag {self.tag})"
        return None


MEMBERSHIPS = Claims("membership", "remove", rules.MEMBERSHIP_CLAIM)
TRAILS = Claims("trail", "delete", rules.TRAIL_CLAIM)
