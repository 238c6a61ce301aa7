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


@dataclass
class Record:
    """All samples of one room's run, by measure and contestant. The first contestant is ours, a second one the peer."""

    contestants: tuple[str, ...]
    targets: tuple[Target, ...] = ()
    samples: dict[str, dict[str, list[Sample]]] = field(default_factory=dict)

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

    def missed(self) -> list[str]:
        """A line for every target that isn't reached."""
        lines = []
        for target in self.targets:
            for measure in self.samples:
                if target.measure not in ("*", measure):
                    continue
                if target.relative:
                    value = self.ratio(measure, target.metric)
                else:
                    value = self.median(measure, self.contestants[0], target.metric)
                if value is not None and not target.met(value):
                    lines.append(f"{measure}: {target}, seen {value:.2f}")
        return lines

    def describe(self) -> dict[str, Any]:
        """JSON-able: every sample, the medians and the ratios."""
        return {
            measure: {
                "samples": by_contestant,
                "medians": {
                    name: {metric: self.median(measure, name, metric) for metric in _metrics(runs)}
                    for name, runs in by_contestant.items()
                },
                "ratios": {metric: self.ratio(measure, metric) for metric in self.shared_metrics(measure)},
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
