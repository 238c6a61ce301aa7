"""A simulator and a folder with Terraform, which begin again with each attempt."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3

from custom_resources.scripts.provider_mirror import SOURCE
from partition_simulator import Keys
from reliability.crashes.census import Units
from reliability.crashes.operations import EMAIL, UNITS, Operation
from reliability.crashes.running import Running
from reliability.crashes.watched import WatchedSimulator
from workbench.cli_config import write_cli_config
from workbench.terraform_binary import find_or_fetch_terraform
from workbench.terraform_environment import terraform_environment

_PROVIDER = {
    "owner": "reliability",
    "commercial": {"profile": "commercial", "region": "us-east-1"},
    "govcloud_paired": {"profile": "govcloud", "region": "us-gov-west-1"},
    # The simulator has AWS's rates off: keeping to them would only take time.
    "rates": {"*": {"per_second": 10000, "burst": 10000}},
}


_IMPORTS = "imports.tf.json"


@dataclass(frozen=True)
class Moment:
    """Both memories: AWS's, as a snapshot of the simulator, and Terraform's, as its state file ("" for none)."""

    aws: bytes
    state: str


class Ground:
    """One simulator, one folder; for one attempt at a time."""

    def __init__(self, simulator: WatchedSimulator, folder: Path, environment: dict[str, str]) -> None:
        self.simulator = simulator
        self.units: Units = {}
        self._folder = folder
        self._environment = environment
        self._program = find_or_fetch_terraform().path

    @property
    def _state(self) -> Path:
        return self._folder / "terraform.tfstate"

    def moment(self) -> Moment:
        """Both memories as they are now."""
        return Moment(self.simulator.snapshot(), self._state.read_text() if self._state.exists() else "")

    def begin(self, moment: Moment, operation: Operation) -> None:
        """Go back to a moment, with the operation's configuration ready to be applied."""
        self.simulator.restore_snapshot(moment.aws)
        self.simulator.watch()
        for left in (_IMPORTS, "terraform.tfstate.backup", ".terraform.tfstate.lock.info", "errored.tfstate"):
            (self._folder / left).unlink(missing_ok=True)
        self._state.write_text(moment.state) if moment.state else self._state.unlink(missing_ok=True)
        self._write("main.tf.json", {**_head(), "resource": operation.resources()})
        self._write("terraform.tfvars.json", self.units)

    def lose_state(self) -> None:
        """Terraform forgets everything, its backup too."""
        for name in (self._state.name, f"{self._state.name}.backup"):
            (self._folder / name).unlink(missing_ok=True)

    def import_pair(self) -> None:
        """The next apply imports the pair, by an `import` block."""
        found = self.simulator.state()["accounts"].items()
        (account,) = [key for key, each in found if (each["partition"], each["email"]) == ("commercial", EMAIL)]
        self._write(_IMPORTS, {"import": [{"to": "govpair_account_pair.log", "id": account}]})

    def prepare(self) -> None:
        """`terraform init`, once."""
        self._write("main.tf.json", _head())
        init = self._running("init", "-input=false")
        if init.run():
            raise RuntimeError(f"terraform init: {init.output()}")

    def apply(self) -> Running:
        """`terraform apply`, not started yet."""
        return self._running("apply", "-input=false", "-auto-approve")

    def plan(self) -> Running:
        """`terraform plan`, not started yet: its exit code is 0 when nothing is to be changed, 2 when something is."""
        return self._running("plan", "-input=false", "-detailed-exitcode")

    def terraform_state(self) -> dict[str, Any]:
        """What Terraform remembers; empty when there is no state."""
        text = self._state.read_text() if self._state.exists() else ""
        return dict(json.loads(text)) if text else {}

    def _running(self, *arguments: str) -> Running:
        return Running((str(self._program), *arguments, "-no-color"), self._folder, self._environment)

    def _write(self, name: str, contents: object) -> None:
        (self._folder / name).write_text(json.dumps(contents, indent=1))


def _head() -> dict[str, Any]:
    return {
        "terraform": {"required_providers": {"govpair": {"source": SOURCE}}},
        "provider": {"govpair": _PROVIDER},
        "variable": {side: {"type": "map(string)", "default": {}} for side in ("commercial", "govcloud")},
    }


@contextmanager
def ground(path: Path) -> Iterator[Ground]:
    """Make one in an empty folder: a payer, both organizations with their units, no pair."""
    folder = path / "terraform"
    folder.mkdir(parents=True)
    simulator = WatchedSimulator()
    with simulator:
        payer = simulator.seed_management_pair()
        simulator.create_organization(payer.commercial)
        simulator.create_organization(payer.govcloud)
        environment = terraform_environment(
            write_cli_config(path / "cli" / "terraform.rc"), simulator.aws_config(path / "aws")
        )
        made = Ground(simulator, folder, environment)
        made.units = {
            "commercial": _units(simulator.commercial.url, "us-east-1", payer.commercial),
            "govcloud": _units(simulator.govcloud.url, "us-gov-west-1", payer.govcloud),
        }
        made.prepare()
        yield made


def _units(url: str, region: str, keys: Keys) -> dict[str, str]:
    client = boto3.client(
        "organizations",
        region_name=region,
        endpoint_url=url,
        aws_access_key_id=keys.access_key_id,
        aws_secret_access_key=keys.secret_access_key,
    )
    root = client.list_roots()["Roots"][0]["Id"]
    return {
        name: client.create_organizational_unit(ParentId=root, Name=name)["OrganizationalUnit"]["Id"] for name in UNITS
    }
