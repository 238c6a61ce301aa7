"""The simulator: two listeners over one world, and what tests do to it."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from partition_simulator import moto_holdings, moto_replacements, page, shortcuts
from partition_simulator.admin import PREFIX, Admin
from partition_simulator.front import Front
from partition_simulator.http.listener import Handler, Listener
from partition_simulator.http.message import HttpRequest, HttpResponse
from partition_simulator.organizations import closing
from partition_simulator.partitions import COMMERCIAL, GOVCLOUD, Partition, Side
from partition_simulator.profiles import Profile, write_profiles
from partition_simulator.seeding import Keys, SeededPair, issue_keys, seed_pair
from partition_simulator.settings import SimulatorSettings
from partition_simulator.state import file, snapshot
from partition_simulator.state.admission import StateError
from partition_simulator.steering import Steering
from partition_simulator.world.account import Pair
from partition_simulator.world.world import World


@dataclass(frozen=True)
class Endpoint:
    """One partition's endpoint: ``url`` is the endpoint_url for every service."""

    url: str
    partition: Partition


class Simulator(Steering):
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
                handler = self.handler(partition)
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

    def handler(self, partition: Partition) -> Handler:
        """What answers the requests to one partition; a subclass may stand in front of it."""
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
