"""Synthesizing pairs with memberships, beside the prebuilt AWS bindings with as many resources.

GOVPAIR_BENCH_PAIRS: how many pairs, 1,000 when unset. Time and memory are of the whole program and its Node.js.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from benchmarks.record import Record, Target, turns
from benchmarks.synthesis import bindings
from benchmarks.watched import Finished, run
from constructs_lib.node_runtime import find_node

PAIRS = int(os.environ.get("GOVPAIR_BENCH_PAIRS", "1000"))
OURS, PEER = "govpair", "prebuilt AWS bindings"
_HERE = Path(__file__).parent
OUR_PROGRAM = (sys.executable, str(_HERE / "declare_govpair.py"))


def measure_all(folder: Path, rounds: int) -> Record:
    """So many times, with PAIRS pairs."""
    return measure(folder, rounds, PAIRS)


def measure(folder: Path, rounds: int, pairs: int) -> Record:
    """The same with any number of pairs."""
    name = f"synthesizing {pairs} pairs with memberships ({2 * pairs} resources)"
    targets = (
        Target(name, "seconds", "at most", 0.2, relative=True),
        Target(name, "mib", "at most", 0.2, relative=True),
    )
    record = Record((OURS, PEER), targets)
    programs = {OURS: OUR_PROGRAM, PEER: (str(bindings.find_or_install()), str(_HERE / "declare_prebuilt.py"))}
    environment = environment_of_programs()
    # Python compiles a hundred megabytes of the prebuilt bindings when they are first used; that isn't measured.
    for contestant, program in programs.items():
        synthesize(contestant, program, 1, folder / f"first-{record.contestants.index(contestant)}", environment)
    for number, order in turns(record.contestants, rounds):
        for contestant in order:
            outdir = folder / f"{number}-{record.contestants.index(contestant)}"
            done = synthesize(contestant, programs[contestant], pairs, outdir, environment)
            sample = {"seconds": done.seconds, "cpu_seconds": done.cpu_seconds}
            record.add(name, contestant, sample if done.together_mib is None else sample | {"mib": done.together_mib})
    return record


def environment_of_programs() -> dict[str, str]:
    """One Node.js for both."""
    return {**os.environ, "JSII_NODE": find_node().path, "NODE_NO_WARNINGS": "1"}


def synthesize(
    contestant: str, program: tuple[str, str], pairs: int, outdir: Path, environment: Mapping[str, str]
) -> Finished:
    """One run of a program with so many pairs; RuntimeError when it fails."""
    done = run((*program, str(pairs), str(outdir)), outdir.parent, environment)
    if done.code:
        raise RuntimeError(f"{contestant} ended with {done.code}: {done.output}")
    assert _resources(outdir) == 2 * pairs
    return done


def _resources(outdir: Path) -> int:
    stack = json.loads((outdir / "stacks" / "pairs" / "cdk.tf.json").read_text())
    return sum(len(by_name) for by_name in stack["resource"].values())
