"""Pairs vended and joined under AWS's rates, against the shortest time there is; and how the peer's apply ends."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from benchmarks.optimum import optimum
from benchmarks.record import Record, turns
from benchmarks.terraform import OURS
from benchmarks.vending.ground import folder_with, ground, pairs_of, provider, rates_block

CREATION_SECONDS = 60.0


def label(pairs: int) -> str:
    """What it is called."""
    return f"{pairs} pairs vended and joined under AWS's rates (the peer: vended)"


def measure(record: Record, folder: Path, rounds: int, pairs: int, speed: float) -> None:
    """So many times, each time from nothing."""
    for number, order in turns(record.contestants, rounds):
        for contestant in order:
            _apply(record, folder / f"{number}-{record.contestants.index(contestant)}", contestant, pairs, speed)


def _apply(record: Record, path: Path, contestant: str, pairs: int, speed: float) -> None:
    settings = {"clock_scale": speed, "rates": "aws", "creation_seconds": CREATION_SECONDS}
    with ground(path / "simulator", **settings) as made:
        block = provider(contestant, pairs, rates_block(speed))
        folder = folder_with(path / "terraform", made, block + pairs_of(contestant, pairs))
        began = made.simulator.clock.now()
        run = folder.run("apply", "-input=false", "-auto-approve")
        seconds = made.simulator.clock.now() - began
        sample = {
            "virtual_seconds": seconds,
            "failed": float(run.code != 0),
            "pairs": float(len(made.vended())),
            "throttled": float(made.throttled()),
            "calls": float(made.simulator.calls().total()),
            "cpu_seconds": run.cpu_seconds,
        }
        if contestant == OURS:
            slots = made.simulator.settings.creations_in_progress
            best = optimum(pairs, CREATION_SECONDS, slots, made.simulator.settings.role_delay_seconds)
            sample |= {"of_optimum": seconds / best, "joined": float(made.joined())}
            if run.code:
                raise RuntimeError(f"our apply failed: {run.output}")
        record.add(label(pairs), contestant, sample)
        for error, count in _errors(run.output).items():
            record.add(f"error of the apply: {error}", contestant, {"resources": float(count)})


def _errors(output: str) -> Counter[str]:
    """The errors that Terraform shows, without what is different in each."""
    found = re.findall(r"Error: ([^\n]*(?:\n│? *\S[^\n]*)?)", " ".join(output.replace("│", " ").split("  ")))
    codes = re.findall(r"(\w+Exception): ([^\n]{0,100})", output)
    return Counter(f"{code}: {text.strip()}" for code, text in codes) or Counter(each[:100] for each in found)
