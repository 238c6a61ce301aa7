"""The simulator under the property tests: what happens outside Terraform, and what is really there."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from custom_resources.engine.model import CLOSED_STATES
from custom_resources.engine.pace import Pace
from custom_resources.engine.session import AwsSession
from custom_resources.plugin import Stop, Values
from custom_resources.provider.provider import GovpairProvider
from custom_resources.provider.setting_rules import SERVICES
from partition_simulator import Keys, Simulator, SimulatorSettings, moto_bridge
from partition_simulator.organizations.member import Member
from partition_simulator.partitions import COMMERCIAL, Side
from partition_simulator.world.account import Account, Pair

READ_ONLY = ("Describe", "List", "Get", "Lookup", "AssumeRole")
UNITS = ("root", "Security", "Workloads")


class MovingPace:
    """Waiting moves the simulator's clock. After ``patience`` looks at it, the user presses Ctrl-C."""

    def __init__(self, simulator: Simulator, stop: Stop, patience: Callable[[], bool]) -> None:
        self._simulator, self._stop, self._patience = simulator, stop, patience

    def now(self) -> float:
        return float(self._simulator.clock.now())

    def wait(self, seconds: float, wake: threading.Event | None = None) -> bool:
        if not self._patience():
            self._stop.set()
        if not self._stop.is_set() and seconds:
            self._simulator.clock.advance(seconds)
        return self._stop.is_set()


@dataclass
class Ground:
    """A payer with both organizations, some OUs in each, and another company's GovCloud organization."""

    simulator: Simulator
    commercial: Keys
    govcloud: Keys
    stranger: Keys
    parents: dict[Side, dict[str, str]]
    looks_left: int | None = None

    # Terraform's way in

    def settings(self, **more: Any) -> Values:
        """The provider block."""
        sides = (
            ("commercial", self.commercial, self.simulator.commercial.url, "us-east-1"),
            ("govcloud_paired", self.govcloud, self.simulator.govcloud.url, "us-gov-west-1"),
        )
        sets = {
            name: {
                "access_key": keys.access_key_id,
                "secret_key": keys.secret_access_key,
                "region": region,
                "endpoints": dict.fromkeys(SERVICES, url),
            }
            for name, keys, url, region in sides
        }
        return {"owner": "govpair"} | sets | more

    def provider(self) -> GovpairProvider:
        """A provider whose waits move the simulator's clock."""
        return GovpairProvider(pace=self._pace)

    def _pace(self, stop: Stop) -> Pace:
        return MovingPace(self.simulator, stop, self._look)

    def _look(self) -> bool:
        if self.looks_left is None:
            return True
        self.looks_left -= 1
        return self.looks_left >= 0

    # What is there

    def account(self, email: str) -> Account | None:
        """The commercial account with that email."""
        return self.simulator.world.account_with_email(COMMERCIAL, email)

    def pair(self, email: str) -> Pair | None:
        """The pair with that email, once both halves exist."""
        account = self.account(email)
        return None if account is None else self.simulator.world.pair_of(account.account_id)

    def pairs(self) -> list[Pair]:
        """All pairs that were vended."""
        world = self.simulator.world
        found = [world.pair_of(item.account_id) for item in world.accounts.values() if item.vended]
        return [pair for pair in {id(item): item for item in found}.values() if pair is not None]

    def manager(self, account_id: str) -> str | None:
        """The management account of the organization that an account is in."""
        return self.simulator.world.memberships.get(account_id)

    def own(self, account_id: str) -> bool:
        """Whether an account is in our organization of its partition."""
        return self.manager(account_id) in (self.commercial.account_id, self.govcloud.account_id)

    def member(self, account_id: str) -> Member:
        """An account's membership, in whichever organization."""
        world = self.simulator.world
        return moto_bridge.organization_of(world.accounts[world.memberships[account_id]]).member(account_id)

    def closed(self, account_id: str) -> bool:
        """Whether an account is closed, or on its way there."""
        return self.simulator.world.accounts[account_id].state in CLOSED_STATES

    def tags(self, account_id: str) -> dict[str, str]:
        """An account's tags, without the provider's own."""
        found = self.member(account_id).tags
        return {key: value for key, value in found.items() if not key.startswith("govpair:")}

    def changes(self) -> list[str]:
        """Which calls that change something were made since the counters were reset."""
        made = self.simulator.calls()
        return [name for name in made if not name.split(".")[1].startswith(READ_ONLY)]

    # What others do

    def move(self, account_id: str, unit: str) -> None:
        """Move an account to another place in its organization."""
        member = self.member(account_id)
        side: Side = "commercial" if account_id in self._ids("commercial") else "govcloud"
        member.parent_id = self.parents[side][unit]

    def _ids(self, side: Side) -> set[str]:
        return {key for key, item in self.simulator.world.accounts.items() if item.partition.side == side}

    def close(self, pair: Pair) -> None:
        """Close a pair at once, both halves."""
        for half in (pair.commercial, pair.govcloud):
            half.state = "SUSPENDED"

    def reopen(self, pair: Pair) -> None:
        """What AWS Support does on request."""
        for half in (pair.commercial, pair.govcloud):
            half.state = "ACTIVE"

    def expel(self, account_id: str) -> None:
        """Take an account out of its organization."""
        world = self.simulator.world
        moto_bridge.organization_of(world.accounts[world.memberships[account_id]]).expel(world, account_id)

    def admit(self, account_id: str, keys: Keys) -> None:
        """Let an account join the organization that these keys' account manages."""
        world = self.simulator.world
        organization = moto_bridge.organization_of(world.accounts[keys.account_id])
        organization.admit(world, world.accounts[account_id], "INVITED", self.simulator.clock.now())

    def end_handshakes(self, account_id: str, state: Any) -> None:
        """Decline, cancel or expire every open invitation of an account."""
        for handshake in self.simulator.world.handshakes.values():
            if handshake.account_id == account_id and handshake.state == "OPEN":
                handshake.end(state, self.simulator.clock.now())


_CLIENTS: dict[tuple[Any, ...], Any] = {}


def share_clients(patch: pytest.MonkeyPatch) -> None:
    """Let all walks use one botocore client for each endpoint and key: making them takes most of a short walk."""
    make = AwsSession._make_client

    def shared(session: AwsSession, service: str, retries: bool, region: str | None = None) -> Any:
        given = session.credential_set
        if session._role is not None:
            return make(session, service, retries, region)
        endpoint = given.endpoints[service.replace("-", "")]
        key = (given.access_key, endpoint, service, retries, region)
        if key not in _CLIENTS:
            _CLIENTS[key] = make(session, service, retries, region)
        return _CLIENTS[key]

    patch.setattr(AwsSession, "_make_client", shared)


@contextmanager
def ground(creation_seconds: float = 60.0, kind: type[Simulator] = Simulator, **more: Any) -> Iterator[Ground]:
    """A running simulator, its clock standing still. ``more``: of its settings."""
    settings = SimulatorSettings(clock_scale=0, account_quota=100, creation_seconds=creation_seconds, **more)
    with kind(settings) as simulator:
        payer = simulator.seed_management_pair("payer", "payer@example.gov")
        stranger = simulator.seed_management_pair("stranger", "stranger@example.gov")
        parents: dict[Side, dict[str, str]] = {"commercial": {}, "govcloud": {}}
        for side in parents:
            simulator.create_organization(payer.side(side))
            organization = moto_bridge.organization_of(simulator.world.accounts[payer.side(side).account_id])
            root_id = organization.organization.root_id
            parents[side]["root"] = root_id
            for number, name in enumerate(UNITS[1:]):
                unit = f"ou-{root_id[2:]}-abcdefg{number}"
                _add_unit(organization, root_id, unit, name)
                parents[side][name] = unit
        simulator.create_organization(stranger.govcloud)
        simulator.reset_calls()
        _CLIENTS.clear()
        yield Ground(simulator, payer.commercial, payer.govcloud, stranger.govcloud, parents)


def _add_unit(organization: Any, root_id: str, unit_id: str, name: str) -> None:
    from moto.organizations.models import FakeOrganizationalUnit

    unit = FakeOrganizationalUnit(organization.organization, Name=name, ParentId=root_id)
    unit.id = unit_id
    organization.ou.append(unit)
