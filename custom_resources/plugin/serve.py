"""The entry point of a provider's process."""

from __future__ import annotations

from custom_resources.plugin.provider import Provider


def serve(provider: Provider) -> int:
    """Serve ``provider`` to the Terraform that started this process; returns the exit code."""
    raise NotImplementedError
