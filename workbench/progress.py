"""The demo's live display: one line a stack on a terminal, plain lines elsewhere."""

from __future__ import annotations

import time
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from workbench.stack import Event


class StackProgress:
    """Follows stacks through their phases; use as a context manager around all of them."""

    def __init__(self, console: Console, stacks: list[str]) -> None:
        self._console = console
        self._live = console.is_terminal
        self._progress = Progress(
            SpinnerColumn(finished_text="[green]✓"),
            TextColumn("{task.fields[stack]}"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.description}"),
            console=console,
            disable=not self._live,
        )
        width = max(map(len, stacks), default=0)
        self._tasks: dict[str, TaskID] = {
            stack: self._progress.add_task("", stack=stack.ljust(width), total=None, start=False) for stack in stacks
        }
        self._started: dict[str, float] = {}

    def __enter__(self) -> StackProgress:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def phase(self, stack: str, text: str) -> None:
        """A stack begins something: initializing, planning, applying, planning again."""
        if stack not in self._started:
            self._started[stack] = time.monotonic()
            self._progress.start_task(self._tasks[stack])
        self._say(stack, text)

    def done(self, stack: str, text: str) -> None:
        """A stack is through its phases for now."""
        self._say(stack, text)
        self._progress.stop_task(self._tasks[stack])

    def event(self, stack: str, event: Event) -> None:
        """Show what one of Terraform's events says."""
        task = self._tasks[stack]
        kind = event.get("type")
        if event.get("hook", {}).get("action") == "read":
            # A data source read in passing: no change that was planned.
            return
        if kind == "change_summary":
            changes = event["changes"]
            if changes.get("operation") == "plan" and self._progress.tasks[task].total is None:
                total = changes["add"] + changes["change"] + changes["remove"]
                self._progress.update(task, total=total, completed=0)
        elif kind in ("apply_start", "apply_progress"):
            hook = event["hook"]
            waited = f" {hook['elapsed_seconds']:.0f}s" if "elapsed_seconds" in hook else ""
            self._progress.update(task, description=f"{hook['resource']['addr']}{waited}")
        elif kind == "apply_complete":
            hook = event["hook"]
            self._progress.advance(task)
            text = f"{hook['resource']['addr']} {hook.get('action', '')} done in {hook.get('elapsed_seconds', 0):.0f}s"
            self._say(stack, text)

    def _say(self, stack: str, text: str) -> None:
        self._progress.update(self._tasks[stack], description=text)
        if not self._live:
            self._console.print(f"{stack}: {text}", highlight=False, markup=False, soft_wrap=True)
