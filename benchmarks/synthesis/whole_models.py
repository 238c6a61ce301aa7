"""`python -m benchmarks.synthesis.whole_models`: from an organization file to all its stacks, five times each.

Prints seconds and MiB (the most that the program and its Node.js took at one moment) with their medians, for the
reseller's example and for a company with GOVPAIR_BENCH_PAIRS pairs (1,000 when unset).
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from statistics import median

from benchmarks.watched import run
from workbench.paths import PROJECT

PAIRS = int(os.environ.get("GOVPAIR_BENCH_PAIRS", "1000"))
ROUNDS = 5
HEAD = """\
version: 1
model: single-company
owner: benchmark
commercial: {profile: commercial}
govcloud: {name: agency, profile: govcloud}
defaults: {email: "aws+{name}@example.gov"}
account_pairs:
"""


def measure(name: str, file: Path, folder: Path) -> None:
    """Synthesize the file so many times and print what it took; RuntimeError when it fails."""
    seconds, mib = [], []
    for number in range(ROUNDS):
        command = (sys.executable, str(PROJECT / "main.py"), str(file), "--outdir", str(folder / f"{name}-{number}"))
        done = run(command, folder, dict(os.environ))
        if done.code:
            raise RuntimeError(f"{name} ended with {done.code}: {done.output}")
        seconds.append(done.seconds)
        mib.append(done.together_mib or 0.0)
    shown = ", ".join(f"{each:.2f}" for each in sorted(seconds)), ", ".join(f"{each:.0f}" for each in sorted(mib))
    print(f"{name}: {median(seconds):.2f} s ({shown[0]}), {median(mib):.0f} MiB ({shown[1]})")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        company = Path(made) / "organization.yaml"
        company.write_text(HEAD + "".join(f"  - {{name: pair-{number}}}\n" for number in range(PAIRS)))
        measure("reseller", PROJECT / "examples" / "reseller" / "organization.yaml", Path(made))
        measure(f"{PAIRS}-pairs", company, Path(made))
