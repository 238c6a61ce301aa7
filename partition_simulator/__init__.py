"""Both AWS partitions over HTTP, on moto: the embedded default and the test bed of this project."""

from partition_simulator.faults import Fault
from partition_simulator.seeding import Keys, SeededPair
from partition_simulator.settings import SimulatorSettings
from partition_simulator.simulator import Simulator
from partition_simulator.state.admission import StateError

__all__ = ["Fault", "Keys", "SeededPair", "Simulator", "SimulatorSettings", "StateError"]
