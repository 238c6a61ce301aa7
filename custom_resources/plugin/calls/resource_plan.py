"""PlanResourceChange: the plan for one managed resource."""

from __future__ import annotations

from typing import Any

from custom_resources.plugin.calls.answer import answering, read_value, value_message
from custom_resources.plugin.calls.identities import identity_of
from custom_resources.plugin.changes import refuse_immutable_changes, replacing_paths
from custom_resources.plugin.contexts import ResourceContext
from custom_resources.plugin.planning import differs, forget_volatile, propose
from custom_resources.plugin.resource import Resource
from custom_resources.plugin.results import finished
from custom_resources.plugin.schema import Values
from custom_resources.plugin.session import Session, write_private
from custom_resources.plugin.wire.classes import CLASSES
from custom_resources.plugin.wire.paths import attribute_path


def plan_resource_change(session: Session, request: Any) -> Any:
    """Plan a create (no prior state), an update, or a destroy (no proposed state)."""
    response, ctx = CLASSES["PlanResourceChangeResponse"](), session.resource_context(private=request.prior_private)
    resource = session.resource(request.type_name)
    kind = resource.schema.value_type
    with answering(response, ctx, f"planning a {request.type_name}", kind):
        prior = read_value(request.prior_state, kind)
        proposed = read_value(request.proposed_new_state, kind)
        ctx.config = read_value(request.config, kind)
        if proposed is None:
            planned = None
            if prior is not None:
                _check_stored(session, resource, prior, prior, ctx)
                resource.plan_destroy(prior, ctx)
        else:
            planned = _plan(session, resource, prior, ctx.config or proposed, ctx)
            if prior is not None:
                for path in replacing_paths(resource.schema, prior, planned):
                    response.requires_replace.append(attribute_path(path, kind))
        response.planned_state.CopyFrom(value_message(planned, kind))
        response.planned_private = write_private(ctx.private)
    return response


def _plan(session: Session, resource: Resource, prior: Values | None, config: Values, ctx: ResourceContext) -> Values:
    schema = resource.schema
    planned = propose(schema, config, prior)
    if prior is None:
        _check_new(session, resource, planned, ctx)
    else:
        _check_stored(session, resource, prior, planned, ctx)
    changed = prior is not None and differs(schema, planned, prior)
    planned = finished(schema, resource.plan(prior, planned, ctx))
    if prior is not None:
        if not changed and differs(schema, planned, prior):
            # The resource itself found the change, so its volatile values are unknown only from now on.
            planned = forget_volatile(schema, planned, prior, config)
        refuse_immutable_changes(schema, prior, planned, ctx.diagnostics)
    return planned


def _check_new(session: Session, resource: Resource, planned: Values, ctx: ResourceContext) -> None:
    identity = identity_of(resource, planned)
    verdict = session.guard.planning_new(resource.name, identity)
    if identity is None or verdict == "fine":
        return
    if verdict == "duplicate":
        raise resource.duplicate_refusal(identity, planned, ctx)
    raise resource.replacement_refusal(identity, planned, ctx)


def _check_stored(session: Session, resource: Resource, prior: Values, planned: Values, ctx: ResourceContext) -> None:
    identity = identity_of(resource, prior)
    if identity is not None and session.guard.planning_stored(resource.name, identity) != "fine":
        raise resource.replacement_refusal(identity, planned, ctx)
