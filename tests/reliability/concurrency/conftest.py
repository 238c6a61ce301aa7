"""Two Terraforms with states of their own, as processes, with their providers, on one pair of organizations."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from partition_simulator import SimulatorSettings
from tests.end_to_end.estate import SimulatedEstate
from tests.end_to_end.hcl import Folder, Run, shell_environment
from tests.reliability.concurrency.watched import WatchedSimulator
from workbench.terraform_binary import Terraform

APPLY = ("apply", "-auto-approve", "-no-color")


@dataclass(frozen=True)
class Two:
    """Both folders; the simulator lets calls meet."""

    estate: SimulatedEstate
    simulator: WatchedSimulator
    one: Folder
    other: Folder

    def write(self, one: str, other: str | None = None, owners: tuple[str, str] = ("govpair", "govpair")) -> None:
        """What is declared in each; the same in both unless two are given."""
        for folder, resources, owner in zip(
            (self.one, self.other), (one, one if other is None else other), owners, strict=True
        ):
            block = self.estate.provider_block().replace('owner = "govpair"', f'owner = "{owner}"')
            folder.write(resources, block)

    def apply(self, arrived: Callable[[str], None] = lambda name: None) -> tuple[Run, Run]:
        """Apply both at once; ``arrived`` is called with each call's name, and may hold it."""
        self.simulator.arrived = arrived
        try:
            processes = [folder.start(*APPLY) for folder in (self.one, self.other)]
            try:
                outputs = [process.communicate(timeout=240)[0] for process in processes]
            finally:
                for process in processes:
                    process.kill()
                    process.wait()
        except subprocess.TimeoutExpired as late:
            raise AssertionError(f"an apply hung: {late.output!r}") from late
        finally:
            self.simulator.arrived = lambda name: None
        runs = [Run(process.returncode, output) for process, output in zip(processes, outputs, strict=True)]
        return runs[0], runs[1]

    def nothing_is_wrong(self, pairs: int) -> None:
        """So many pairs, nothing under way, no invitation open, nothing tainted in either state."""
        shown = self.simulator.state()
        assert self.estate.vended_pairs() == pairs
        assert [each for each in shown["requests"] if each["State"] == "IN_PROGRESS"] == []
        assert [each for each in shown["handshakes"] if each["State"] == "OPEN"] == []
        for folder in (self.one, self.other):
            assert not any(values.get("tainted") for values in folder.state().values())

    def plan_nothing(self) -> None:
        """Both plans are empty."""
        self.one.plans_nothing()
        self.other.plans_nothing()


@pytest.fixture(scope="session")
def initialized(terraform: Terraform, cli_config: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which `terraform init` was run, to be copied."""
    path = tmp_path_factory.mktemp("initialized") / "folder"
    path.mkdir()
    environment = shell_environment(TF_CLI_CONFIG_FILE=str(cli_config))
    Folder(path, terraform.path, environment, "").write("").run("init", "-no-color").succeeded()
    return path


@pytest.fixture
def two(terraform: Terraform, cli_config: Path, initialized: Path, tmp_path: Path) -> Iterator[Two]:
    """Two folders that are ready to apply, with nothing declared."""
    settings = SimulatorSettings(creation_seconds=1, closing_seconds=1, clock_scale=0)
    simulator = WatchedSimulator(settings, ticks=True)
    with simulator:
        payer = simulator.seed_management_pair()
        simulator.create_organization(payer.commercial)
        simulator.create_organization(payer.govcloud)
        estate = SimulatedEstate(simulator, payer.commercial, payer.govcloud)
        environment = shell_environment(TF_CLI_CONFIG_FILE=str(cli_config))
        folders = []
        for name in ("one", "other"):
            shutil.copytree(initialized, tmp_path / name, symlinks=True)
            folders.append(Folder(tmp_path / name, terraform.path, environment, estate.provider_block()))
        simulator.reset_calls()
        yield Two(estate, simulator, *folders)
