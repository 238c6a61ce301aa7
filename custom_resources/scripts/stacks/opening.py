"""From options to work: the folder read, Terraform found, and all that shows what happens."""

from __future__ import annotations

import os
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from custom_resources.scripts.answer import say
from custom_resources.scripts.stacks.declared import read_declared
from custom_resources.scripts.stacks.manifest import chosen_stacks, read_stacks
from custom_resources.scripts.stacks.operations import Operations
from custom_resources.scripts.stacks.options import StackOptions
from custom_resources.scripts.stacks.ownership import Ownership
from custom_resources.scripts.stacks.progress_log import ProgressLog
from custom_resources.scripts.stacks.rows import Rows
from custom_resources.scripts.stacks.show import shown
from custom_resources.scripts.stacks.synthesis import synthesize
from custom_resources.scripts.stacks.terraform import Terraform, terraform_environment
from custom_resources.scripts.stacks.terraform_binary import find_terraform
from custom_resources.scripts.stacks.work import Work


@dataclass(frozen=True)
class Opened:
    """The work, and how to show it."""

    work: Work
    terraform: Terraform
    log: ProgressLog

    @contextmanager
    def show(self, *, transient: bool = False) -> Iterator[None]:
        """Show what happens meanwhile, and when a stop is handed on to Terraform; `transient` leaves nothing of it."""
        with shown(self.work.rows, self.log, transient=transient) as tell:
            self.terraform.on_stop = lambda pid: tell(
                f"stopping: Terraform (process {pid}) ends what it is in the middle of, and keeps it; please wait"
            )
            yield


@contextmanager
def opened(command: str, options: StackOptions, stop: threading.Event) -> Iterator[Opened]:
    """Synthesize if asked to, read the stacks, find Terraform.

    Raises:
        StacksError: one of these failed; nothing was changed.
    """
    if options.organization is not None:
        synthesize(options.organization, options.outdir, stop)
    everything = [read_declared(stack) for stack in read_stacks(options.outdir)]
    names = {stack.name for stack in chosen_stacks([each.stack for each in everything], options.stack or ())}
    chosen = [stack for stack in everything if stack.name in names]
    ownership = Ownership(everything)
    target = ownership.find(options.target_pair) if options.target_pair is not None else None
    binary = find_terraform()
    with tempfile.TemporaryDirectory(prefix="govpair-") as folder:
        log = ProgressLog(Path(folder) / "progress.jsonl")
        terraform = Terraform(binary.path, terraform_environment(os.environ, log.file), stop)
        shown_pairs = [target] if target is not None else None
        rows = Rows(chosen, ownership, shown_pairs, on_line=_plain_lines(command))
        work = Work(chosen, everything, ownership, Operations(terraform, rows, Path(folder)), rows, target)
        yield Opened(work, terraform, log)


def _plain_lines(command: str) -> Callable[[str], None]:
    if sys.stderr.isatty():
        return lambda line: None
    return lambda line: say(f"govpair {command}: {line}")
