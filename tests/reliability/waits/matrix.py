"""All cases there are: every wait of the engine that a run meets, in each scenario and weather."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tests.reliability.faults.stage import Stage
from tests.reliability.waits.case import Case, recorded
from tests.reliability.waits.weather import WEATHERS


def listing(there: Stage, sparing: bool = False) -> Iterator[Case]:
    """Every place in every run that meets it: its first wait, one in the middle, its last.

    sparing: once, in the first run that meets it.
    """
    known = set()
    for scenario, weather in runs():
        for site, often in sorted(recorded(there, scenario, weather).items()):
            if sparing and site in known:
                continue
            known.add(site)
            # What is asked while planning is asked again while applying, where its time-out counts for more.
            middle = (often + 1) // 2 if site.way == "patiently" else 1
            for nth in {middle} if sparing else {1, middle, often}:
                yield Case(site, nth, scenario, weather)


def runs() -> Iterator[tuple[str, str]]:
    """Scenarios and weathers."""
    for name, weather in WEATHERS.items():
        for scenario in weather.scenarios:
            yield scenario, name


def first_of_each(cases: Iterable[Case]) -> list[Case]:
    """One case for each place."""
    return list({case.site: case for case in reversed(list(cases))}.values())
