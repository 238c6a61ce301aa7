"""Vending that is disturbed: a Ctrl-C with many in the line, two processes at once, a rate lowered in the middle."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks.record import Record
from benchmarks.terraform import OURS
from benchmarks.vending.ground import Ground, folder_with, ground, pairs_of, provider, rates_block

TOGETHER, LOWERED = "two Terraform processes at once, 8 pairs each", "a rate lowered by AWS in the middle, 12 pairs"
_QUICK = 300.0
_UNLIMITED = '  rates = { "*" = { per_second = 10000, burst = 10000 } }'


def stopped_label(waiting: int) -> str:
    """What it is called."""
    return f"Ctrl-C with {waiting} creations in the line"


def measure(record: Record, folder: Path, rounds: int, waiting: int) -> None:
    """Each so many times."""
    for number in range(rounds):
        record.add(stopped_label(waiting), OURS, _stopped(folder / f"stopped-{number}", waiting))
        record.add(TOGETHER, OURS, _together(folder / f"together-{number}", 8))
        record.add(LOWERED, OURS, _lowered(folder / f"lowered-{number}", 12))


def _stopped(path: Path, waiting: int) -> dict[str, float]:
    """Stop an apply whose creations never end, then let time pass and apply again."""
    with ground(path / "simulator", clock_scale=0.0) as made:
        running = made.simulator.settings.creations_in_progress
        pairs = running + waiting
        block = provider(OURS, pairs, _UNLIMITED)
        folder = folder_with(path / "terraform", made, block + pairs_of(OURS, pairs, joined=False))
        with folder.start("apply", "-input=false", "-auto-approve", f"-parallelism={pairs + 5}") as process:
            # Each looks for a request of its name before it stands in the line.
            _until(lambda: _calls(made, "CreateGovCloudAccount") == running, process)
            _until(lambda: _calls(made, "ListCreateAccountStatus") > pairs, process)
            pressed = time.perf_counter()
            os.killpg(process.pid, signal.SIGINT)
            process.wait(60)
            took = time.perf_counter() - pressed
        made.simulator.clock.set_scale(_QUICK)
        folder.succeed("apply", "-input=false", "-auto-approve", f"-parallelism={pairs + 5}")
        return {"real_seconds_to_return": took, "lost_or_double": _wrong(made, pairs)}


def _together(path: Path, each: int) -> dict[str, float]:
    with ground(path / "simulator", clock_scale=_QUICK / 5) as made:
        folders = [
            folder_with(
                path / name,
                made,
                provider(OURS, each, _UNLIMITED) + pairs_of(OURS, each, prefix=name, joined=False),
            )
            for name in ("one", "two")
        ]
        with ThreadPoolExecutor(2) as pool:
            runs = list(pool.map(lambda one: one.run("apply", "-input=false", "-auto-approve"), folders))
        refused = _calls(made, "CreateGovCloudAccount") - len(made.vended())
        return {
            "lost_or_double": _wrong(made, 2 * each),
            "failed": float(sum(run.code != 0 for run in runs)),
            "refused_and_waited_out": float(refused),
        }


def _lowered(path: Path, pairs: int) -> dict[str, float]:
    speed = 60.0
    with ground(path / "simulator", clock_scale=speed, rates="aws", creation_seconds=20) as made:
        block = provider(OURS, pairs, rates_block(speed))
        folder = folder_with(path / "terraform", made, block + pairs_of(OURS, pairs, joined=False))
        with ThreadPoolExecutor(1) as pool:
            applied = pool.submit(folder.run, "apply", "-input=false", "-auto-approve")
            _until(lambda: _calls(made, "CreateGovCloudAccount") >= 4)
            made.simulator.set_rate("organizations.CreateGovCloudAccount", (0.03, 1))
            run = applied.result()
        return {
            "lost_or_double": _wrong(made, pairs),
            "failed": float(run.code != 0),
            "refused_and_waited_out": float(made.throttled()),
        }


def _calls(made: Ground, operation: str) -> int:
    return made.simulator.calls()[f"commercial organizations.{operation}"]


def _wrong(made: Ground, pairs: int) -> float:
    """How many pairs too many or too few there are, emails that two have counted in."""
    vended = made.vended()
    return float(abs(len(vended) - pairs) + len(vended) - len(set(vended)))


def _until(condition: Callable[[], bool], process: subprocess.Popen[bytes] | None = None, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end or (process is not None and process.poll() is not None):
            raise RuntimeError("the apply did not come to where it was to be disturbed")
        time.sleep(0.02)
