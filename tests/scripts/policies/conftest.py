"""One simulator for the tests of a worker; each begins with the same world: pairs in every state of joining."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from partition_simulator import Simulator, SimulatorSettings
from tests.scripts.conftest import clean_environment as clean_environment
from tests.scripts.policies.ground import Ground


@pytest.fixture(scope="package")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Ground, bytes]]:
    """The ground, and its world as it was when it was made."""
    with Simulator(SimulatorSettings(clock_scale=0)) as simulator:
        ground = Ground.make(simulator, tmp_path_factory.mktemp("policies"))
        yield ground, simulator.snapshot()


@pytest.fixture
def ground(made: tuple[Ground, bytes], clean_environment: None, capsys: pytest.CaptureFixture[str]) -> Iterator[Ground]:
    ground, world = made
    ground.restore(world)
    ground.capture = capsys
    yield ground
