"""`python -m reliability`: the crash matrix; 1 when something wasn't survived."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from benchmarks.machine import this_run
from reliability.crashes import page, results
from reliability.crashes.attempt import Outcome
from reliability.crashes.ground import ground
from reliability.crashes.matrix import Task, all_points, sample, tried
from reliability.crashes.operations import OPERATIONS
from reliability.crashes.recording import Recorded, record

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, help=__doc__)

_RUNS_OF_A_POINT = 3
"""The struck apply, the next one, and the plan; each takes about as long as a clean apply."""


@app.command()
def crashes(
    only: Annotated[list[str] | None, typer.Option(help=f"Of {', '.join(OPERATIONS)}; all when left out.")] = None,
    each: Annotated[
        int, typer.Option(help="Only so many points of each operation, and only printed; 0: all.", min=0)
    ] = 0,
    seed: Annotated[int, typer.Option(help="Which ones.")] = 1,
    workers: Annotated[int, typer.Option(help="How many at once.", min=1)] = 2,
    write: Annotated[
        bool, typer.Option(help="Keep the results of whole operations, and write them into docs/reliability.md.")
    ] = True,
) -> None:
    """Strike every API call of every operation, apply again, and count what was survived."""
    unknown = set(only or ()) - set(OPERATIONS)
    if unknown:
        raise typer.BadParameter(f"no operation is called {', '.join(sorted(unknown))}")
    with tempfile.TemporaryDirectory(prefix="govpair-crashes-") as folder, ground(Path(folder)) as made:
        recorded, units = record(made, tuple(only or OPERATIONS)), made.units
    tasks = sample(recorded, each, seed) if each else all_points(recorded)
    _announce(recorded, tasks, workers)
    run = this_run()  # now: what is written below makes the checkout another than its commit
    left = {one.operation.name: sum(task[0] is one for task in tasks) for one in recorded}
    outcomes: list[Outcome] = []
    for outcome in tried(tasks, units, workers):
        outcomes.append(outcome)
        _tell(outcome, len(outcomes), len(tasks))
        left[outcome.operation] -= 1
        if write and not each and (left[outcome.operation] == 0 or len(outcomes) % 50 == 0):
            for one in recorded:  # also in between: an interrupted run keeps what it found
                if any(found.operation == one.operation.name for found in outcomes):
                    results.keep(one.operation.name, results.summary(one, outcomes, run))
            page.write(results.load())
    lost = [outcome for outcome in outcomes if not outcome.survived]
    print(f"{len(outcomes)} crashes, {len(outcomes) - len(lost)} survived")
    sys.exit(1 if lost else 0)


def _announce(recorded: list[Recorded], tasks: list[Task], workers: int) -> None:
    for one in recorded:
        print(f"{one.operation.name}: {len(one.calls)} API calls, {one.seconds:.1f} s undisturbed")
    seconds = sum(_RUNS_OF_A_POINT * task[0].seconds for task in tasks) / workers
    print(f"{len(tasks)} points, {workers} at once: about {seconds / 60:.0f} minutes", flush=True)


def _tell(outcome: Outcome, number: int, of: int) -> None:
    fate = "survived" if outcome.survived else "FAILED"
    where = f"{outcome.operation} {outcome.point.number} {outcome.call}: {outcome.point.kind}"
    print(f"[{number}/{of}] {where}: {fate} (exit code {outcome.code}, {outcome.seconds:.1f} s)", flush=True)
    for wrong in outcome.wrong:
        print(f"    {wrong}", flush=True)


if __name__ == "__main__":
    app()
