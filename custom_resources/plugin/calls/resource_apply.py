"""ApplyResourceChange: the change of one managed resource."""

from __future__ import annotations

from typing import Any

from custom_resources.plugin.calls.answer import answering, read_value, value_message
from custom_resources.plugin.calls.identities import identity_of
from custom_resources.plugin.contexts import ResourceContext
from custom_resources.plugin.resource import Resource
from custom_resources.plugin.results import conform, finished, nulled
from custom_resources.plugin.schema import Values
from custom_resources.plugin.session import Session, write_private
from custom_resources.plugin.wire.classes import CLASSES


def apply_resource_change(session: Session, request: Any) -> Any:
    """Create (no prior state), update, or delete (no planned state).

    What is in the state when the handler fails: after a create nothing, after an update or delete the prior state,
    unless the handler saved something, or a read tells what it came to.
    """
    response, ctx = CLASSES["ApplyResourceChangeResponse"](), session.resource_context(private=request.planned_private)
    resource = session.resource(request.type_name)
    kind = resource.schema.value_type
    with answering(response, ctx, f"changing a {request.type_name}", kind):
        prior = read_value(request.prior_state, kind)
        planned = read_value(request.planned_state, kind)
        ctx.config = read_value(request.config, kind)
        # Set first, replaced on success: an exception between here and there leaves the right thing behind.
        response.new_state.CopyFrom(value_message(prior, kind))
        response.private = request.planned_private
        try:
            result = value_message(_apply(session, resource, prior, planned, ctx), kind)
            # Before the state is set: an error together with a new object's state would taint the object.
            response.private = write_private(ctx.private)
            response.new_state.CopyFrom(result)
        except Exception:
            left = ctx.saved
            if prior is not None and resource.read_after_failure and not session.stop.is_set():
                left = _read(session, resource, left or prior, ctx) or left
            if left is not None:
                kept = nulled(finished(resource.schema, left))
                response.new_state.CopyFrom(value_message(kept, kind))
            response.private = write_private(ctx.private)
            raise
    return response


def _apply(
    session: Session, resource: Resource, prior: Values | None, planned: Values | None, ctx: ResourceContext
) -> Values | None:
    if planned is None:
        if prior is not None:
            resource.delete(prior, ctx)
            session.guard.deleted(resource.name, identity_of(resource, prior))
        return None
    result = resource.create(planned, ctx) if prior is None else resource.update(prior, planned, ctx)
    what = session.type_name(resource.name)
    return conform(resource.schema, planned, finished(resource.schema, result), ctx.diagnostics, what)


def _read(session: Session, resource: Resource, state: Values, ctx: ResourceContext) -> Values | None:
    """What a failed change has left, as the next refresh would see it; None where that can't be said."""
    own = session.resource_context(private=write_private(ctx.private))
    try:
        found = resource.read(state, own)
    except Exception as error:  # the change's own error is the one to show
        ctx.log.info("reading what the failed change has left failed too: %s", error)
        return None
    if found is not None:
        ctx.private = own.private
    return found
