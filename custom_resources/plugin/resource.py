"""The base class of managed resources."""

from __future__ import annotations

from typing import Any, ClassVar

from custom_resources.plugin.contexts import ResourceContext
from custom_resources.plugin.diagnostics import ProviderError
from custom_resources.plugin.schema import Schema, Values


class Resource:
    """A managed resource type. A new instance, made without arguments, serves each request.

    The methods run in threads, many at once. All may raise :class:`ProviderError`.
    """

    #: Without the provider's name: ``"pair"`` of provider ``toy`` is the resource type ``toy_pair``.
    name: ClassVar[str]
    schema: ClassVar[Schema]
    #: Whether :meth:`read` says what an update or delete that failed has left: an answer may have been lost, or the
    #: first of several calls have taken effect. Where it fails too, or finds nothing, the state stays as it was.
    read_after_failure: ClassVar[bool] = False

    def validate(self, config: Values, ctx: ResourceContext) -> None:
        """Check what the attributes' validators can't: relations between attributes. ``config`` may hold UNKNOWN."""

    def plan(self, prior: Values | None, planned: Values, ctx: ResourceContext) -> Values:
        """Adjust and return what is planned. ``prior`` is ``None`` for a create. Not called for a destroy.

        ``planned`` has defaults, kept values and unknowns already. Terraform allows other values only for computed
        attributes whose configuration is null, and the prior value in place of a configured one.
        """
        return planned

    def plan_destroy(self, prior: Values, ctx: ResourceContext) -> None:
        """Warn about, or refuse, a destroy. Terraform doesn't call it for ``-replace`` and tainted objects."""

    def create(self, planned: Values, ctx: ResourceContext) -> Values:
        """Make the object and return its state: every planned known value as it was, no UNKNOWN left."""
        raise NotImplementedError

    def read(self, state: Values, ctx: ResourceContext) -> Values | None:
        """Return the object's present state, or ``None`` when it is gone (Terraform then plans a new one)."""
        raise NotImplementedError

    def update(self, prior: Values, planned: Values, ctx: ResourceContext) -> Values:
        """Change the object and return its new state."""
        raise NotImplementedError

    def delete(self, prior: Values, ctx: ResourceContext) -> None:
        """Remove the object; returning normally removes it from the state."""
        raise NotImplementedError

    def import_state(self, import_id: str, ctx: ResourceContext) -> Values:
        """Return what is known of the object with that id, at least what :meth:`read`, called next, needs."""
        raise ProviderError("This resource cannot be imported", f"The resource type {self.name} has no import.")

    def upgrade_state(self, version: int, raw: dict[str, Any], ctx: ResourceContext) -> Values:
        """Bring a state stored under an older schema version into the present form, without API calls."""
        raise ProviderError(
            "This state is too old",
            f"A {self.name} was stored under schema version {version} and this provider, at {self.schema.version}, "
            "has no upgrade from there.",
        )

    def move_state(
        self, source_type: str, source_provider: str, source_version: int, raw: dict[str, Any], ctx: ResourceContext
    ) -> Values:
        """Turn another resource type's state into this one's, for a ``moved`` block. Comes before ``configure``."""
        raise ProviderError(
            "This resource cannot be moved here",
            f"A {source_type} of {source_provider} cannot become a {self.name}. "
            "Use an import block and a removed block.",
        )

    def identity(self, values: Values) -> str | None:
        """What makes the object the same object, for example its email. Not ``None`` switches on the guard.

        The guard remembers every identity seen in the state and refuses to plan a new object with the same one: that
        is how a replacement (``-replace``, taint, a rename without ``moved``) looks to a provider.
        """
        return None

    def replacement_refusal(self, identity: str, planned: Values, ctx: ResourceContext) -> ProviderError:
        """The error that the guard raises."""
        return ProviderError(
            f"{identity} exists already and cannot be replaced",
            f"The state has a {self.name} with this identity, and this plan would make a second one. If it is tainted, "
            "use terraform untaint; if its address changed, add a moved block.",
        )

    def duplicate_refusal(self, identity: str, planned: Values, ctx: ResourceContext) -> ProviderError:
        """The error for two new objects of one identity in the same plan."""
        return ProviderError(
            f"{identity} is declared twice",
            f"Two new {self.name} resources in this plan have the same identity. Remove one of them.",
        )
