"""The simulator: two listeners over one world, and what tests do to it."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from partition_simulator import moto_bridge, moto_holdings, moto_replacements, page, shortcuts
from partition_simulator.admin import PREFIX, Admin
from partition_simulator.faults import Fault
from partition_simulator.front import Front
from partition_simulator.http.listener import Handler, Listener
from partition_simulator.http.message import HttpRequest, HttpResponse
from partition_simulator.organizations import closing
from partition_simulator.partitions import COMMERCIAL, GOVCLOUD, Partition, Side
from partition_simulator.profiles import Profile, write_profiles
from partition_simulator.rates.rates import Mode, Override, microseconds
from partition_simulator.rates.table import Holder
from partition_simulator.seeding import Keys, SeededPair, issue_keys, seed_pair
from partition_simulator.settings import SimulatorSettings
from partition_simulator.state import file, snapshot
from partition_simulator.state.admission import StateError
from partition_simulator.state.export import export
from partition_simulator.world.account import Pair
from partition_simulator.world.clock import VirtualClock
from partition_simulator.world.world import World


@dataclass(frozen=True)
class Endpoint:
    """One partition's endpoint: ``url`` is the endpoint_url for every service."""

    url: str
    partition: Partition


class Simulator:
    """Both AWS partitions over HTTP, from ``start`` (or ``with``) to ``stop``.

    Several may run in one process, one after the other or at once: each has account ids of its own, and moto keeps
    everything by account id.
    """

    _running = 0
    _running_lock = threading.Lock()

    def __init__(self, settings: SimulatorSettings | None = None) -> None:
        self.settings = settings or SimulatorSettings()
        self.world = World(self.settings)
        self._started = False
        self._stopping = threading.Event()
        self._seeded: list[SeededPair] = []
        self._customers: dict[str, Keys] = {}
        self._listeners: dict[Side, Listener] = {}

    def __enter__(self) -> Simulator:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Listen on both ports, once, after restoring the settings' state file.

        OSError when a port is taken or the file can't be read or written; StateError when it can't be restored.
        """
        if self._started:
            raise RuntimeError("a simulator starts once; make a new one")
        self._started = True
        moto_replacements.install()
        ports = ((COMMERCIAL, self.settings.commercial_port), (GOVCLOUD, self.settings.govcloud_port))
        with Simulator._running_lock:
            Simulator._running += 1
        try:
            for partition, port in ports:
                handler = self._handler(partition)
                self._listeners[partition.side] = Listener(self.settings.host, port, handler, partition.side)
            if self.settings.state_file is not None:
                file.check_place(self.settings.state_file)
                if self.settings.state_file.exists():
                    self.restore(self.settings.state_file)
        except (OSError, StateError):
            self._end()
            raise
        for listener in self._listeners.values():
            listener.start()

    def _handler(self, partition: Partition) -> Handler:
        front, admin = Front(self.world, partition, self._stopping), Admin(self)

        def handle(request: HttpRequest) -> HttpResponse:
            if request.path.startswith(PREFIX):
                return admin(request)
            return page.render(self.world) if page.is_asked_for(request) else front(request)

        return handle

    def stop(self) -> None:
        """Close both ports, save to the settings' state file and forget everything; again, it does nothing.

        OSError when the state can't be written; StateError when it can't be saved. The simulator is ended all the same.
        """
        if not self._started or self._stopping.is_set():
            return
        try:
            self._close()
            if self.settings.state_file is not None:
                self.save(self.settings.state_file)
        finally:
            self._end()

    def _close(self) -> None:
        self._stopping.set()
        listeners, self._listeners = list(self._listeners.values()), {}
        for listener in listeners:
            listener.stop()

    def _end(self) -> None:
        self._close()
        with self.world.lock:
            moto_holdings.forget(list(self.world.accounts))
            self.world.ids.release()
        with Simulator._running_lock:
            Simulator._running -= 1
            if Simulator._running == 0:
                moto_holdings.forget_everything()

    def _endpoint(self, partition: Partition) -> Endpoint:
        return Endpoint(self._listeners[partition.side].url, partition)

    @property
    def commercial(self) -> Endpoint:
        """The commercial partition."""
        return self._endpoint(COMMERCIAL)

    @property
    def govcloud(self) -> Endpoint:
        """The GovCloud partition."""
        return self._endpoint(GOVCLOUD)

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

    def seed_management_pair(self, name: str = "payer", email: str = "payer@example.gov") -> SeededPair:
        """A pair for a payer: two standalone accounts with administrator keys. No organization exists yet."""
        with self.world.lock:
            pair = seed_pair(self.world, name, email)
            self._seeded.append(pair)
        return pair

    def keys_for(self, account_id: str) -> Keys:
        """New administrator keys for any account; a shortcut of tests, where AWS would have a role assumed."""
        with self.world.lock:
            self.world.settle()
            return issue_keys(self.world, self.world.accounts[account_id])

    def create_organization(self, keys: Keys, trust_account_management: bool = True) -> str:
        """An organization with all features, managed by the account of these keys; its id.

        ``trust_account_management`` also enables trusted access for ``account.amazonaws.com``, which
        account:GetGovCloudAccountInformation needs for members.
        """
        with self.world.lock:
            return shortcuts.create_organization(self.world, keys, trust_account_management)

    def vend(
        self,
        name: str,
        email: str,
        payer: Keys | None = None,
        tags: dict[str, str] | None = None,
        join: Keys | None = None,
    ) -> Pair:
        """A finished pair, at once; by the pair seeded first unless ``payer`` says otherwise.

        With ``join``, its GovCloud account is also a member of the organization those keys' account manages.
        """
        with self.world.lock:
            return shortcuts.vend(self.world, payer or self._seeded[0].commercial, name, email, tags or {}, join)

    def reopen(self, account_id: str) -> None:
        """Reopen a closed account and its other half, as AWS Support does for up to 90 days; KeyError, ValueError."""
        with self.world.lock:
            closing.reopen(self.world, self.world.accounts[account_id], self.world.settle())

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

    @property
    def seeded(self) -> list[SeededPair]:
        """The management pairs, in the order in which they were seeded; after a restore those of the saved run."""
        return list(self._seeded)

    def snapshot(self) -> bytes:
        """The whole world as the contents of a state file."""
        with self.world.lock:
            self.world.settle()
            taken = snapshot.capture(self.world, seeded=self._seeded, customers=self._customers)
        return file.dump(taken)

    def save(self, path: Path) -> None:
        """Write the whole world to a file, in one step; OSError."""
        file.write(path, self.snapshot())

    def restore(self, path: Path) -> None:
        """Make the world what it was when it was saved; OSError, or StateError, which leaves all as it is."""
        self.restore_snapshot(path.read_bytes(), str(path))

    def restore_snapshot(self, contents: bytes, name: str = "the snapshot") -> None:
        """As :meth:`restore`, from a file's contents; ``name`` is for messages."""
        loaded = file.load(contents, name)
        with self.world.lock:
            beside = snapshot.restore(self.world, loaded, {"seeded": list, "customers": dict})
            self._seeded, self._customers = beside["seeded"], beside["customers"]

    def reset(self) -> None:
        """Begin again: an empty world with the settings' seed, which makes the same ids, and today's date."""
        with self.world.lock:
            moto_holdings.forget(list(self.world.accounts))
            self.world.begin()
            self._seeded, self._customers = [], {}

    def export(self) -> dict[str, Any]:
        """Everything but secrets and the contents of S3 objects, JSON-able, in an order that stays."""
        with self.world.lock:
            self.world.settle()
            return export(self.world)

    def seed_customer(self, name: str, email: str) -> Keys:
        """A customer of a reseller: a pair of the payer's, whose GovCloud account manages an organization of its own.

        The answer is that account's administrator keys; they are also the profile called ``name`` in
        :meth:`aws_config`. The payer's commercial organization must exist.
        """
        with self.world.lock:
            pair = self.vend(name, email)
            keys = self.keys_for(pair.govcloud.account_id)
            self.create_organization(keys)
            self._customers[name] = keys
        return keys

    def profiles(self) -> dict[str, Profile]:
        """The profiles of :meth:`aws_config`; RuntimeError before a management pair is seeded."""
        if not self._seeded:
            raise RuntimeError("profiles need a management pair: call seed_management_pair first")
        payer = self._seeded[0]
        return {
            "commercial": Profile("commercial", payer.commercial),
            "govcloud": Profile("govcloud", payer.govcloud),
            **{name: Profile("govcloud", keys) for name, keys in self._customers.items()},
        }

    @property
    def urls(self) -> dict[Side, str]:
        """Both endpoints."""
        return {"commercial": self.commercial.url, "govcloud": self.govcloud.url}

    def aws_config(self, directory: str | Path) -> dict[str, str]:
        """Write AWS profiles: ``commercial`` and ``govcloud`` for the pair seeded first, and one for each customer.

        The answer is the environment to use them.
        """
        return write_profiles(Path(directory), self.profiles(), self.urls)
