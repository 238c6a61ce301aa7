"""`python -m tests.reliability.faults`: the fault matrix, its counts, and the page that keeps them."""

from __future__ import annotations

import argparse
import sys
import time

from tests.reliability.faults.commands import COMMANDS
from tests.reliability.faults.figures import write
from tests.reliability.faults.matrix import Outcome, listing, sampled, tried


def main() -> int:
    """The exit status: 1 when a case failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.reliability.faults", description="Run the fault matrix.")
    parser.add_argument("--seed", type=int, default=1, help="of the sample (1)")
    parser.add_argument("--sample", type=int, help="so many cases of each operation only")
    parser.add_argument("--commands", type=int, metavar="K", help="of the command lines only K cases of each operation")
    parser.add_argument("--only", help="only cases whose name has this in it")
    parser.add_argument("--workers", type=int, default=2, help="processes (2)")
    parser.add_argument("--write", action="store_true", help="write the figures into docs/reliability-faults.md")
    given = parser.parse_args()
    began = time.monotonic()
    cases = listing(given.workers)
    chosen = [case for case in cases if given.only is None or given.only in str(case)]
    if given.commands is not None:
        of_commands = [case for case in chosen if case.scenario in COMMANDS]
        chosen = [case for case in chosen if case.scenario not in COMMANDS]
        chosen += sampled(of_commands, given.commands, given.seed)
    if given.sample is not None:
        chosen = sampled(chosen, given.sample, given.seed)
    outcome = Outcome(len(cases))
    for case, verdict in tried(chosen, given.workers):
        outcome.note(case, verdict)
        if len(outcome.tried) % 500 == 0:
            print(f"{len(outcome.tried)} of {len(chosen)} after {time.monotonic() - began:.0f} s", flush=True)
        if verdict.became == "failed":
            print(f"FAILED {case}: {verdict.why}", flush=True)
    outcome.seconds = time.monotonic() - began
    print(outcome.summary())
    if given.write:
        write(outcome, given.workers, " ".join(sys.argv[1:]))
    return 1 if outcome.counts()["failed"] else 0


if __name__ == "__main__":
    raise SystemExit(main())
