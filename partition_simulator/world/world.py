"""The world: everything the simulator knows, behind one lock."""

from __future__ import annotations

import threading
from collections import Counter
from typing import Any

from partition_simulator.faults.history import History
from partition_simulator.faults.plan import FaultPlan
from partition_simulator.partitions import Partition
from partition_simulator.rates.rates import Rates
from partition_simulator.rates.traffic import Traffic
from partition_simulator.settings import SimulatorSettings
from partition_simulator.world.account import Account, Pair
from partition_simulator.world.agenda import Agenda
from partition_simulator.world.clock import VirtualClock
from partition_simulator.world.creation import CreationRequest
from partition_simulator.world.handshake import Handshake
from partition_simulator.world.ids import IdFactory
from partition_simulator.world.keys import KeyRing
from partition_simulator.world.recent_calls import RecentCalls


class World:
    """The state of both partitions. Take ``lock`` around anything that reads or changes it.

    memberships: account id → id of the management account of the organization it belongs to (a management account
        maps to itself). The organizations themselves live in moto's backends.
    """

    def __init__(self, settings: SimulatorSettings) -> None:
        self.settings = settings
        self.lock = threading.RLock()
        self.ids = IdFactory(settings.seed)
        self.begin()

    def begin(self) -> None:
        """Make everything new but the lock, as the settings say; what moto holds must have been forgotten."""
        self.ids.release()
        self.ids = IdFactory(self.settings.seed)
        self.clock = VirtualClock(self.settings.clock_scale)
        self.agenda = Agenda()
        self.keys = KeyRing()
        self.faults = FaultPlan()
        self.history = History()
        self.rates = Rates(self.settings.rates, self.settings.rate_overrides)
        self.traffic = Traffic()
        self.calls: Counter[str] = Counter()
        self.recent_calls = RecentCalls()
        self.accounts: dict[str, Account] = {}
        self.memberships: dict[str, str] = {}
        self.creations: dict[str, CreationRequest] = {}
        self.handshakes: dict[str, Handshake] = {}
        self.closings: list[tuple[str, float]] = []
        self._by_email: dict[tuple[str, str], Account] = {}
        self._pairs: dict[str, Pair] = {}

    def settle(self) -> float:
        """Let everything happen that is due by now; the virtual time it was done for."""
        now = self.clock.now()
        while self.history.is_kept and (due := self.agenda.next_due()) is not None and due <= now:
            self.agenda.settle(self, due)
            self.history.note(self, due)
        self.agenda.settle(self, now)
        return now

    def new_account(self, partition: Partition, name: str, email: str, created: float, vended: bool) -> Account:
        """An account without membership, roles or keys."""
        account = Account(self.ids.account(), partition, name, email, created, vended=vended)
        self.accounts[account.account_id] = account
        self._by_email[(partition.name, email.lower())] = account
        return account

    def pair(self, commercial: Account, govcloud: Account) -> Pair:
        """Map two accounts to each other, for ever."""
        pair = Pair(commercial, govcloud)
        self._pairs[commercial.account_id] = pair
        self._pairs[govcloud.account_id] = pair
        return pair

    def pair_of(self, account_id: str) -> Pair | None:
        """The pair that an account of either partition belongs to."""
        return self._pairs.get(account_id)

    def pairs(self) -> list[Pair]:
        """All pairs, oldest first."""
        return list({id(pair): pair for pair in self._pairs.values()}.values())

    def account_with_email(self, partition: Partition, email: str) -> Account | None:
        """The account of a partition with this root email, whatever its state: emails are never reused."""
        return self._by_email.get((partition.name, email.lower()))

    def members(self, management_account_id: str) -> list[str]:
        """Ids of all accounts of an organization, its management account included."""
        return [a for a, m in self.memberships.items() if m == management_account_id]

    def describe(self) -> dict[str, Any]:
        """Everything a test may want to look at, JSON-able."""
        return {
            "now": self.clock.now(),
            "accounts": {
                a.account_id: {
                    "partition": a.partition.side,
                    "name": a.name,
                    "email": a.email,
                    "state": a.state,
                    "created": a.created,
                    "vended": a.vended,
                    "management_account_id": self.memberships.get(a.account_id),
                }
                for a in self.accounts.values()
            },
            "pairs": [{"commercial": p.commercial.account_id, "govcloud": p.govcloud.account_id} for p in self.pairs()],
            "requests": [{**c.describe(), "Email": c.email} for c in self.creations.values()],
            "handshakes": [h.describe() for h in self.handshakes.values()],
            "faults": self.faults.describe(self.clock.now()),
        }
