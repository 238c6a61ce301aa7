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
    unless the handler saved something.
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
            if ctx.saved is not None:
                kept = nulled(finished(resource.schema, ctx.saved))
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
