"""Both AWS partitions over HTTP, on moto: the embedded default and the test bed of this project.

The names below are loaded when first used: pytest loads :mod:`partition_simulator.pytest_plugin` in every run on a
machine that has govpair, moto or not, and needs none of them for that.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from partition_simulator.faults import Fault, read_fault
    from partition_simulator.seeding import Keys, SeededPair
    from partition_simulator.settings import SimulatorSettings
    from partition_simulator.simulator import Simulator
    from partition_simulator.state.admission import StateError

__all__ = ["Fault", "Keys", "SeededPair", "Simulator", "SimulatorSettings", "StateError", "read_fault"]

_HOMES = {
    "Fault": "faults",
    "Keys": "seeding",
    "SeededPair": "seeding",
    "SimulatorSettings": "settings",
    "Simulator": "simulator",
    "StateError": "state.admission",
    "read_fault": "faults",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
