"""`python -m tests.reliability.waits`: time-outs at every wait, the clock's jumps, and their counts."""

from __future__ import annotations

import argparse
import sys

from tests.reliability.clocks import case as clocks
from tests.reliability.waits.case import run, waiting_stage
from tests.reliability.waits.figures import write
from tests.reliability.waits.matrix import listing


def main() -> int:
    """The exit status: 1 when a case failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.reliability.waits", description="Time-outs, and jumps.")
    parser.add_argument(
        "--all", action="store_true", help="each wait in every run that meets it, the first and the last"
    )
    parser.add_argument("--each", type=int, default=5, help="so many moments of each run and jump (5)")
    parser.add_argument("--seed", type=int, default=1, help="which moments (1)")
    parser.add_argument("--write", action="store_true", help="write the counts into docs/reliability-interrupts.md")
    given = parser.parse_args()
    with waiting_stage() as there:
        waits = [(case, run(there, case)) for case in listing(there, sparing=not given.all)]
        chosen = clocks.sampled(list(clocks.listing(there)), given.each, given.seed)
        jumps = [(case, clocks.run(there, case)) for case in chosen]
    verdicts = [*waits, *jumps]
    failed = [f"{case}: {verdict.why}" for case, verdict in verdicts if verdict.became == "failed"]
    print(*failed, f"{len(waits)} time-outs, {len(jumps)} jumps, {len(failed)} failed", sep="\n")
    if given.write:
        write(waits, jumps, " ".join(["python -m tests.reliability.waits", *sys.argv[1:]]))
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
