"""The engine's records as JSON: their own field names, times in RFC 3339, mappings as objects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from typing import TYPE_CHECKING, Any

from custom_resources.scripts.times import time_text

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


def document_of(record: DataclassInstance | None) -> dict[str, Any] | None:
    """Return the record as a JSON object, or None for none."""
    if record is None:
        return None
    return {field.name: _plain(getattr(record, field.name)) for field in fields(record)}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return time_text(value)
    return dict(value) if isinstance(value, Mapping) else value
