"""Many creations at once, by real processes: two of them, one stopped in the middle, one that AWS slows down."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from custom_resources.engine.rates.table import ACTIONS, Rates
from tests.end_to_end.estate import UNLIMITED, SimulatedEstate, simulated_estate
from tests.end_to_end.hcl import Folder, pair, shell_environment
from tests.end_to_end.test_hcl_process import until
from workbench.terraform_binary import Terraform

pytestmark = pytest.mark.terraform

SPEED = 60.0
"""The simulator's clock; a creation of a minute takes a second."""


def pairs(prefix: str, number: int) -> str:
    return "".join(pair(f"{prefix}{each}") for each in range(number))


@pytest.fixture
def new_process_folder(
    terraform: Terraform, cli_config: Path, tmp_path: Path
) -> Callable[[SimulatedEstate, str], Folder]:
    """Makes folders, each with our provider as a process of its own."""

    def make(estate: SimulatedEstate, name: str) -> Folder:
        (tmp_path / name).mkdir()
        environment = shell_environment(TF_CLI_CONFIG_FILE=str(cli_config))
        return Folder(tmp_path / name, terraform.path, environment, f"{estate.provider_block()}\n  max_new_pairs = 100")

    return make


@pytest.fixture
def quick() -> Iterator[SimulatedEstate]:
    with simulated_estate(clock_scale=SPEED) as made:
        yield made


def emails(estate: SimulatedEstate) -> list[str]:
    """The root emails of the vended commercial accounts."""
    world = estate.simulator.world
    return [each.email for each in world.accounts.values() if each.vended and each.partition.name == "aws"]


def test_two_processes_vend_into_one_organization_at_once_and_each_pair_is_made_once(
    quick: SimulatedEstate, new_process_folder: Callable[[SimulatedEstate, str], Folder]
) -> None:
    folders = [new_process_folder(quick, name) for name in ("one", "two")]
    for folder, prefix in zip(folders, ("a", "b"), strict=True):
        folder.write(pairs(prefix, 6)).run("init", "-no-color").succeeded()
    with ThreadPoolExecutor(2) as pool:
        for run in pool.map(lambda folder: folder.apply("-parallelism=20"), folders):
            run.succeeded()
    assert quick.vended_pairs() == 12
    assert len(set(emails(quick))) == len(emails(quick)) == 12
    for folder in folders:
        assert len(folder.state()) == 6
        folder.plans_nothing()


def test_ctrl_c_with_forty_in_the_line_returns_soon_and_the_next_apply_makes_the_rest(
    new_process_folder: Callable[[SimulatedEstate, str], Folder],
) -> None:
    with simulated_estate(clock_scale=0.0) as estate:
        folder = new_process_folder(estate, "many").write(pairs("p", 45))
        folder.run("init", "-no-color").succeeded()
        running = folder.start("apply", "-auto-approve", "-no-color", "-parallelism=50")
        try:
            # Each looks for a request of its name before it stands in the line.
            until(lambda: estate.creations() == 5 and estate.calls("ListCreateAccountStatus") >= 46)
            pressed = time.monotonic()
            os.killpg(running.pid, signal.SIGINT)
            output, _ = running.communicate(timeout=60)
        finally:
            running.kill()
        took = time.monotonic() - pressed
        assert running.returncode == 1, output
        assert took < 10, f"{took:.1f} s"  # the figure is the benchmark's to measure, on a quiet machine
        assert estate.creations() == 5
        estate.simulator.clock.set_scale(SPEED * 5)
        folder.apply("-parallelism=50").succeeded()
        assert estate.creations() == estate.vended_pairs() == len(folder.state()) == 45
        folder.plans_nothing()


def scaled_rates(speed: float) -> str:
    """AWS's rates, in HCL, as they are to a clock that runs so many times as fast."""
    rates: Mapping[str, object] = {action: Rates().rate(action) for action in sorted(ACTIONS)}
    lines = [
        f'    "{action}" = {{ per_second = {rate.per_second * speed}, burst = {rate.burst} }}'  # type: ignore[attr-defined]
        for action, rate in rates.items()
        if rate is not None
    ]
    return "\n".join(["  rates = {", *lines, "  }"])


@contextmanager
def limited() -> Iterator[SimulatedEstate]:
    """With AWS's rates on."""
    with simulated_estate(clock_scale=SPEED, rates="aws", creation_seconds=20) as made:
        yield made


def test_a_rate_that_aws_lowers_in_the_middle_slows_the_apply_and_fails_nothing(
    new_process_folder: Callable[[SimulatedEstate, str], Folder],
) -> None:
    with limited() as estate:
        folder = new_process_folder(estate, "slowed")
        folder.write(pairs("p", 10), folder.provider.replace(UNLIMITED, scaled_rates(SPEED)))
        folder.run("init", "-no-color").succeeded()
        with ThreadPoolExecutor(1) as pool:
            applied = pool.submit(folder.apply)
            until(lambda: estate.creations() >= 4)
            estate.simulator.set_rate("organizations.CreateGovCloudAccount", (0.03, 1))
            applied.result().succeeded()
        assert estate.vended_pairs() == len(folder.state()) == 10
        throttled = [each for each in estate.simulator.traffic() if each["throttled"]]
        assert {each["operation"] for each in throttled} <= {"organizations.CreateGovCloudAccount"}
        folder.plans_nothing()
