"""Calls of data sources."""

from __future__ import annotations

from typing import Any

from custom_resources.plugin.calls.answer import answering, read_values, value_message
from custom_resources.plugin.planning import with_defaults
from custom_resources.plugin.results import finished
from custom_resources.plugin.session import Session
from custom_resources.plugin.validation import validate
from custom_resources.plugin.wire.classes import CLASSES


def validate_data_resource_config(session: Session, request: Any) -> Any:
    """Validators and ``DataSource.validate``."""
    response, ctx = CLASSES["DiagnosticsResponse"](), session.context()
    source = session.data_source(request.type_name)
    kind = source.schema.value_type
    with answering(response, ctx, f"validating a {request.type_name}", kind):
        config = read_values(request.config, kind)
        validate(source.schema, config, ctx.diagnostics)
        if not ctx.diagnostics.has_errors:
            source.validate(config, ctx)
    return response


def read_data_source(session: Session, request: Any) -> Any:
    """``DataSource.read``. Values that were configured come back as they were, whatever the handler says of them."""
    response, ctx = CLASSES["ReadDataSourceResponse"](), session.context()
    source = session.data_source(request.type_name)
    schema, kind = source.schema, source.schema.value_type
    with answering(response, ctx, f"reading the data source {request.type_name}", kind):
        config = read_values(request.config, kind)
        result = finished(schema, source.read(with_defaults(schema, config), ctx), config)
        response.state.CopyFrom(value_message(result, kind))
    return response
