"""`make demo`: an organization file becomes two organizations of joined pairs, simulated, by real Terraform."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

from rich.console import Console
from rich.table import Table

from constructs_lib.declarations import Declaration
from constructs_lib.organization_yaml import read_organization
from workbench.cli_config import write_cli_config
from workbench.compare import differences
from workbench.errors import WorkbenchError
from workbench.observe import Door, ObservedPair, observe_pairs
from workbench.paths import DEMO, PROJECT
from workbench.progress import StackProgress
from workbench.stack import Stack, stacks_in_order
from workbench.terraform_binary import find_or_fetch_terraform
from workbench.terraform_environment import terraform_environment

EXAMPLE = PROJECT / "examples" / "single-company" / "organization.yaml"
CREATION_SECONDS = 120.0
CLOCK_SCALE = 60.0
"""The simulator takes two minutes for a pair, as AWS takes minutes, on a clock that runs sixty times as fast."""


@dataclass
class _Record:
    """What the demo measures on its way: seconds and API calls of each step."""

    calls: Callable[[], Mapping[str, int]]
    steps: list[dict[str, Any]] = field(default_factory=list)

    def step(self, name: str, action: Callable[[], None]) -> None:
        before, started = dict(self.calls()), time.monotonic()
        action()
        made = {key: count - before.get(key, 0) for key, count in sorted(self.calls().items())}
        calls = {key: count for key, count in made.items() if count}
        seconds = round(time.monotonic() - started, 2)
        self.steps.append(
            {"step": name, "seconds": seconds, "api_calls": sum(calls.values()), "api_calls_by_operation": calls}
        )


def run_demo(organization_file: Path = EXAMPLE, folder: Path = DEMO, console: Console | None = None) -> int:
    """Run the whole demo; returns 0 when everything declared stands and a second plan is empty, else 1.

    Raises:
        WorkbenchError: a tool is missing or a Terraform command failed.
    """
    from partition_simulator import Simulator, SimulatorSettings

    console = console or Console()
    if not console.is_terminal:
        console = Console(width=140)
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, _ended)
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    started = time.monotonic()
    organization = read_organization(organization_file).declaration()
    terraform = find_or_fetch_terraform()
    settings = SimulatorSettings(creation_seconds=CREATION_SECONDS, clock_scale=CLOCK_SCALE)
    try:
        with Simulator(settings) as simulator:
            keys = simulator.seed_management_pair(name="management", email="aws+management@example.gov")
            console.print(
                f"simulator: commercial partition at {simulator.commercial.url}, GovCloud at {simulator.govcloud.url}\n"
                f"management pair: {keys.commercial.account_id} (commercial), {keys.govcloud.account_id} (GovCloud)",
                highlight=False,
            )
            record = _Record(simulator.calls)
            environment = terraform_environment(
                write_cli_config(folder / "terraform.rc"), simulator.aws_config(folder / "aws")
            )
            outdir = folder / "cdktf.out"
            record.step("synthesize", lambda: _synthesize(organization_file, outdir, folder, environment))
            directory = outdir / "stacks"
            stacks = [Stack(name, directory / name, terraform.path, environment) for name in stacks_in_order(outdir)]
            unchanged = _apply_all(stacks, console, record)
            pairs = observe_pairs(
                Door(simulator.commercial.url, "us-east-1", keys.commercial),
                Door(simulator.govcloud.url, "us-gov-west-1", keys.govcloud),
            )
    except KeyboardInterrupt:
        console.print("\ninterrupted: Terraform and simulator have ended; `make demo` starts afresh", style="yellow")
        return 130
    found = differences(organization, pairs) + [f"stack {name}: a second plan has changes" for name in unchanged]
    _show(console, pairs)
    _write_summary(folder / "summary.json", organization, pairs, found, record, time.monotonic() - started)
    for line in found:
        console.print(f"differs from what was declared: {line}", style="red", highlight=False)
    if not found:
        seconds = time.monotonic() - started
        console.print(
            f"No changes: {len(pairs)} pairs stand as declared in both organizations ({seconds:.0f} s, "
            f"{sum(step['api_calls'] for step in record.steps)} API calls; {folder.name}/summary.json)",
            style="green",
            highlight=False,
        )
    return 1 if found else 0


def _synthesize(organization_file: Path, outdir: Path, folder: Path, environment: Mapping[str, str]) -> None:
    """Run `main.py` as a user would; its messages are for the reader as they are."""
    state = folder / "state"
    state.mkdir()
    finished = subprocess.run(
        [sys.executable, str(PROJECT / "main.py"), str(organization_file)],
        cwd=PROJECT,
        env={**environment, "CDKTF_OUTDIR": str(outdir), "GOVPAIR_STATE_DIR": str(state)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if finished.returncode:
        raise WorkbenchError(f"main.py failed (exit code {finished.returncode}): {finished.stderr or finished.stdout}")


def _apply_all(stacks: list[Stack], console: Console, record: _Record) -> list[str]:
    """Apply each stack in turn, plan all of them again; returns the names of stacks whose second plan isn't empty."""
    changed = []
    with StackProgress(console, [stack.name for stack in stacks]) as progress:
        for stack in stacks:
            name, plan = stack.name, stack.directory / "demo.tfplan"
            stack.listener = lambda event, name=name: progress.event(name, event)  # type: ignore[misc]
            progress.phase(name, "initializing")
            record.step(f"{name}: init", stack.init)
            progress.phase(name, "planning")
            record.step(f"{name}: plan", lambda stack=stack, plan=plan: stack.plan(plan))  # type: ignore[misc]
            record.step(f"{name}: apply", lambda stack=stack, plan=plan: stack.apply(plan))  # type: ignore[misc]
            progress.done(name, "applied")
        for stack in stacks:
            name = stack.name
            progress.phase(name, "planning again")
            results: list[bool] = []
            plan = stack.directory / "again.tfplan"
            record.step(
                f"{name}: plan again",
                lambda stack=stack, plan=plan, results=results: results.append(stack.plan(plan)),  # type: ignore[misc]
            )
            progress.done(name, "changes in a second plan" if results[0] else "No changes")
            changed += [name] if results[0] else []
    return changed


def _show(console: Console, pairs: list[ObservedPair]) -> None:
    table = Table(title="Account pairs, as both partitions show them")
    for heading in ("name", "email", "commercial id", "GovCloud id", "commercial OU", "GovCloud OU", "state"):
        # An id is never broken; the rest folds where the terminal is narrow.
        wide = heading.endswith(" id")
        table.add_column(heading, no_wrap=wide, min_width=12 if wide else None, overflow="fold")
    for pair in pairs:
        table.add_row(
            pair.name,
            pair.email,
            pair.commercial_account_id,
            pair.govcloud_account_id or "-",
            pair.commercial_ou_path or "-",
            pair.govcloud_ou_path or "not joined",
            f"{pair.commercial_state} / {pair.govcloud_state or '-'}",
        )
    console.print(table)


def _write_summary(
    path: Path,
    organization: Declaration,
    pairs: list[ObservedPair],
    found: list[str],
    record: _Record,
    seconds: float,
) -> None:
    total = sum(step["api_calls"] for step in record.steps)
    facts = {
        "organization": getattr(organization, "govcloud_name", organization.owner),
        "account_pairs": [pair.as_dict() for pair in pairs],
        "differences": found,
        "seconds": round(seconds, 2),
        "api_calls": total,
        "steps": record.steps,
    }
    path.write_text(json.dumps(facts, indent=2) + "\n")


def _ended(number: int, frame: FrameType | None) -> None:
    # A closed terminal and SIGTERM take Ctrl-C's way out, through every `finally`; another one changes nothing.
    for ending in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(ending, signal.SIG_IGN)
    raise KeyboardInterrupt
