"""Samples of two contestants, taken in turns, and what they come to."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Sample = Mapping[str, float]
"""One run's figures by metric, such as ``requests_per_second``."""


def turns(contestants: Sequence[str], rounds: int) -> Iterator[tuple[int, Sequence[str]]]:
    """The order in which contestants run in each round: A B, B A, A B, …, so that a drift of the machine hits both."""
    for number in range(rounds):
        yield number, contestants if number % 2 == 0 else tuple(reversed(contestants))


@dataclass(frozen=True)
class Target:
    """What a measure has to reach: ``metric`` of ``measure`` at least, or at most, ``bound``.

    measure: a name, or "*" for every measure with that metric.
    relative: whether the bound is for our figure over the peer's, or for our figure alone.
    """

    measure: str
    metric: str
    kind: str
    bound: float
    relative: bool = False

    def met(self, value: float) -> bool:
        """Whether a figure reaches it."""
        return value >= self.bound if self.kind == "at least" else value <= self.bound

    def __str__(self) -> str:
        """Such as "seconds at most 2"."""
        return f"{self.metric}{' relative to the peer' if self.relative else ''} {self.kind} {self.bound:g}"


@dataclass(frozen=True)
class Verdict:
    """One target held against a measure; ``seen`` is None where nothing was measured, which reaches nothing."""

    measure: str
    target: Target
    seen: float | None

    @property
    def reached(self) -> bool:
        """Whether the figure is there and good enough."""
        return self.seen is not None and self.target.met(self.seen)

    def describe(self) -> dict[str, Any]:
        """JSON-able."""
        return {"target": str(self.target), "metric": self.target.metric, "seen": self.seen, "reached": self.reached}


@dataclass(frozen=True)
class Curve:
    """A figure over a size: the medians of one metric of measures of the same thing, each of another size."""

    title: str
    metric: str
    sizes: Mapping[str, float]
    """By measure: how large it is."""


@dataclass
class Record:
    """All samples of one room's run, by measure and contestant. The first contestant is ours, a second one the peer."""

    contestants: tuple[str, ...]
    targets: tuple[Target, ...] = ()
    samples: dict[str, dict[str, list[Sample]]] = field(default_factory=dict)
    curves: list[Curve] = field(default_factory=list)

    def add(self, measure: str, contestant: str, sample: Sample) -> None:
        """Keep one run's figures."""
        self.samples.setdefault(measure, {}).setdefault(contestant, []).append(sample)

    def median(self, measure: str, contestant: str, metric: str) -> float | None:
        """The median over the runs; None where this contestant has no such figure."""
        values = [s[metric] for s in self.samples[measure].get(contestant, []) if metric in s]
        return statistics.median(values) if values else None

    def ratio(self, measure: str, metric: str) -> float | None:
        """Ours over the peer's: the median of the rounds' ratios, each of two runs one right after the other."""
        ours, peer = (self.samples[measure].get(name, []) for name in self.contestants[:2])
        pairs = [(a[metric], b[metric]) for a, b in zip(ours, peer, strict=False) if metric in a and metric in b]
        shares = [a / b for a, b in pairs if b]
        return statistics.median(shares) if shares else None

    def points(self, curve: Curve) -> dict[str, list[tuple[float, float]]]:
        """By contestant: (size, median)."""
        found = {
            name: [(size, self.median(measure, name, curve.metric)) for measure, size in curve.sizes.items()]
            for name in self.contestants
        }
        return {name: [(size, seen) for size, seen in each if seen is not None] for name, each in found.items()}

    def verdicts(self) -> list[Verdict]:
        """Every target held against each measure that it is for."""
        return [
            Verdict(measure, target, seen)
            for target in self.targets
            for measure in (self.samples if target.measure == "*" else (target.measure,))
            if (seen := self._seen(measure, target)) is not None or target.measure != "*"
        ]

    def _seen(self, measure: str, target: Target) -> float | None:
        if measure not in self.samples:
            return None
        if target.relative:
            return self.ratio(measure, target.metric)
        return self.median(measure, self.contestants[0], target.metric)

    def missed(self) -> list[str]:
        """A line for every target that isn't reached."""
        return [
            f"{verdict.measure}: {verdict.target}, "
            + ("not measured" if verdict.seen is None else f"seen {verdict.seen:.2f}")
            for verdict in self.verdicts()
            if not verdict.reached
        ]

    def describe(self) -> dict[str, Any]:
        """JSON-able: every sample, the medians, the ratios, and the targets with what was seen."""
        verdicts = self.verdicts()
        return {
            measure: {
                "samples": by_contestant,
                "medians": {
                    name: {metric: self.median(measure, name, metric) for metric in _metrics(runs)}
                    for name, runs in by_contestant.items()
                },
                "ratios": {metric: self.ratio(measure, metric) for metric in self.shared_metrics(measure)},
                "targets": [verdict.describe() for verdict in verdicts if verdict.measure == measure],
            }
            for measure, by_contestant in self.samples.items()
        }

    def shared_metrics(self, measure: str) -> list[str]:
        """The metrics that both contestants have."""
        if len(self.contestants) < 2:
            return []
        ours, peer = (_metrics(self.samples[measure].get(name, [])) for name in self.contestants[:2])
        return [metric for metric in ours if metric in peer]


def _metrics(runs: Sequence[Sample]) -> list[str]:
    return list(dict.fromkeys(metric for run in runs for metric in run))
