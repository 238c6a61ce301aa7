"""Errors, delays, dropped connections and stale reads on request."""

from partition_simulator.faults.fault import Fault, read_fault

__all__ = ["Fault", "read_fault"]
