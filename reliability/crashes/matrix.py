"""Every point of the operations, or a seeded part of them, tried by several workers at once."""

from __future__ import annotations

import itertools
import multiprocessing
import random
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import ExitStack
from pathlib import Path

from reliability.crashes.attempt import Outcome, attempt
from reliability.crashes.census import Units
from reliability.crashes.ground import Ground, ground
from reliability.crashes.points import KINDS, Point, points_of
from reliability.crashes.recording import Recorded

Task = tuple[Recorded, Point]


def all_points(recorded: Iterable[Recorded]) -> list[Task]:
    """The whole matrix."""
    return [(each, point) for each in recorded for point in points_of(len(each.calls))]


def sample(recorded: Iterable[Recorded], count: int, seed: int) -> list[Task]:
    """So many points of each operation, chosen by the seed; the kinds take turns, through all operations."""
    chosen = random.Random(seed)
    kinds = itertools.cycle(chosen.sample(KINDS, len(KINDS)))
    tasks: list[Task] = []
    for each in recorded:
        left = points_of(len(each.calls))
        chosen.shuffle(left)
        for kind in itertools.islice(kinds, min(count, len(left))):
            point = next((one for one in left if (one.moment, one.victim) == kind), left[0])
            left.remove(point)
            tasks.append((each, point))
    return tasks


def tried(tasks: list[Task], units: Units, workers: int) -> Iterator[Outcome]:
    """Try them, each worker with a simulator and a folder of its own; outcomes as they come."""
    # Spawned, because the simulator has threads. One task more than workers is handed on, so that an end comes soon.
    context = multiprocessing.get_context("spawn")
    with (
        tempfile.TemporaryDirectory(prefix="govpair-crashes-") as folder,
        ProcessPoolExecutor(workers, context, _begin, (units, Path(folder))) as pool,
    ):
        waiting = iter(tasks)
        running: set[Future[Outcome]] = set()
        while True:
            for recorded, point in waiting:
                running.add(pool.submit(_try, recorded, point))
                if len(running) > workers:
                    break
            if not running:
                return
            done, running = wait(running, return_when=FIRST_COMPLETED)
            yield from (each.result() for each in done)


_OPEN = ExitStack()
_GROUND: list[Ground] = []
"""A worker's own; its simulator ends with the process."""


def _begin(units: Units, folder: Path) -> None:
    made = _OPEN.enter_context(ground(Path(tempfile.mkdtemp(dir=folder))))
    made.units = units  # those of the snapshots
    _GROUND.append(made)


def _try(recorded: Recorded, point: Point) -> Outcome:
    return attempt(_GROUND[0], recorded, point)
