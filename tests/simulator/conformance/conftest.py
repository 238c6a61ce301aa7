"""Both sides of the world, built once for this folder and put back before every test."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from partition_simulator import Simulator, SimulatorSettings
from partition_simulator.partitions import Side
from tests.simulator.conformance.town import Town
from tests.simulator.conftest import Bench

Towns = Callable[[Side], Town]


@pytest.fixture(scope="package")
def built() -> Iterator[tuple[dict[Side, Town], bytes]]:
    """The towns, and the state to put back."""
    with Simulator(SimulatorSettings(clock_scale=0)) as sim:
        bench = Bench(sim, sim.seed_management_pair())
        towns: dict[Side, Town] = {"commercial": Town(bench, "commercial"), "govcloud": Town(bench, "govcloud")}
        sim.create_organization(bench.payer.commercial)
        sim.create_organization(bench.payer.govcloud)
        for town in towns.values():
            town.build()
        yield towns, sim.snapshot()


@pytest.fixture
def towns(built: tuple[dict[Side, Town], bytes]) -> Towns:
    """The town of a side, as it was built."""
    sides, state = built
    sides["commercial"].bench.sim.restore_snapshot(state)
    return lambda side: sides[side]
