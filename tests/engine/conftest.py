"""A payer with both organizations in the simulator, in process; time passes only when the engine waits."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import botocore.session
import pytest
from botocore.config import Config

from custom_resources.engine.credentials import CredentialSet, SetName
from custom_resources.engine.estate import Estate
from custom_resources.engine.model import AccountPair, PairRequest
from custom_resources.provider.setting_rules import SERVICES
from partition_simulator import Fault, Keys, SeededPair, Simulator, SimulatorSettings

PLAIN = botocore.session.Session()  # one for all tests: it holds the parsed service models
TRUSTED_ACCESS = "account.amazonaws.com"


class SimulatedPace:
    """Waiting moves the simulator's clock instead. `stop_when` looks at the waits so far and may ask to stop."""

    def __init__(self, simulator: Simulator) -> None:
        self.simulator = simulator
        self.waits: list[float] = []
        self.stop_when: Callable[[SimulatedPace], bool] = lambda pace: False
        self.on_wait: Callable[[SimulatedPace], None] = lambda pace: None

    def now(self) -> float:
        return self.simulator.clock.now()

    def wait(self, seconds: float, wake: threading.Event | None = None) -> bool:
        if self.stop_when(self):
            return True
        if not seconds:  # only asking whether to stop
            return False
        self.waits.append(seconds)
        self.simulator.clock.advance(seconds)
        self.on_wait(self)
        return False


@dataclass
class Bench:
    """The simulator with a payer, and an estate on it."""

    simulator: Simulator
    payer: SeededPair
    pace: SimulatedPace
    lines: list[str] = field(default_factory=list)

    def keys(self, name: SetName, keys: Keys | None = None, **more: Any) -> CredentialSet:
        """A credential set, by default the payer's half in the right partition; `side` chooses the endpoint."""
        side = more.pop("side", "commercial" if name == "commercial" else "govcloud")
        own = keys or (self.payer.commercial if name == "commercial" else self.payer.govcloud)
        given: dict[str, Any] = {
            "access_key": own.access_key_id,
            "secret_key": own.secret_access_key,
            "endpoints": dict.fromkeys(SERVICES, self.url(side)),
        }
        return CredentialSet(name, **(given | more))

    def url(self, side: str) -> str:
        return self.simulator.commercial.url if side == "commercial" else self.simulator.govcloud.url

    def estate(self, **more: Any) -> Estate:
        sets: dict[str, Any] = {name: more.pop(name, self.keys(name)) for name in ("commercial", "govcloud_paired")}
        return Estate.open(**sets, pace=self.pace, progress=self.lines.append, **{"owner": "govpair"} | more)

    def client(self, side: str, service: str = "organizations", keys: Keys | None = None) -> Any:
        """A plain botocore client, for what tests do beside the engine."""
        own = keys or (self.payer.commercial if side == "commercial" else self.payer.govcloud)
        return PLAIN.create_client(
            service,
            region_name="us-east-1" if side == "commercial" else "us-gov-west-1",
            endpoint_url=self.url(side),
            aws_access_key_id=own.access_key_id,
            aws_secret_access_key=own.secret_access_key,
            config=Config(retries={"total_max_attempts": 1}),
        )

    def fault(self, operation: str, service: str = "organizations", **more: Any) -> None:
        self.simulator.inject(Fault(service=service, operation=operation, **more))

    def calls(self, operation: str) -> int:
        """How often an operation was called, on either side."""
        return sum(number for key, number in self.simulator.calls().items() if key.endswith(f".{operation}"))

    def account_ids_with(self, email: str) -> set[str]:
        """The ids of all accounts, in both partitions, that have the email."""
        accounts = self.simulator.state()["accounts"]
        return {account_id for account_id, account in accounts.items() if account["email"] == email}

    def root(self, side: str) -> str:
        return str(self.client(side).list_roots()["Roots"][0]["Id"])

    def unit(self, side: str, name: str = "Security") -> str:
        unit = self.client(side).create_organizational_unit(ParentId=self.root(side), Name=name)
        return str(unit["OrganizationalUnit"]["Id"])

    def vend(self, name: str, estate: Estate | None = None, **more: Any) -> AccountPair:
        """A pair, made by the engine."""
        from custom_resources.engine.account_pairs import create_pair

        return create_pair(estate or self.estate(), PairRequest(f"{name}@example.gov", name, **more))[0]


def make_bench(simulator: Simulator) -> Bench:
    bench = Bench(simulator, simulator.seed_management_pair(), SimulatedPace(simulator))
    for side in ("commercial", "govcloud"):
        bench.client(side).create_organization(FeatureSet="ALL")
    bench.client("commercial").enable_aws_service_access(ServicePrincipal=TRUSTED_ACCESS)
    simulator.reset_calls()
    return bench


@pytest.fixture(autouse=True)
def no_backoff(monkeypatch: pytest.MonkeyPatch) -> None:
    """botocore's own retries sleep between attempts; here they follow at once."""
    monkeypatch.setattr("botocore.retries.standard.ExponentialBackoff.delay_amount", lambda self, context: 0)


@pytest.fixture
def bench() -> Iterator[Bench]:
    with Simulator(SimulatorSettings(clock_scale=0)) as simulator:
        yield make_bench(simulator)


@pytest.fixture
def bench_with() -> Iterator[Callable[..., Bench]]:
    """A bench with other simulator settings."""
    running: list[Simulator] = []

    def start(**settings: Any) -> Bench:
        simulator = Simulator(SimulatorSettings(clock_scale=0, **settings))
        simulator.start()
        running.append(simulator)
        return make_bench(simulator)

    yield start
    for simulator in running:
        simulator.stop()


@pytest.fixture
def estate(bench: Bench) -> Estate:
    return bench.estate()


def handshakes(bench: Bench) -> list[str]:
    """The states of the GovCloud organization's handshakes."""
    listed = bench.client("govcloud").list_handshakes_for_organization()["Handshakes"]
    return sorted(handshake["State"] for handshake in listed)
