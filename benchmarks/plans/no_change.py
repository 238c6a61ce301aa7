"""A plan that finds nothing to do: calls, wall time, the provider's memory, and which operations the calls were."""

from __future__ import annotations

import math
from collections.abc import Mapping

from benchmarks.plans.estate import Estate
from benchmarks.record import Record, Sample, turns


def measure(record: Record, estates: Mapping[str, Estate], rounds: int) -> None:
    """Plan each estate with each contestant, in turns; ``estates`` by what the measure is called."""
    for number, order in turns(record.contestants, rounds):
        for name, estate in estates.items():
            for contestant in order:
                _plan(record, name, estate, contestant, operations=number == 0)


def _plan(record: Record, name: str, estate: Estate, contestant: str, operations: bool) -> None:
    run, calls = estate.plan(contestant, "-detailed-exitcode")
    if run.code:
        raise RuntimeError(f"{name}: {contestant} planned changes, or failed: {run.output}")
    sample = {"calls": float(calls.total()), "seconds": run.seconds, "cpu_seconds": run.cpu_seconds}
    memory = run.largest_child_mib
    record.add(name, contestant, sample if memory is None else sample | {"provider_mib": memory})
    if operations:
        for operation, count in sorted(calls.items()):
            record.add(f"{operation}, {name}", contestant, {"calls_of_operation": float(count)})


def growth(record: Record, small: tuple[str, int], large: tuple[str, int], name: str) -> None:
    """Slopes between two sizes, from the samples of the same rounds.

    Per pair: what each more costs. Exponent: of the power of N that leads from one to the other; 1 is linear, and a
    fixed cost makes it less.
    """
    (smaller, few), (larger, many) = small, large
    for contestant in record.contestants:
        before, after = (record.samples[measure][contestant] for measure in (smaller, larger))
        for one, other in zip(before, after, strict=True):
            record.add(name, contestant, _slopes(one, other, few, many))


def _slopes(one: Sample, other: Sample, few: int, many: int) -> Sample:
    units = {"calls": ("calls_per_pair", 1), "seconds": ("ms_per_pair", 1000), "provider_mib": ("kib_per_pair", 1024)}
    slopes = {
        unit: (other[metric] - one[metric]) * factor / (many - few)
        for metric, (unit, factor) in units.items()
        if metric in one and metric in other
    }
    exponents = {
        f"{metric}_exponent": math.log(other[metric] / one[metric]) / math.log(many / few)
        for metric in units
        if metric in one and metric in other
    }
    return slopes | exponents
