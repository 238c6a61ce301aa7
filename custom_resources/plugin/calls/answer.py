"""Turning whatever happens in a handler into diagnostics: a gRPC error would lose the state."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from custom_resources.plugin.contexts import Context
from custom_resources.plugin.diagnostics import ProviderError
from custom_resources.plugin.schema import Values
from custom_resources.plugin.types import ObjectOf, Type
from custom_resources.plugin.unknown import UNKNOWN
from custom_resources.plugin.wire.classes import CLASSES
from custom_resources.plugin.wire.paths import write_diagnostics
from custom_resources.plugin.wire.values import decode, encode


def defect(error: BaseException, doing: str, log: logging.Logger) -> ProviderError:
    """The error shown for an exception that nobody expected. Its text may hold anything, so only the log gets it."""
    log.debug("unexpected exception while %s:\n%s", doing, "".join(traceback.format_exception(error)))
    frames = traceback.extract_tb(error.__traceback__)
    where = f" in {Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else ""
    return ProviderError(
        f"The provider failed while {doing}",
        f"An unexpected {type(error).__name__} was raised{where}. This is a defect in the provider, please report it, "
        "with the log that TF_LOG_PROVIDER=DEBUG writes.",
    )


@contextmanager
def answering(response: Any, ctx: Context, doing: str, kind: Type | None = None) -> Iterator[None]:
    """Run a handler: afterwards ``response.diagnostics`` has all that it said, and no exception gets out.

    ``doing`` completes the sentence "The provider failed while …"; ``kind`` is the type that diagnostics point into.
    """
    try:
        yield
    except ProviderError as error:
        ctx.diagnostics.add(error.diagnostic())
    except Exception as error:
        ctx.diagnostics.add(defect(error, doing, ctx.log).diagnostic())
    write_diagnostics(response.diagnostics, ctx.diagnostics, kind)


def value_message(value: Any, kind: Type) -> Any:
    """``value`` as a ``DynamicValue`` message."""
    return CLASSES["DynamicValue"](msgpack=encode(value, kind))


def read_value(message: Any, kind: Type) -> Any:
    """The value in a ``DynamicValue`` message; an empty message is null.

    :raises ProviderError: when it holds no value of that type.
    """
    try:
        if message.msgpack:
            return decode(message.msgpack, kind)
        if message.json:
            from custom_resources.plugin.wire.json_state import from_json, parse

            return from_json(parse(message.json), kind)
    except ValueError as problem:
        raise ProviderError(
            "Terraform sent a value that can't be read",
            f"It doesn't fit the provider's schema: {problem}. Terraform may know the schema of another version of "
            "the provider: run terraform init -upgrade. If it stays, this is a defect, please report it.",
        ) from None
    return None


def read_values(message: Any, kind: ObjectOf) -> Values:
    """The values in a ``DynamicValue`` message: of an object that is null or unknown, each attribute is.

    :raises ProviderError: see :func:`read_value`.
    """
    found = read_value(message, kind)
    if found is None or found is UNKNOWN:
        return dict.fromkeys(kind.attributes, found)
    values: Values = found
    return values
