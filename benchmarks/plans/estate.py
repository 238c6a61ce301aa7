"""What is planned on: a simulator with pairs that exist and are joined, and the folder of each contestant for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3

from benchmarks.plans.configurations import CONFIGURATIONS
from benchmarks.terraform import Folder
from benchmarks.watched import Finished
from partition_simulator import Simulator, SimulatorSettings

_TAGS = {"CostCenter": "100"}


@dataclass(frozen=True)
class Estate:
    """A simulator with its pairs, and by contestant a folder whose state has them and whose plan changes nothing.

    pairs: by name, what the configurations say of each.
    """

    simulator: Simulator
    pairs: Mapping[str, Mapping[str, Any]]
    folders: Mapping[str, Folder]

    def client(self, service: str, side: str) -> Any:
        """A client of a management account, for what is done by hand."""
        keys, url, region = {
            "commercial": (self.simulator.seeded[0].commercial, self.simulator.commercial.url, "us-east-1"),
            "govcloud": (self.simulator.seeded[0].govcloud, self.simulator.govcloud.url, "us-gov-west-1"),
        }[side]
        return boto3.client(
            service,  # type: ignore[call-overload]
            region_name=region,
            endpoint_url=url,
            aws_access_key_id=keys.access_key_id,
            aws_secret_access_key=keys.secret_access_key,
        )

    def plan(self, contestant: str, *options: str) -> tuple[Finished, Counter[str]]:
        """One plan's run, and the calls that it made."""
        self.simulator.reset_calls()
        self.simulator.reset_traffic()
        run = self.folders[contestant].run("plan", "-input=false", *options)
        return run, self.simulator.calls()


@contextmanager
def estate(
    folder: Path, pairs: int, *, others: int = 0, managed: bool = False, paths: bool = True, limited: bool = False
) -> Iterator[Estate]:
    """Make one: pairs vended and joined without a call, then imported once into each contestant's state.

    Args:
        folder: An empty one.
        pairs: How many are in the configurations.
        others: How many more are in both organizations.
        managed: Whether the configurations say tags and parents too, on both sides.
        paths: Whether AWS's answers have ``Paths``.
        limited: Whether AWS's rates are on, in the simulator and in our provider.
    """
    settings = SimulatorSettings(account_quota=pairs + others + 10, account_paths=paths)
    with Simulator(settings) as simulator:
        payer = simulator.seed_management_pair()
        simulator.create_organization(payer.commercial)
        simulator.create_organization(payer.govcloud)
        tags = _TAGS if managed else {}
        declared: dict[str, dict[str, Any]] = {}
        every = 1 + others // max(1, pairs)  # the others lie between ours in the listings
        for number in range(pairs + others):
            ours = number % every == every - 1 and len(declared) < pairs
            name = f"pair-{number}"
            email = f"{name}@example.gov"
            pair = simulator.vend(name, email, tags=tags if ours else {}, join=payer.govcloud)
            if ours:
                ids = {"commercial": pair.commercial.account_id, "govcloud": pair.govcloud.account_id}
                declared[name] = {"email": email, **ids}
        made = Estate(simulator, declared, {})
        if managed:
            _declare_tags_and_parents(made, declared)
        environment = simulator.aws_config(folder / "aws")
        folders: dict[str, Folder] = {}
        for contestant, configuration in CONFIGURATIONS.items():
            folders[contestant] = Folder(folder / str(len(folders)), environment)
            _import(folders[contestant], configuration(declared, managed, limited))
        if limited:
            simulator.set_rates("aws")
        yield Estate(simulator, declared, folders)


def _declare_tags_and_parents(made: Estate, declared: dict[str, dict[str, Any]]) -> None:
    clients = {side: made.client("organizations", side) for side in ("commercial", "govcloud")}
    roots = {f"{side}_root": client.list_roots()["Roots"][0]["Id"] for side, client in clients.items()}
    tags = [{"Key": key, "Value": value} for key, value in _TAGS.items()]
    for pair in declared.values():
        clients["govcloud"].tag_resource(ResourceId=pair["govcloud"], Tags=tags)
        pair.update(roots, tags=_TAGS)


def _import(folder: Folder, configuration: tuple[str, str]) -> None:
    """Write the state by `import` blocks, then leave the configuration without them."""
    resources, imports = configuration
    folder.write(resources + imports).succeed("init", "-input=false")
    folder.succeed("apply", "-input=false", "-auto-approve", "-parallelism=30")
    folder.write(resources)
