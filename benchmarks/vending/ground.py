"""What is vended on: a simulator, and the folder of a contestant with pairs that don't exist yet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.terraform import OURS, OURS_BLOCK, PEER_BLOCK, Folder
from custom_resources.engine.rates.table import ACTIONS
from partition_simulator import SeededPair, Simulator, SimulatorSettings
from partition_simulator.rates.table import AWS


@dataclass(frozen=True)
class Ground:
    """A simulator and its payer, with both organizations."""

    simulator: Simulator
    payer: SeededPair
    environment: dict[str, str]

    def vended(self) -> list[str]:
        """The commercial accounts' emails, of pairs that were vended."""
        accounts = self.simulator.world.accounts.values()
        return [each.email for each in accounts if each.vended and each.partition.side == "commercial"]

    def joined(self) -> int:
        """How many vended GovCloud accounts are in the payer's GovCloud organization."""
        world = self.simulator.world
        return sum(
            world.memberships.get(each.account_id) == self.payer.govcloud.account_id
            for each in world.accounts.values()
            if each.vended
        )

    def throttled(self) -> int:
        """How many calls were refused for their rate."""
        return sum(int(each["throttled"]) for each in self.simulator.traffic())


@contextmanager
def ground(folder: Path, **settings: Any) -> Iterator[Ground]:
    """Make one, with room for many accounts and no calls counted yet."""
    with Simulator(SimulatorSettings(account_quota=1000, **settings)) as simulator:
        payer = simulator.seed_management_pair()
        simulator.create_organization(payer.commercial)
        simulator.create_organization(payer.govcloud)
        made = Ground(simulator, payer, simulator.aws_config(folder / "aws"))
        simulator.reset_calls()
        simulator.reset_traffic()
        yield made


def rates_block(speed: float) -> str:
    """AWS's rates for a clock that runs so many times as fast, as an attribute of our provider block.

    It takes the actions that the provider calls.
    """
    lines = [
        f'    "{limit.service}:{operation}" = {{ per_second = {float(limit.rate.per_second) * speed}, '
        f"burst = {limit.rate.burst} }}"
        for limit in AWS
        if limit.per == "account"
        for operation in sorted(limit.operations)
        if f"{limit.service}:{operation}" in ACTIONS
    ]
    return "\n".join(["  rates = {", *dict.fromkeys(lines), "  }"])


def provider(contestant: str, pairs: int, more: str = "") -> str:
    """The provider block, letting so many pairs be made."""
    if contestant != OURS:
        return PEER_BLOCK
    return OURS_BLOCK.rstrip().removesuffix("}") + f"  max_new_pairs   = {pairs}\n{more}\n}}\n"


def pairs_of(contestant: str, pairs: int, *, prefix: str = "pair", joined: bool = True) -> str:
    """So many pairs, and their memberships, each in a block of its own, as CDKTF writes them; the peer has none.

    With for_each, Terraform would begin with no membership before the last pair is made.
    """
    blocks = []
    for name in (f"{prefix}-{number}" for number in range(pairs)):
        pair = f'  name     = "{name}"\n  email    = "{name}@example.gov"\n'
        if contestant != OURS:
            blocks.append(f'resource "aws_organizations_account" "{name}" {{\n{pair}  create_govcloud = true\n}}\n')
            continue
        blocks.append(f'resource "govpair_account_pair" "{name}" {{\n{pair}}}\n')
        if joined:
            account_id = f"govpair_account_pair.{name}.govcloud_account_id"
            blocks.append(f'resource "govpair_membership" "{name}" {{\n  account_id = {account_id}\n}}\n')
    return "\n" + "\n".join(blocks)


def folder_with(path: Path, made: Ground, configuration: str) -> Folder:
    """A folder that is ready to be applied."""
    folder = Folder(path, made.environment).write(configuration)
    folder.succeed("init", "-input=false")
    return folder
