"""What is there already when a page begins."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from partition_simulator import SeededPair, Simulator
from tests.estates import HandMade
from workbench.cli_config import write_cli_config
from workbench.paths import PROJECT

Ground = Callable[[Simulator, SeededPair, Path], None]
"""Puts into the simulator, and into the folder that the page begins in, what its reader has."""


def payer(simulator: Simulator, pair: SeededPair, folder: Path) -> None:
    """A payer account that is enabled for GovCloud and paired; no organization yet. The profiles lead there."""


def organizations(simulator: Simulator, pair: SeededPair, folder: Path) -> None:
    """Both organizations too, without members."""
    simulator.create_organization(pair.commercial)
    simulator.create_organization(pair.govcloud)


def estate(simulator: Simulator, pair: SeededPair, folder: Path) -> None:
    """Organizational units and what somebody made by hand: four pairs, of which one isn't joined."""
    made = HandMade(simulator, pair)
    made.unit("Security")
    made.unit("Workloads")
    made.pair("log-archive", "Security", tags={"Team": "security"})
    made.pair("mission-app", "Workloads", tags={"Stage": "live"}, govcloud_tags={"Stage": "test"})
    made.pair("mission-test", "Workloads")
    made.pair("sandbox", join=False)


def checkout(simulator: Simulator, pair: SeededPair, folder: Path) -> None:
    """A checkout after `make setup`, and a payer account without organizations."""
    for name in (".venv", "examples", "main.py"):
        (folder / name).symlink_to(PROJECT / name)
    write_cli_config(folder / ".tools" / "terraform.rc")  # `make test` alone makes none in the project's folder


def checkout_with_organizations(simulator: Simulator, pair: SeededPair, folder: Path) -> None:
    """The same, with both organizations."""
    checkout(simulator, pair, folder)
    organizations(simulator, pair, folder)


def company(simulator: Simulator, pair: SeededPair, folder: Path) -> None:
    """A payer account, and examples/single-company in the folder."""
    shutil.copytree(PROJECT / "examples" / "single-company", folder, dirs_exist_ok=True)


def company_with_organizations(simulator: Simulator, pair: SeededPair, folder: Path) -> None:
    """The same, and both organizations."""
    company(simulator, pair, folder)
    organizations(simulator, pair, folder)
