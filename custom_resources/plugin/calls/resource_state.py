"""Calls that read or convert a managed resource's state: validate, upgrade, read, import, move."""

from __future__ import annotations

from typing import Any

from custom_resources.plugin.calls.answer import answering, read_values, value_message
from custom_resources.plugin.calls.identities import identity_of
from custom_resources.plugin.diagnostics import ProviderError
from custom_resources.plugin.results import finished
from custom_resources.plugin.schema import Values
from custom_resources.plugin.session import Session, write_private
from custom_resources.plugin.types import Type
from custom_resources.plugin.validation import validate
from custom_resources.plugin.wire.classes import CLASSES
from custom_resources.plugin.wire.json_state import from_json, parse
from custom_resources.plugin.wire.values import EncodingError


def validate_resource_config(session: Session, request: Any) -> Any:
    """Validators and ``Resource.validate``."""
    response, ctx = CLASSES["DiagnosticsResponse"](), session.resource_context()
    resource = session.resource(request.type_name)
    kind = resource.schema.value_type
    with answering(response, ctx, f"validating a {request.type_name}", kind):
        ctx.config = config = read_values(request.config, kind)
        validate(resource.schema, config, ctx.diagnostics, request.client_capabilities.write_only_attributes_allowed)
        if not ctx.diagnostics.has_errors:
            resource.validate(config, ctx)
    return response


def upgrade_resource_state(session: Session, request: Any) -> Any:
    """A stored state in the schema's present form. Called for every stored object before anything else."""
    response, ctx = CLASSES["UpgradeResourceStateResponse"](), session.resource_context()
    resource = session.resource(request.type_name)
    schema = resource.schema
    with answering(response, ctx, f"reading the stored state of a {request.type_name}", schema.value_type):
        raw = _stored(request.raw_state.json, request.type_name)
        if raw is None:
            raise ProviderError("This state is too old", "It is in the form that Terraform wrote before version 0.12.")
        if request.version > schema.version:
            raise ProviderError(
                "This state is too new",
                f"A {request.type_name} was stored under schema version {request.version}, and this provider knows "
                f"only version {schema.version}. Use the provider version that stored it, or a newer one.",
            )
        if request.version == schema.version:
            try:
                state = from_json(raw, schema.value_type)
            except ValueError as problem:
                raise _unreadable(request.type_name, problem) from None
        else:
            state = resource.upgrade_state(request.version, raw, ctx)
        state = finished(schema, state)
        session.guard.saw_stored(resource.name, identity_of(resource, state))
        response.upgraded_state.CopyFrom(_made_of(state, schema.value_type, request.type_name))
    return response


def read_resource(session: Session, request: Any) -> Any:
    """``Resource.read``."""
    response, ctx = CLASSES["ReadResourceResponse"](), session.resource_context(private=request.private)
    resource = session.resource(request.type_name)
    kind = resource.schema.value_type
    with answering(response, ctx, f"reading a {request.type_name}", kind):
        state = read_values(request.current_state, kind)
        session.guard.saw_stored(resource.name, identity_of(resource, state))
        found = resource.read(state, ctx)
        if found is not None:
            found = finished(resource.schema, found)
            session.guard.saw_stored(resource.name, identity_of(resource, found))
        response.new_state.CopyFrom(value_message(found, kind))
        response.private = write_private(ctx.private)
    return response


def import_resource_state(session: Session, request: Any) -> Any:
    """``Resource.import_state``; Terraform reads the object next."""
    response, ctx = CLASSES["ImportResourceStateResponse"](), session.resource_context()
    resource = session.resource(request.type_name)
    with answering(response, ctx, f"importing a {request.type_name}"):
        state = finished(resource.schema, resource.import_state(request.id, ctx))
        response.imported_resources.add(
            type_name=request.type_name,
            state=value_message(state, resource.schema.value_type),
            private=write_private(ctx.private),
        )
    return response


def move_resource_state(session: Session, request: Any) -> Any:
    """``Resource.move_state``, for a ``moved`` block that changes the resource's type."""
    response, ctx = CLASSES["MoveResourceStateResponse"](), session.resource_context()
    source = request.source_type_name
    resource = session.resource(request.target_type_name)
    with answering(response, ctx, f"moving a {source} to {request.target_type_name}"):
        raw = _stored(request.source_state.json, source) or {}
        moved = resource.move_state(source, request.source_provider_address, request.source_schema_version, raw, ctx)
        state = finished(resource.schema, moved)
        session.guard.saw_stored(resource.name, identity_of(resource, state))
        response.target_state.CopyFrom(_made_of(state, resource.schema.value_type, source))
        response.target_private = write_private(ctx.private)
    return response


def _stored(data: bytes, type_name: str) -> dict[str, Any] | None:
    """A stored object's attributes as the state has them; ``None`` when it has none."""
    if not data:
        return None
    try:
        raw = parse(data)
        if not isinstance(raw, dict):
            raise ValueError(f"expected attributes, got a {type(raw).__name__}")
    except ValueError as problem:
        raise _unreadable(type_name, problem) from None
    return raw


def _made_of(state: Values, kind: Type, type_name: str) -> Any:
    """The message of a state that was made of a stored one, whose values went into it as they were."""
    try:
        return value_message(state, kind)
    except EncodingError as problem:
        raise _unreadable(type_name, problem) from None


def _unreadable(type_name: str, problem: ValueError) -> ProviderError:
    return ProviderError(
        f"The stored state of a {type_name} can't be read",
        f"It isn't what the provider writes: {problem}. If the state was edited by hand, put back a backup of it "
        "(terraform state push); else take the object out of the state and import it again.",
    )
