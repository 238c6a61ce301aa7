"""Calls of ephemeral resources."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from custom_resources.plugin.calls.answer import answering, read_values, value_message
from custom_resources.plugin.planning import with_defaults
from custom_resources.plugin.results import finished
from custom_resources.plugin.session import Session, read_private, write_private
from custom_resources.plugin.validation import validate
from custom_resources.plugin.wire.classes import CLASSES


def validate_ephemeral_resource_config(session: Session, request: Any) -> Any:
    """Validators and ``EphemeralResource.validate``."""
    response, ctx = CLASSES["DiagnosticsResponse"](), session.context()
    resource = session.ephemeral_resource(request.type_name)
    kind = resource.schema.value_type
    with answering(response, ctx, f"validating a {request.type_name}", kind):
        config = read_values(request.config, kind)
        validate(resource.schema, config, ctx.diagnostics)
        if not ctx.diagnostics.has_errors:
            resource.validate(config, ctx)
    return response


def open_ephemeral_resource(session: Session, request: Any) -> Any:
    """``EphemeralResource.open``."""
    response, ctx = CLASSES["OpenEphemeralResourceResponse"](), session.context()
    resource = session.ephemeral_resource(request.type_name)
    schema, kind = resource.schema, resource.schema.value_type
    with answering(response, ctx, f"opening the ephemeral {request.type_name}", kind):
        config = read_values(request.config, kind)
        opened = resource.open(with_defaults(schema, config), ctx)
        result = finished(schema, opened.values, config)
        response.result.CopyFrom(value_message(result, kind))
        _write_lease(response, opened.private, opened.renew_at)
    return response


def renew_ephemeral_resource(session: Session, request: Any) -> Any:
    """``EphemeralResource.renew``."""
    response, ctx = CLASSES["RenewEphemeralResourceResponse"](), session.context()
    resource = session.ephemeral_resource(request.type_name)
    with answering(response, ctx, f"renewing the ephemeral {request.type_name}"):
        private, renew_at = resource.renew(read_private(request.private) or None, ctx)
        _write_lease(response, private, renew_at)
    return response


def close_ephemeral_resource(session: Session, request: Any) -> Any:
    """``EphemeralResource.close``."""
    response, ctx = CLASSES["DiagnosticsResponse"](), session.context()
    resource = session.ephemeral_resource(request.type_name)
    with answering(response, ctx, f"closing the ephemeral {request.type_name}"):
        resource.close(read_private(request.private) or None, ctx)
    return response


def _write_lease(response: Any, private: dict[str, Any] | None, renew_at: datetime | None) -> None:
    if private:
        response.private = write_private(private)
    if renew_at is not None:
        if renew_at.tzinfo is None:
            raise ValueError("renew_at must be aware of its time zone")
        response.renew_at.seconds = int(renew_at.timestamp())
