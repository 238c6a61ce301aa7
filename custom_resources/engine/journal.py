"""The journal that AWS keeps of creations: which GovCloud account came with which commercial one (rule 6).

For where `account:GetGovCloudAccountInformation` is not permitted. Creation requests first, since they are one listing
of 20 a page; CloudTrail's events only where those do not tell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from custom_resources.engine.creation_events import iterate_creation_events
from custom_resources.engine.errors import EngineError, NotFound, Refused, Unreachable, WrongCredentials
from custom_resources.engine.model import CreationRequest
from custom_resources.engine.requests import iterate_requests

if TYPE_CHECKING:
    from custom_resources.engine.estate import Estate


class Journal:
    """Reads as far as is needed to answer, and remembers it: one listing serves a whole inventory.

    refusals: why a source could not be read, in AWS's words.
    """

    def __init__(self, estate: Estate) -> None:
        self._requests = _Source(lambda: iterate_requests(estate, ["SUCCEEDED"]), Refused)
        # Not to be had in many a closed network: whatever the reason, it is passed over.
        self._events = _Source(
            lambda: iterate_creation_events(estate), Refused, NotFound, Unreachable, WrongCredentials
        )

    def govcloud_id(self, commercial_account_id: str, *, events: bool = True) -> str | None:
        """Return the id of the GovCloud account made with a commercial one; None where no source tells.

        events: whether to ask CloudTrail too. A source that may not be read is passed over. Raises the other errors of
        AWS, passing ones among them.
        """
        for source in (self._requests, self._events) if events else (self._requests,):
            found = source.find(commercial_account_id)
            if found is not None:
                return found
        return None

    @property
    def refusals(self) -> list[str]:
        """Return why sources could not be read."""
        return [source.refusal for source in (self._requests, self._events) if source.refusal]


class _Source:
    """One listing, read lazily and once."""

    def __init__(self, begin: Callable[[], Iterator[CreationRequest]], *passed_over: type[EngineError]) -> None:
        self._begin = begin
        self._passed_over = passed_over
        self._rest: Iterator[CreationRequest] | None = None
        self._known: dict[str, str] = {}
        self.refusal = ""

    def find(self, commercial_account_id: str) -> str | None:
        if self.refusal:
            return None
        if commercial_account_id in self._known:
            return self._known[commercial_account_id]
        if self._rest is None:
            self._rest = self._begin()
        try:
            for ended in self._rest:
                if ended.commercial_account_id and ended.govcloud_account_id:
                    self._known.setdefault(ended.commercial_account_id, ended.govcloud_account_id)
                    if ended.commercial_account_id == commercial_account_id:
                        return ended.govcloud_account_id
        except self._passed_over as error:
            self.refusal = error.detail
        except EngineError:
            self._rest = None  # an iterator that raised has ended: begin anew next time
            raise
        return None
