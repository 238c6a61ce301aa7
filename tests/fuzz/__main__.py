"""`python -m tests.fuzz`: each subject at length, bounded in time, what it finds kept; 1 when something crashed."""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.machine import this_run
from tests.fuzz import corpus_files, page
from tests.fuzz.plain import from_plain
from workbench.paths import PROJECT

FILES = {path.stem.removeprefix("test_"): path for path in sorted(Path(__file__).parent.glob("test_*.py"))}

#: Seconds beside those of the subjects that one file's run may take, before it counts as hanging.
_BESIDE = 240


def main() -> int:
    """The exit status: 1 when an input crashed or hung."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--only", action="append", choices=sorted(FILES), help="a room; may be repeated")
    parser.add_argument("--examples", type=int, default=20_000, help="at most so many for each subject")
    parser.add_argument("--seconds", type=int, default=120, help="at most so long for each subject, to the next pause")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", action="store_true", help="keep the shortest input of each outcome that is new")
    given = parser.parse_args()
    run = this_run()
    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory(prefix="govpair-fuzz-") as folder:
        for name in given.only or FILES:
            found |= _at_length(name, given, Path(folder))
    page.keep(found, run)
    page.write(page.load())
    failed = sorted(subject for subject, counted in found.items() if counted["failed"])
    total = sum(counted["executions"] for counted in found.values())
    print(f"{total:,} executions of {len(found)} subjects, {len(failed)} with a crash {' '.join(failed)}".rstrip())
    return 1 if failed else 0


def _at_length(name: str, given: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """The counts of one file's subjects."""
    results, current = folder / name, folder / f"{name}.json"
    results.mkdir()
    environment = {
        **os.environ,
        "FUZZ_EXAMPLES": str(given.examples),
        "FUZZ_SECONDS": str(given.seconds),
        "FUZZ_SEED": str(given.seed),
        "FUZZ_RESULTS": str(results),
        "FUZZ_CURRENT": str(current),
        **({"FUZZ_KEEP": "1"} if given.keep else {}),
    }
    limit = given.seconds + _BESIDE
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "--show-capture=no",
        "-p",
        "no:cacheprovider",
        f"--timeout={limit}",
    ]
    print(f"== {name}", flush=True)
    process = subprocess.Popen([*command, str(FILES[name])], cwd=PROJECT, env=environment, process_group=0)
    try:
        process.wait(timeout=6 * limit)
        hung = ""
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        held = json.loads(current.read_text())
        hung = held["subject"]
        print(f"hung: {corpus_files.keep(hung, corpus_files.FOUND, 'hang', from_plain(held['input'])).name}")
    counts = {path.stem: json.loads(path.read_text()) for path in sorted(results.glob("*.json"))}
    if process.returncode and not any(counted["failed"] for counted in counts.values()):
        nothing = {"executions": 0, "replayed": 0, "seconds": 0.0, "slowest": 0.0, "outcomes": {}}
        counts[hung or name] = {**nothing, "failed": True}
    return counts


if __name__ == "__main__":
    sys.exit(main())
