"""The bound on how many new pairs one plan may make."""

from __future__ import annotations

import threading

from custom_resources.plugin import ProviderError


class PlannedCreations:
    """Counts the new pairs that one provider process has been asked to plan since it was configured.

    Terraform starts a provider process per alias and walk, so one object sees exactly one plan of one alias. It plans
    many resources side by side: counting is safe between threads.

    Args:
        limit: the provider's `max_new_pairs`.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._lock = threading.Lock()
        self._count = 0

    def add(self, title: str) -> None:
        """Count one more new pair, called ``title`` in the error.

        Raises:
            ProviderError: from the first pair over the limit on, for each.
        """
        with self._lock:
            self._count += 1
            count = self._count
        if count > self._limit:
            raise ProviderError(
                f"Too many new account pairs in one plan: max_new_pairs is {self._limit}",
                f"{title} is number {count} of the new pairs in this plan. Nothing was created. An account pair is for "
                "ever, so check that all of them are meant (a wrong for_each?); then raise max_new_pairs in the "
                "provider block.",
            )
