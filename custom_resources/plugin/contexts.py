"""What a handler is given besides its values."""

from __future__ import annotations

import copy
import logging
from dataclasses import dataclass, field
from typing import Any

from custom_resources.plugin.diagnostics import Diagnostics
from custom_resources.plugin.logs import PROVIDER
from custom_resources.plugin.schema import Values
from custom_resources.plugin.stop import Stop


@dataclass
class Context:
    """One request's surroundings. Every request has its own, except that ``stop`` and ``provider_data`` are shared."""

    #: What :meth:`Provider.configure` returned; ``None`` before that (during validation).
    provider_data: Any = None
    diagnostics: Diagnostics = field(default_factory=Diagnostics)
    stop: Stop = field(default_factory=Stop)
    log: logging.Logger = field(default_factory=lambda: logging.getLogger(PROVIDER))


@dataclass
class ResourceContext(Context):
    """A managed resource's surroundings."""

    #: The configuration, write-only values included; ``None`` where Terraform gives none (read, delete, import …).
    config: Values | None = None
    #: JSON data that Terraform keeps in the state for the provider, without ever showing it. Change it in place.
    private: dict[str, Any] = field(default_factory=dict)
    _saved: Values | None = None

    def save(self, state: Values) -> None:
        """Set what stays in the state if an error ends this create or update afterwards.

        Without it, a failed create leaves nothing and a failed update leaves the prior state. Beware: Terraform taints
        a create that saves a state and then fails.
        """
        self._saved = copy.deepcopy(state)

    @property
    def saved(self) -> Values | None:
        """What was last saved."""
        return self._saved
