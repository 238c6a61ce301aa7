"""Fixtures for tests of code that works with GovCloud account pairs; pytest finds them once govpair is installed.

They need the extra ``simulator`` (``pip install 'govpair[simulator]'``), and say so where it is missing.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from partition_simulator.seeding import SeededPair
    from partition_simulator.settings import SimulatorSettings
    from partition_simulator.simulator import Simulator


@contextmanager
def _needing_the_extra() -> Iterator[None]:
    try:
        yield
    except ModuleNotFoundError as error:
        pytest.fail(f"{error.name} is not installed: pip install 'govpair[simulator]'", pytrace=False)


@pytest.fixture
def govpair_settings() -> SimulatorSettings:
    """How the simulator is set up; override it in a test module or conftest for slow creations, quotas, rates.

    Creations and closings are finished at once by default, so that no test waits.
    """
    with _needing_the_extra():
        from partition_simulator.settings import SimulatorSettings

    return SimulatorSettings(creation_seconds=0, closing_seconds=0)


@pytest.fixture
def govpair_simulator(govpair_settings: SimulatorSettings) -> Iterator[Simulator]:
    """Both partitions on free loopback ports, empty, for one test.

    Its ``commercial.url`` and ``govcloud.url`` are endpoints for any AWS SDK; ``clock``, ``inject``, ``calls`` and
    ``state`` are for the test itself.
    """
    with _needing_the_extra():
        from partition_simulator.simulator import Simulator

    with Simulator(govpair_settings) as simulator:
        yield simulator


@pytest.fixture
def govpair_payer(govpair_simulator: Simulator) -> SeededPair:
    """A management pair with an organization on each side (the single-company model), and administrator keys."""
    payer = govpair_simulator.seed_management_pair()
    govpair_simulator.create_organization(payer.commercial)
    govpair_simulator.create_organization(payer.govcloud)
    return payer


@pytest.fixture
def govpair_environment(
    govpair_simulator: Simulator, govpair_payer: SeededPair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> dict[str, str]:
    """AWS profiles ``commercial`` and ``govcloud`` for the payer, in this process's environment.

    Every other ``AWS_…`` variable is taken out, so that nothing can reach a real account. The answer holds the
    variables, for child processes.
    """
    environment = govpair_simulator.aws_config(tmp_path / "aws")
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return environment
