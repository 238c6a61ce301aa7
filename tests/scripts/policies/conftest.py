"""One simulator for the tests of a worker; each begins with the same world: pairs in every state of joining."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache

import pytest

from partition_simulator import Simulator, SimulatorSettings
from tests.scripts.conftest import clean_environment as clean_environment
from tests.scripts.policies.ground import Ground
from tests.scripts.policies.lines import SINGLE_COMPANY


@pytest.fixture(scope="package")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[bool], tuple[Ground, bytes]]]:
    """The ground of a single company or of another, and its world as it was when it was made."""
    with ExitStack() as opened:

        @cache
        def world(single_company: bool) -> tuple[Ground, bytes]:
            simulator = opened.enter_context(Simulator(SimulatorSettings(clock_scale=0)))
            folder = tmp_path_factory.mktemp("policies")
            ground = Ground.make(simulator, folder, single_company=single_company)
            return ground, simulator.snapshot()

        yield world


@pytest.fixture
def made(request: pytest.FixtureRequest, worlds: Callable[[bool], tuple[Ground, bytes]]) -> tuple[Ground, bytes]:
    """What the command of this test is tried on."""
    command = request.node.callspec.params.get("command", "") if hasattr(request.node, "callspec") else ""
    return worlds(command in SINGLE_COMPANY)


@pytest.fixture
def ground(made: tuple[Ground, bytes], clean_environment: None, capsys: pytest.CaptureFixture[str]) -> Iterator[Ground]:
    ground, world = made
    ground.restore(world)
    ground.capture = capsys
    yield ground
