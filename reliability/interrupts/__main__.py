"""`python -m reliability.interrupts`: interrupts of vending and joining; 1 when something wasn't survived."""

from __future__ import annotations

import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from benchmarks.machine import describe
from reliability.crashes.ground import ground
from reliability.crashes.recording import record
from reliability.interrupts import page
from reliability.interrupts.attempt import Outcome, attempt
from reliability.interrupts.kinds import LATER, OPERATIONS, chosen

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, help=__doc__)


@app.command()
def interrupts(
    each: Annotated[int, typer.Option(help="So many of each kind and operation.", min=1)] = 10,
    seed: Annotated[int, typer.Option(help="Which ones.")] = 1,
    seconds_gone: Annotated[float, typer.Option(help="How long the network is gone, in real time.")] = 60.0,
    write: Annotated[bool, typer.Option(help="Write the counts into docs/reliability-interrupts.md.")] = True,
) -> None:
    """Interrupt vending and joining, apply again, and count what was survived."""
    outcomes: list[Outcome] = []
    with tempfile.TemporaryDirectory(prefix="govpair-interrupts-") as folder, ground(Path(folder)) as made:
        tasks = chosen(record(made, (*OPERATIONS, *LATER)), each, seed)
        for recorded, interrupt in tasks:
            outcome = attempt(made, recorded, interrupt, seconds_gone)
            outcomes.append(outcome)
            fate = "survived" if outcome.survived else "FAILED"
            where = f"{outcome.operation}, {interrupt}"
            print(f"[{len(outcomes)}/{len(tasks)}] {where}: {fate} (exit code {outcome.code})", flush=True)
            for wrong in outcome.wrong:
                print(f"    {wrong}", flush=True)
    if write:
        machine = describe()
        words = ", ".join(f"{name} {machine[name]}" for name in ("processor", "system", "python", "terraform"))
        command = f"make reliability-interrupts EACH={each} SEED={seed} SECONDS_GONE={seconds_gone:g}"
        page.write(outcomes, f"Again: `{command}`. Run {datetime.now(UTC):%Y-%m-%d}; {words}.")
    lost = sum(not outcome.survived for outcome in outcomes)
    print(f"{len(outcomes)} interrupts, {len(outcomes) - lost} survived")
    sys.exit(1 if lost else 0)


if __name__ == "__main__":
    app()
