"""All cases there are: every wait of the engine that a run meets, in each scenario and weather."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.reliability.faults.stage import Stage
from tests.reliability.waits.case import Case, recorded
from tests.reliability.waits.census import Site
from tests.reliability.waits.weather import WEATHERS


@dataclass
class Tour:
    """The runs, one after the other, and the places that were met so far. ``sparing``: a place counts once."""

    there: Stage
    sparing: bool = False
    met: set[Site] = field(default_factory=set)
    been: set[tuple[str, str]] = field(default_factory=set)

    def cases(self, scenario: str, weather: str) -> Iterator[Case]:
        """The cases of a run: of each place, its first wait, one in the middle, its last; once where it is sparing."""
        self.been.add((scenario, weather))
        for site, often in sorted(recorded(self.there, scenario, weather).items()):
            if self.sparing and site in self.met:
                continue
            self.met.add(site)
            # What is asked while planning is asked again while applying, where its time-out counts for more.
            middle = (often + 1) // 2 if site.way == "patiently" else 1
            for nth in {middle} if self.sparing else {1, middle, often}:
                yield Case(site, nth, scenario, weather)


def listing(there: Stage, sparing: bool = False) -> Iterator[Case]:
    """The cases of all runs."""
    tour = Tour(there, sparing)
    for scenario, weather in runs():
        yield from tour.cases(scenario, weather)


def runs() -> Iterator[tuple[str, str]]:
    """Scenarios and weathers."""
    for name, weather in WEATHERS.items():
        for scenario in weather.scenarios:
            yield scenario, name
