"""A simulator with a management pair and its two organizations, as most end-to-end tests start from."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from custom_resources.engine.pace import Pace, RealPace
from custom_resources.plugin import Stop
from custom_resources.provider.setting_rules import SERVICES
from partition_simulator import Simulator, SimulatorSettings


@dataclass(frozen=True)
class SimulatedEstate:
    """The simulator, and the management pair's keys on both sides."""

    simulator: Simulator
    commercial: Any
    govcloud: Any

    def provider_block(self) -> str:
        """The provider block's attributes that reach this estate by keys and endpoints."""
        sides = {
            "commercial": (self.commercial, self.simulator.commercial.url, "us-east-1"),
            "govcloud_paired": (self.govcloud, self.simulator.govcloud.url, "us-gov-west-1"),
        }
        blocks = [credential_block(name, keys, url, region) for name, (keys, url, region) in sides.items()]
        return "\n".join([*blocks, '  owner = "govpair"', UNLIMITED])

    def pace(self, stop: Stop) -> Pace:
        """A pace for the provider that moves the simulator's clock in place of waiting."""
        return SimulatedPace(self.simulator, stop)

    def commercial_organizations(self) -> Any:
        """A client of the commercial organization's management account, for what is done beside Terraform."""
        import boto3

        return boto3.client(
            "organizations",
            region_name="us-east-1",
            endpoint_url=self.simulator.commercial.url,
            aws_access_key_id=self.commercial.access_key_id,
            aws_secret_access_key=self.commercial.secret_access_key,
        )

    def new_unit(self, name: str = "Security") -> str:
        """The id of a new organizational unit of the commercial organization."""
        client = self.commercial_organizations()
        root = client.list_roots()["Roots"][0]["Id"]
        return str(client.create_organizational_unit(ParentId=root, Name=name)["OrganizationalUnit"]["Id"])

    def creations(self) -> int:
        """How many creation requests AWS was sent since the calls were last forgotten."""
        return self.calls("CreateGovCloudAccount")

    def vended_pairs(self) -> int:
        """How many pairs exist besides the management accounts' own."""
        return len(self.simulator.state()["pairs"]) - 1

    def account_states(self) -> set[str]:
        """The states that accounts are in, each once."""
        return {account["state"] for account in self.simulator.state()["accounts"].values()}

    def calls(self, operation: str = "") -> int:
        """How many calls were made of ``operation``, or in all."""
        return sum(
            count for name, count in self.simulator.calls().items() if not operation or name.endswith(f".{operation}")
        )


UNLIMITED = '  rates = { "*" = { per_second = 10000, burst = 10000 } }'
"""For tests by the real clock that make more calls than AWS allows in the time: the simulator has its rates off."""


def credential_block(name: str, keys: Any, url: str, region: str, **more: str) -> str:
    """One credential set as HCL, by keys and endpoints."""
    extra = "".join(f'    {key} = "{value}"\n' for key, value in more.items())
    endpoints = ", ".join(f'{service} = "{url}"' for service in SERVICES)
    return (
        f"  {name} = {{\n"
        f'    access_key = "{keys.access_key_id}"\n'
        f'    secret_key = "{keys.secret_access_key}"\n'
        f'    region = "{region}"\n{extra}'
        f"    endpoints = {{ {endpoints} }}\n"
        "  }"
    )


class SimulatedPace:
    """Waiting goes by the simulator's clock.

    While that clock stands still, a wait moves it on, so a creation of an hour takes no time. That suits one operation
    at a time: of several, each would use up the others' time. For those let the clock run, at a high speed.
    """

    def __init__(self, simulator: Simulator, stop: Stop) -> None:
        self._simulator = simulator
        self._stop = stop

    def now(self) -> float:
        """The simulator's clock, in seconds."""
        return float(self._simulator.clock.now())

    def wait(self, seconds: float, wake: threading.Event | None = None) -> bool:
        """Wait until the clock has gone on so far, or ``wake`` is set; True if a stop was asked for."""
        speed = self._simulator.clock.scale
        if speed and wake is not None:
            return RealPace(self._stop).wait(seconds / speed, wake)
        if speed:
            return self._stop.wait(seconds / speed)
        if not self._stop.is_set():
            self._simulator.clock.advance(seconds)
        return self._stop.is_set()


@contextmanager
def simulated_estate(**settings: Any) -> Iterator[SimulatedEstate]:
    """A simulator with its management pair and both organizations, and no calls counted yet."""
    with Simulator(SimulatorSettings(**settings)) as simulator:
        management = simulator.seed_management_pair(name="payer", email="payer@example.gov")
        simulator.create_organization(management.commercial)
        simulator.create_organization(management.govcloud)
        simulator.reset_calls()
        yield SimulatedEstate(simulator, management.commercial, management.govcloud)
