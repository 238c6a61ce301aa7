"""What is known beforehand of an estate's next creations: the quotas, and how long its earlier ones took."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from custom_resources.engine.errors import EngineError, Stopped
from custom_resources.engine.estimate import Estimate, creation_seconds, estimate
from custom_resources.engine.quotas import Quotas, SeenQuotas, see_quotas
from custom_resources.engine.rates.table import Rates
from custom_resources.engine.requests import iterate_requests

if TYPE_CHECKING:
    from custom_resources.engine.estate import Estate
    from custom_resources.engine.polling import Deadline

_LEARNT_FROM = 20
"""Creations to learn from: one page of ListCreateAccountStatus."""


@dataclass(frozen=True)
class Foresight:
    """The quotas, the rates that calls are held to, the median seconds of earlier creations, and of how many.

    creation: None where none is known.
    """

    seen: SeenQuotas
    rates: Rates
    creation: float | None = None
    learnt_from: int = 0

    @property
    def quotas(self) -> Quotas:
        """The quotas, as far as they could be read."""
        return self.seen.quotas

    def estimate(self, pairs: int) -> Estimate:
        """Say how long so many new pairs take, and what won't fit. Makes no call."""
        return estimate(pairs, self.quotas, self.rates, creation=self.creation, learnt_from=self.learnt_from)


def foresee(estate: Estate, deadline: Deadline) -> Foresight:
    """Read the quotas and the earlier creations; what can't be read stays unknown. Raises Stopped only."""
    seen = see_quotas(estate, deadline)
    try:
        done = deadline.patiently(lambda: list(islice(iterate_requests(estate, ["SUCCEEDED"]), _LEARNT_FROM)))
    except Stopped:
        raise
    except EngineError:
        done = []
    return Foresight(seen, estate.rates, *creation_seconds(done))
