"""What `govpair status --watch` sees: creation requests, and the open invitations of both organizations."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from custom_resources.engine.errors import EngineError, Stopped, Unreachable, WrongCredentials
from custom_resources.scripts.documents import document_of
from custom_resources.scripts.wording import in_options

if TYPE_CHECKING:
    from custom_resources.engine.estate import Estate
    from custom_resources.engine.model import CreationRequest, Handshake
    from custom_resources.engine.polling import Deadline
    from custom_resources.engine.session import AwsSession

_REFUSED = frozenset({"AccessDenied", "AccessDeniedException", "AWSOrganizationsNotInUseException"})

SHARE = 0.2
"""The part of AWS's rate for listing invitations that watching uses at most; the rest is for those who work."""


@dataclass(frozen=True)
class Row:
    """One thing that is watched. done: nothing more will happen to it."""

    id: str
    kind: str
    what: str
    state: str
    detail: str
    since: datetime | None
    done: bool
    record: dict[str, Any] = field(compare=False)


@dataclass
class Watch:
    """What was seen so far, by its id. What ends meanwhile is kept; what had ended before is not shown.

    notes: why something isn't watched.
    """

    estate: Estate
    sides: tuple[str, ...]
    rows: dict[str, Row] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    _calls: int = 0

    def look(self) -> list[tuple[Row | None, Row]]:
        """Ask AWS, and return what is new or has changed: as it was, and as it is.

        Raises what AWS answers, except that of an organization whose invitations may not be listed a note is made; and
        Stopped. Where AWS can't be reached that is a note, too: the next look asks again.
        """
        seen: list[Row] = []
        deadline = self.estate.short_deadline("watching")
        self.notes.pop("reach", None)
        try:
            seen += self._requests(deadline)
            for side in self.sides:
                seen += self._invitations(side, deadline)
        except Unreachable as error:
            self.notes["reach"] = in_options(error.detail)
        changes = [(self.rows.get(row.id), row) for row in seen if self.rows.get(row.id) != row]
        self.rows.update({row.id: row for row in seen})
        return changes

    @property
    def in_progress(self) -> bool:
        """Whether anything is still to happen, as far as is known."""
        return "reach" in self.notes or any(not row.done for row in self.rows.values())

    @property
    def least_gap(self) -> float:
        """Seconds until the next look may be, so that the listings take no more than `SHARE` of AWS's rate."""
        rate = self.estate.rates.rate("organizations:ListHandshakesForOrganization")
        return self._calls / (rate.per_second * SHARE) if rate else 0.0

    def document(self) -> dict[str, Any]:
        """What was seen last, as the fields of the JSON document."""
        rows = list(self.rows.values())
        return {
            "requests": [row.record for row in rows if row.kind == "creation request"],
            "invitations": [row.record for row in rows if row.kind != "creation request"],
        }

    def _requests(self, deadline: Deadline) -> list[Row]:
        from custom_resources.engine.requests import creation_requests, describe_request

        deadline.heed_stop("listing")
        running = deadline.patiently(lambda: creation_requests(self.estate, ["IN_PROGRESS"]))
        there = {request.id for request in running}
        ended = [row.id for row in self.rows.values() if row.kind == "creation request" and not row.done]
        for request_id in (each for each in ended if each not in there):
            running.append(deadline.patiently(partial(describe_request, self.estate, request_id)))
        return [_of_request(request) for request in running]

    def _invitations(self, side: str, deadline: Deadline) -> list[Row]:
        from custom_resources.engine.handshakes import OPEN_STATES, sent_by

        session: AwsSession = self.estate.commercial if side == "commercial" else self.estate.govcloud_management
        try:
            if side == "govcloud":
                self.estate.verify("govcloud_management")
            found = list(sent_by(session, deadline))
        except (Stopped, Unreachable):
            raise
        except EngineError as error:
            if error.code not in _REFUSED and not (side == "govcloud" and isinstance(error, WrongCredentials)):
                raise
            self.notes[side] = f"{side} invitations are not watched: {in_options(error.detail)}"
            return []
        self._calls = max(self._calls, len(found) // 20 + 1)
        return [_of_handshake(each, side) for each in found if each.state in OPEN_STATES or each.id in self.rows]


def _of_request(request: CreationRequest) -> Row:
    accounts = [
        f"{half} {account_id}"
        for half, account_id in (
            ("commercial", request.commercial_account_id),
            ("GovCloud", request.govcloud_account_id),
        )
        if account_id
    ]
    detail = request.failure_reason or ", ".join(accounts)
    done, record = request.state in ("SUCCEEDED", "FAILED"), document_of(request) or {}
    return Row(
        request.id, "creation request", request.name, request.state, detail, request.requested_timestamp, done, record
    )


def _of_handshake(handshake: Handshake, side: str) -> Row:
    from custom_resources.engine.handshakes import ENDED_STATES
    from custom_resources.scripts.times import time_text

    done = handshake.state in ENDED_STATES | {"ACCEPTED"}
    expires = handshake.expiration_timestamp
    detail = f"expires {time_text(expires)}" if expires and not done else ""
    kind = f"{'GovCloud' if side == 'govcloud' else 'commercial'} invitation"
    record = {**(document_of(handshake) or {}), "side": side}
    who = handshake.account_id or handshake.email
    return Row(handshake.id, kind, who, handshake.state, detail, handshake.requested_timestamp, done, record)


def change_text(before: Row | None, row: Row) -> str:
    """A change in one line."""
    state = row.state if before is None or before.state == row.state else f"{before.state} → {row.state}"
    return f"{row.kind} {row.id} ({row.what}): {state}{f', {row.detail}' if row.detail else ''}"
