"""Calls about the provider itself: what it offers, its configuration, its end."""

from __future__ import annotations

from typing import Any

from custom_resources.plugin.calls.answer import answering, read_values
from custom_resources.plugin.session import Session
from custom_resources.plugin.validation import validate
from custom_resources.plugin.wire.classes import CLASSES
from custom_resources.plugin.wire.schemas import write_function, write_schema

_CAPABILITIES = {
    # PlanResourceChange is called for a destroy too, so that a resource can warn about it or refuse it.
    "plan_destroy": True,
    # The schema may be cached: nothing here depends on having been asked for it.
    "get_provider_schema_optional": True,
    "move_resource_state": True,
}


def get_metadata(session: Session, request: Any) -> Any:
    """Names of everything that the provider offers."""
    provider = session.provider
    response = CLASSES["GetMetadataResponse"](server_capabilities=_CAPABILITIES)
    for target, classes in (
        (response.resources, provider.resources),
        (response.data_sources, provider.data_sources),
        (response.ephemeral_resources, provider.ephemeral_resources),
    ):
        for item in classes:
            target.add(type_name=session.type_name(item.name))
    for function in provider.functions:
        response.functions.add(name=function.name)
    return response


def get_provider_schema(session: Session, request: Any) -> Any:
    """The schemas of everything that the provider offers."""
    provider = session.provider
    response = CLASSES["GetProviderSchemaResponse"](server_capabilities=_CAPABILITIES)
    write_schema(response.provider, provider.schema)
    for target, classes in (
        (response.resource_schemas, provider.resources),
        (response.data_source_schemas, provider.data_sources),
        (response.ephemeral_resource_schemas, provider.ephemeral_resources),
    ):
        for item in classes:
            write_schema(target.add(key=session.type_name(item.name)).value, item.schema)
    for function in provider.functions:
        write_function(response.functions.add(key=function.name).value, function)
    return response


def get_resource_identity_schemas(session: Session, request: Any) -> Any:
    """None: Terraform's resource identities (1.12 and later) are not offered."""
    return CLASSES["Empty"]()


def validate_provider_config(session: Session, request: Any) -> Any:
    """Validators and ``Provider.validate``."""
    response = CLASSES["ValidateProviderConfigResponse"]()
    schema, ctx = session.provider.schema, session.context()
    with answering(response, ctx, "validating the provider configuration", schema.value_type):
        config = read_values(request.config, schema.value_type)
        validate(schema, config, ctx.diagnostics)
        if not ctx.diagnostics.has_errors:
            session.provider.validate(config, ctx)
    return response


def configure_provider(session: Session, request: Any) -> Any:
    """``Provider.configure``; validators first, since values may have become known since validation."""
    response = CLASSES["DiagnosticsResponse"]()
    schema, ctx = session.provider.schema, session.context()
    with answering(response, ctx, "configuring the provider", schema.value_type):
        config = read_values(request.config, schema.value_type)
        validate(schema, config, ctx.diagnostics)
        if not ctx.diagnostics.has_errors:
            session.provider_data = session.provider.configure(config, ctx)
    return response


def stop_provider(session: Session, request: Any) -> Any:
    """Sets the stop flag and nothing else: calls under way return by themselves, with what they have to say."""
    session.stop.set()
    return CLASSES["StopProviderResponse"]()
