"""The world as it was, kept only while some fault makes reads stale, and reads answered from it."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from partition_simulator.faults.fault import is_read

if TYPE_CHECKING:
    from partition_simulator.context import Call
    from partition_simulator.http.message import HttpResponse
    from partition_simulator.world.world import World

# Many changes within a long staleness would else be kept all.
_MOST = 500


class History:
    """Snapshots of one world, oldest first, each with the time from which the world was so. Needs the world's lock."""

    def __init__(self) -> None:
        self._moments: list[tuple[float, dict[str, Any]]] = []

    @property
    def is_kept(self) -> bool:
        """Whether changes are to be noted."""
        return bool(self._moments)

    def note(self, world: World, at: float | None = None) -> None:
        """Remember that the world is so since now (or ``at``), while a fault may ask for it; drop what none will."""
        from partition_simulator.state import snapshot  # which stands on the world

        now = world.clock.now()
        oldest = world.faults.oldest_stale_read(now)
        if oldest is None:
            self._moments.clear()
            return
        since = now if at is None else at
        if len(self._moments) > 1 and self._moments[-1][0] == since:
            self._moments.pop()
        self._moments.append((since, snapshot.capture(world)))
        while len(self._moments) > 1 and (self._moments[1][0] <= now - oldest or len(self._moments) > _MOST):
            del self._moments[0]

    def at(self, moment: float) -> tuple[float, dict[str, Any]] | None:
        """The world at a time, or the first that is remembered; with the time of the answer."""
        if not self._moments:
            return None
        known = [taken for since, taken in self._moments if since <= moment]
        return (moment, known[-1]) if known else self._moments[0]


def note_change(call: Call) -> None:
    """Remember what a call may have changed."""
    history = call.world.history
    if history.is_kept and not is_read(call.service, call.operation):
        history.note(call.world)


def serve_stale(call: Call) -> HttpResponse:
    """Serve a read from the world as it was, while moto holds that world's resources in place of today's."""
    from partition_simulator import moto_holdings
    from partition_simulator.serving import serve
    from partition_simulator.state import snapshot

    world, fault = call.world, call.fault
    assert fault is not None
    assert fault.stale_seconds is not None
    found = world.history.at(call.now - fault.stale_seconds)
    if found is None:
        return serve(call)
    past, held = snapshot.detached(world, found[1])
    present, accounts = moto_holdings.holdings(world), list({*world.accounts, *past.accounts})
    moto_holdings.forget(accounts)
    try:
        moto_holdings.hold(past, held)
        return serve(dataclasses.replace(call, world=past, now=found[0]))
    finally:
        moto_holdings.forget(accounts)
        moto_holdings.hold(world, present)
