"""Every call waits for its tokens before it is signed and sent, so that AWS's rates are kept and not hit.

One scheduler serves all credential sets of a process. A wait hears a stop, doesn't use up the operation's timeout, and
is told in the log when it is long.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from custom_resources.engine.calls import THROTTLES
from custom_resources.engine.errors import Stopped
from custom_resources.engine.pace import Pace
from custom_resources.engine.polling import Deadline, current_deadline
from custom_resources.engine.rates.bucket import Bucket, Ticket
from custom_resources.engine.rates.table import Limit, Rate, Rates

if TYPE_CHECKING:
    from custom_resources.engine.session import AwsSession

_TOLD_FROM = 3.0
"""Seconds from which on a wait is told in the log."""

_LOOK_AGAIN = 10.0
"""Seconds after which whoever isn't first looks again: those before may have left."""

_LEARNT = Rate(5, 1)
"""What a call without a published rate is held to once it was throttled, before halving."""


class Scheduler:
    """The token buckets of one process, by who holds each: the calling account or, for some, the organization.

    Calls are known by botocore's events: before the signing of each request, retries and pages among them, and after
    each answer.
    """

    def __init__(self, rates: Rates, pace: Pace) -> None:
        self._rates, self._pace = rates, pace
        self._lock = threading.Lock()
        self._buckets: dict[tuple[str, str, str], Bucket] = {}
        self._taught: dict[str, Limit] = {}

    def attach(self, session: AwsSession, client: Any) -> None:
        """Hold a new client's calls to the rates."""
        model = client.meta.service_model
        service, events = model.service_name.replace("-", ""), client.meta.events
        event = model.service_id.hyphenize()

        def before(operation_name: str, **_: Any) -> None:
            self._wait(session, f"{service}:{operation_name}")

        def after(response: Any, operation: Any, **_: Any) -> None:
            code = (response[1].get("Error") or {}).get("Code") if response is not None else None
            if code in THROTTLES:
                self._throttled(session, f"{service}:{operation.name}")

        # First: before the signing, whose time must be that of the sending.
        events.register_first(f"request-created.{event}", before)
        events.register_first(f"needs-retry.{event}", after)

    def _wait(self, session: AwsSession, action: str) -> None:
        deadline = current_deadline()
        for limit, key in list(self._held_to(session, action)):
            self._take(limit, key, action, deadline)

    def _take(self, limit: Limit, key: tuple[str, str, str], action: str, deadline: Deadline | None) -> None:
        pace = deadline.pace if deadline is not None else self._pace
        ticket, told = Ticket(), False
        try:
            while True:
                with self._lock:
                    bucket = self._buckets.setdefault(key, Bucket(limit.rate, pace.now()))
                    seconds = bucket.ask(ticket, pace.now())
                    if not seconds:
                        return
                    place, of = bucket.place(ticket)
                    rate = bucket.per_second
                quiet, told = told or seconds < _TOLD_FROM, told or seconds >= _TOLD_FROM
                seconds = seconds if place == 1 else min(seconds, _LOOK_AGAIN)
                if deadline is None:
                    if pace.wait(seconds):
                        raise Stopped(f"calling {action}", "Stopped as asked; nothing was sent. Run again.")
                else:
                    seen = f"{action} is allowed {rate:.3g} times a second"
                    seen += f": place {place} of {of}, about {place / rate:.0f} s"
                    deadline.wait(seconds, seen, queue=True, quiet=quiet)
        finally:
            with self._lock:
                self._buckets[key].leave(ticket)

    def _throttled(self, session: AwsSession, action: str) -> None:
        deadline = current_deadline()
        now = (deadline.pace if deadline is not None else self._pace).now()
        with self._lock:
            if not self._rates.limits(action):
                self._taught.setdefault(action, Limit(frozenset({action}), _LEARNT))
        for limit, key in list(self._held_to(session, action)):
            with self._lock:
                self._buckets.setdefault(key, Bucket(limit.rate, now)).throttled(now)

    def _held_to(self, session: AwsSession, action: str) -> Iterator[tuple[Limit, tuple[str, str, str]]]:
        """The limits of an action, with the bucket of each."""
        limits = self._rates.limits(action) or tuple(filter(None, (self._taught.get(action),)))
        for limit in limits:
            # Which organization an invitation is of isn't known here: one bucket for all of a partition is safe.
            holder = session.account_key if limit.holder == "account" else ""
            yield limit, (session.partition, holder, limit.name)
