"""`govpair` on the simulator: in process, where waiting moves the simulator's clock, or as a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import botocore.session
import pytest

from custom_resources.engine.pace import Pace, RealPace
from custom_resources.scripts import task
from custom_resources.scripts.cli import main
from partition_simulator import Fault, SeededPair, Simulator, SimulatorSettings

PROJECT = Path(__file__).parents[2]
EMAIL, NAME = "aws+log-archive@example.gov", "log-archive"
VEND = ("vend", "--owner", "govpair", "--email", EMAIL, "--name", NAME)

RESELLER = """\
version: 1
model: reseller
owner: govpair
commercial: {profile: commercial}
govcloud_paired: {profile: govcloud}
defaults: {email: "aws+{name}@example.gov"}
customers:
  - {name: harbor, management_pair: harbor-management, account_pairs: [{name: harbor-management}, {name: harbor-app}]}
  - {name: meadow, management_pair: meadow-management, account_pairs: [{name: meadow-management}, {name: meadow-app}]}
  - {name: summit, management_pair: summit-management, account_pairs: [{name: summit-management}]}
"""
"""An organization file with three customers."""


@dataclass(frozen=True)
class Finished:
    """A command that has ended."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> dict[str, Any]:
        """The JSON document, which must be all of standard output."""
        found = json.loads(self.out)
        assert isinstance(found, dict)
        return found


class SimulatedPace:
    """Waiting moves the simulator's clock; before that `on_wait` is called with the command's stop.

    That suits one operation at a time: of several, each would use up the others' time. For those the clock runs, fast.
    """

    def __init__(self, simulator: Simulator, stop: threading.Event, on_wait: Callable[[threading.Event], None]) -> None:
        self._simulator, self._stop, self._on_wait = simulator, stop, on_wait

    def now(self) -> float:
        return self._simulator.clock.now()

    def wait(self, seconds: float, wake: threading.Event | None = None) -> bool:
        if seconds > 0:  # else it is only asked whether to stop
            self._on_wait(self._stop)
        if self._stop.is_set():
            return True
        speed = self._simulator.clock.scale
        if speed:
            return RealPace(self._stop).wait(seconds / speed, wake)
        self._simulator.clock.advance(seconds)
        return False


@dataclass
class Shell:
    """Where `govpair` is run: the simulator with a payer, its organizations, and the environment that leads there."""

    simulator: Simulator
    payer: SeededPair
    environment: Mapping[str, str]
    capture: pytest.CaptureFixture[str]
    on_wait: Callable[[threading.Event], None] = field(default=lambda stop: None)

    def run(self, *arguments: str) -> Finished:
        """Run a command in this process."""
        self.capture.readouterr()
        code = main(arguments)
        shown = self.capture.readouterr()
        return Finished(code, shown.out, shown.err)

    def start(self, *arguments: str, **more: Any) -> subprocess.Popen[str]:
        """Start a command as a process of its own, by the real clock."""
        return subprocess.Popen(
            [sys.executable, "-m", "custom_resources", *arguments],
            cwd=PROJECT,
            env={**os.environ, **self.environment},
            text=True,
            **{"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **more},
        )

    def pace(self, stop: threading.Event) -> Pace:
        return SimulatedPace(self.simulator, stop, self.on_wait)

    def calls(self, operation: str) -> int:
        """How often an operation was called, on either side."""
        return sum(count for key, count in self.simulator.calls().items() if key.endswith(f".{operation}"))

    def fault(self, operation: str, service: str = "organizations", **more: Any) -> None:
        self.simulator.inject(Fault(service=service, operation=operation, **more))

    def accounts_with(self, email: str) -> int:
        """How many accounts, in both partitions, have the email; a pair has two."""
        return sum(account["email"] == email for account in self.simulator.state()["accounts"].values())


@pytest.fixture
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the caller's own: no AWS variables, no options of ours."""
    for name in list(os.environ):
        if name.startswith(("AWS_", "GOVPAIR_")):
            monkeypatch.delenv(name)


@pytest.fixture
def shell_with(
    clean_environment: None,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> Iterator[Callable[..., Shell]]:
    """A shell with other simulator settings; `organizations=False` leaves the payer without them."""
    running: list[Simulator] = []

    def make(organizations: bool = True, **settings: Any) -> Shell:
        simulator = Simulator(SimulatorSettings(**{"clock_scale": 0, **settings}))
        simulator.start()
        running.append(simulator)
        payer = simulator.seed_management_pair()
        if organizations:
            simulator.create_organization(payer.commercial)
            simulator.create_organization(payer.govcloud)
        shell = Shell(simulator, payer, simulator.aws_config(tmp_path / "aws"), capsys)
        for name, value in shell.environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(task, "make_pace", shell.pace)
        simulator.reset_calls()
        return shell

    yield make
    for simulator in running:
        simulator.stop()


@pytest.fixture
def shell(shell_with: Callable[..., Shell]) -> Shell:
    return shell_with()


def new_unit(profile: str) -> str:
    """A new organizational unit below the root of the profile's organization; its id."""
    client: Any = botocore.session.Session(profile=profile).create_client("organizations")
    root = client.list_roots()["Roots"][0]["Id"]
    unit = client.create_organizational_unit(ParentId=root, Name="Security")
    return str(unit["OrganizationalUnit"]["Id"])
