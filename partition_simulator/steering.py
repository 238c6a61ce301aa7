"""What tests and people do to a running simulator: its clock, faults, rates and counts, and a look at it all."""

from __future__ import annotations

from collections import Counter
from typing import Any

from partition_simulator import moto_bridge
from partition_simulator.faults import Fault
from partition_simulator.partitions import Side
from partition_simulator.rates.rates import Mode, Override, microseconds
from partition_simulator.rates.table import Holder
from partition_simulator.state.export import export
from partition_simulator.world.clock import VirtualClock
from partition_simulator.world.keys import Principal
from partition_simulator.world.world import World


class Steering:
    """One world, seen and steered from outside of AWS's API."""

    world: World

    @property
    def clock(self) -> VirtualClock:
        """The virtual clock."""
        return self.world.clock

    def agenda(self) -> list[dict[str, Any]]:
        """What is going to happen by itself, soonest first: ``due``, ``event`` and ids of its ``subjects``."""
        with self.world.lock:
            self.world.settle()
            return self.world.agenda.describe()

    def advance_to_next_event(self) -> float | None:
        """Move the clock to the next event and let it happen; its time, or None when nothing is planned."""
        with self.world.lock:
            self.world.settle()
            due = self.world.agenda.next_due()
            if due is not None:
                self.world.clock.advance_to(due)
                self.world.settle()
            return due

    def expire_sessions(self, side: Side | None = None, account_id: str | None = None) -> int:
        """Let role sessions end now, all or those of one partition or account; how many. What has no end goes on."""

        def which(principal: Principal) -> bool:
            return side in (None, principal.partition.side) and account_id in (None, principal.account_id)

        with self.world.lock:
            return self.world.keys.expire(self.world.clock.unscaled(), which)

    def inject(self, fault: Fault) -> str:
        """Let something go wrong; the id to take it back by."""
        with self.world.lock:
            now = self.world.settle()
            fault_id = self.world.faults.add(fault, now)
            self.world.history.note(self.world)
            return fault_id

    def faults(self) -> list[dict[str, Any]]:
        """All injected faults with how often they struck (``struck``) and whether they are ``over``, JSON-able."""
        with self.world.lock:
            return self.world.faults.describe(self.world.settle())

    def remove_fault(self, fault_id: str) -> bool:
        """Let one fault strike no more; False when there is none with that id."""
        with self.world.lock:
            return self.world.faults.remove(fault_id)

    def clear_faults(self) -> None:
        """Let nothing go wrong any more."""
        with self.world.lock:
            self.world.faults.clear()

    def calls(self) -> Counter[str]:
        """How often each operation was called: keys like ``commercial organizations.DescribeAccount``."""
        with self.world.lock:
            return Counter(self.world.calls)

    def reset_calls(self) -> None:
        """Count from zero again."""
        with self.world.lock:
            self.world.calls.clear()

    def rates(self) -> dict[str, Any]:
        """The rates in force and the buckets in use, JSON-able."""
        with self.world.lock:
            return self.world.rates.describe(microseconds(self.world.clock.now()))

    def set_rates(self, mode: Mode) -> None:
        """Hold callers to AWS's published rates ("aws") or to none ("off") from now on, with full buckets."""
        with self.world.lock:
            self.world.rates.set_mode(mode)

    def set_rate(self, operation: str, override: Override, per: Holder = "account") -> None:
        """Change one rate while running: ``set_rate("organizations.ListAccounts", (0.5, 1))``; None for no limit.

        It holds for all that share a bucket with the operation; the tokens there are stay, up to the new burst.
        """
        with self.world.lock:
            self.world.rates.set_rate(operation, override, microseconds(self.world.clock.now()), per)

    def traffic(self) -> list[dict[str, Any]]:
        """Calls, throttles, retries and virtual seconds of waiting, for each partition, operation and account."""
        with self.world.lock:
            return self.world.traffic.describe()

    def reset_traffic(self) -> None:
        """Count those from zero again."""
        with self.world.lock:
            self.world.traffic.clear()

    def state(self) -> dict[str, Any]:
        """Accounts, pairs, requests, handshakes and organizations now, JSON-able."""
        with self.world.lock:
            self.world.settle()
            managers = {m: self.world.accounts[m] for m in sorted(set(self.world.memberships.values()))}
            organizations = [moto_bridge.organization_of(manager).summary() for manager in managers.values()]
            return {**self.world.describe(), "organizations": organizations}

    def export(self) -> dict[str, Any]:
        """Everything but secrets and the contents of S3 objects, JSON-able, in an order that stays."""
        with self.world.lock:
            self.world.settle()
            return export(self.world)
