"""Serving a provider inside the present process, for tests and debuggers."""

from __future__ import annotations

from types import TracebackType

from custom_resources.plugin.provider import Provider


class InProcessServer:
    """Serves ``provider`` while the ``with`` block runs; ``reattach`` is the value for ``TF_REATTACH_PROVIDERS``."""

    def __init__(self, provider: Provider, source: str) -> None:
        self.provider = provider
        self.source = source

    @property
    def reattach(self) -> str:
        """JSON for the environment variable ``TF_REATTACH_PROVIDERS``."""
        raise NotImplementedError

    def __enter__(self) -> InProcessServer:
        raise NotImplementedError

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        raise NotImplementedError
