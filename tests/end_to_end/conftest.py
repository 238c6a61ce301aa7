"""Fixtures of the tests under real Terraform."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from custom_resources.plugin import InProcessServer
from custom_resources.provider.provider import GovpairProvider
from partition_simulator import Simulator, SimulatorSettings
from tests.end_to_end.estate import SimulatedEstate, simulated_estate
from tests.end_to_end.ground import Ground
from tests.end_to_end.hcl import SOURCE, Folder, shell_environment
from workbench.terraform_binary import Terraform


@pytest.fixture
def estate() -> Iterator[SimulatedEstate]:
    """A simulated estate whose clock stands still unless it is moved."""
    with simulated_estate(clock_scale=0.0) as made:
        yield made


@pytest.fixture
def new_folder(
    estate: SimulatedEstate, terraform: Terraform, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[], Folder]]:
    """Makes empty folders for Terraform, with our provider served from this process: waiting takes no time there."""
    with InProcessServer(GovpairProvider(pace=estate.pace), SOURCE) as server:

        def make() -> Folder:
            path = tmp_path_factory.mktemp("hcl")
            config = path / "terraform.rc"
            config.touch()
            environment = shell_environment(TF_REATTACH_PROVIDERS=server.reattach, TF_CLI_CONFIG_FILE=str(config))
            return Folder(path, terraform.path, environment, estate.provider_block())

        yield make


@pytest.fixture
def folder(new_folder: Callable[[], Folder]) -> Folder:
    """One empty folder for Terraform, with our provider served from this process."""
    return new_folder()


@pytest.fixture
def process_folder(estate: SimulatedEstate, terraform: Terraform, cli_config: Path, tmp_path: Path) -> Folder:
    """One empty folder for Terraform, with our provider as a process of its own, as a user has it."""
    environment = shell_environment(TF_CLI_CONFIG_FILE=str(cli_config))
    return Folder(tmp_path, terraform.path, environment, estate.provider_block())


@pytest.fixture
def ground(terraform: Terraform, cli_config: Path, tmp_path: Path) -> Iterator[Ground]:
    """Nothing made yet but the management pair."""
    (tmp_path / "states").mkdir()
    with Simulator(SimulatorSettings(creation_seconds=0, closing_seconds=0)) as simulator:
        payer = simulator.seed_management_pair()
        environment = shell_environment(TF_CLI_CONFIG_FILE=str(cli_config), **simulator.aws_config(tmp_path / "aws"))
        yield Ground(simulator, payer, environment, terraform.path, tmp_path)
