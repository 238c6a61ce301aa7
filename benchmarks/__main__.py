"""`python -m benchmarks [ROOM…]`: measure, write benchmarks/results.md and .json; 1 when a target is missed."""

from __future__ import annotations

import importlib
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from benchmarks import machine, report

ROOMS = ("simulator", "plans", "start", "package", "synthesis", "vending")
"""Packages of this one, each with ``measure_all(folder, rounds) -> Record``."""

app = typer.Typer(add_completion=False, help=__doc__)


@app.command()
def bench(
    rooms: Annotated[list[str] | None, typer.Argument()] = None,
    rounds: Annotated[int, typer.Option(min=1)] = 5,
    note: Annotated[str, typer.Option(help="What else was going on on this machine; stands beside the figures.")] = "",
) -> None:
    """Measure all rooms, or those named."""
    missed = []
    for room in rooms or ROOMS:
        with tempfile.TemporaryDirectory(prefix="govpair-bench-") as folder:
            record = importlib.import_module(f"benchmarks.{room}").measure_all(Path(folder), rounds)
        page = report.write(room, record, machine.describe(note))
        print(f"{room}: {page}")
        missed += record.missed()
    for line in missed:
        print(f"missed: {line}")
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    app()
