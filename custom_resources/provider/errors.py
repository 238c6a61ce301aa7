"""From the engine's errors to Terraform's diagnostics."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from custom_resources.engine.errors import EngineError, WrongCredentials
from custom_resources.plugin import Path, ProviderError


def as_provider_error(error: EngineError, attributes: Mapping[str, object] = {}, more: str = "") -> ProviderError:
    """The diagnostic for ``error``.

    Args:
        error: what the engine raised; its words are kept.
        attributes: the resource's attributes: the engine's ``attribute`` becomes the path if it is one of them.
        more: what Terraform's user should know besides, as a further paragraph.
    """
    at_fault = None if isinstance(error, WrongCredentials) else error.attribute  # theirs is the provider block's
    path: Path = (at_fault,) if at_fault in attributes and at_fault else ()
    title = error.title[:1].upper() + error.title[1:]
    return ProviderError(title, f"{error.detail}\n\n{more}" if more else error.detail, path)


@contextmanager
def engine_errors(
    attributes: Mapping[str, object], more: Callable[[EngineError], str] = lambda error: ""
) -> Iterator[None]:
    """Within it, an error of the engine leaves as a :class:`ProviderError`; ``more`` gives its further paragraph."""
    try:
        yield
    except EngineError as error:
        raise as_provider_error(error, attributes, more(error)) from error
