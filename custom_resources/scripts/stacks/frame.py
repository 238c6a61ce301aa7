"""The frame that `plan`, `apply` and `destroy` share: the folder opened, and every end an answer."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from custom_resources.scripts.answer import SAME_COMMAND, Answer, Problem
from custom_resources.scripts.exit_codes import ExitCode
from custom_resources.scripts.output_options import OutputOptions
from custom_resources.scripts.stacks.documents import pair_documents, result_document
from custom_resources.scripts.stacks.errors import StacksError, StackStopped
from custom_resources.scripts.stacks.opening import Opened, opened
from custom_resources.scripts.stacks.options import StackOptions
from custom_resources.scripts.stacks.plans import StackPlan
from custom_resources.scripts.stacks.texts import results_text
from custom_resources.scripts.task import Task, run


def run_stacks(
    command: str,
    options: StackOptions,
    output: OutputOptions,
    empty: Mapping[str, Any],
    work: Callable[[Task, Opened], Answer],
) -> int:
    """Open the folder and do the work; returns the exit code."""

    def answer(task: Task) -> Answer:
        try:
            with opened(command, options, task.stop) as found:
                return work(task, found)
        except StacksError as error:
            problem = Problem(error.title, error.detail)
            return Answer(task.known, "", error.exit_code, problem, error.next_step)

    return run(command, output, empty, answer, shown=None)


def not_planned(task: Task, plans: Sequence[StackPlan]) -> Answer | None:
    """The answer where a stack can't be planned, before anything was changed; None where all can."""
    failed = [each for each in plans if each.state == "failed"]
    if not failed:
        return None
    detail = " ".join(f"Stack {each.stack}: {each.problem}" for each in failed)
    step = "Nothing was changed. Mend it, then run the same command again."
    return Answer(task.known, "", ExitCode.FAILED, Problem("planning", detail), step)


def change(task: Task, found: Opened, doing: Callable[[], None]) -> Answer:
    """Change the stacks, shown meanwhile, and answer with what became of them.

    Exit code 3 where something was changed and not all is done, 1 where nothing was.
    """
    began, work = time.monotonic(), found.work
    work.rows.restart()
    stopped: StackStopped | None = None
    try:
        with found.show():
            doing()
    except StackStopped as error:
        stopped = error
    results = list(work.results.values())
    task.known.update(
        stacks=[result_document(result) for result in results],
        pairs=pair_documents(work.rows),
        seconds=round(time.monotonic() - began, 1),
    )
    text = results_text(results, work.rows, time.monotonic() - began)
    failed = [result for result in results if result.outcome == "failed"]
    if stopped is None and not failed:
        return Answer(task.known, text)
    code = ExitCode.RESUMABLE if work.rows.begun else ExitCode.FAILED
    if stopped is not None:
        detail = stopped.detail if work.rows.begun else "Stopped as asked. Nothing was changed."
        return Answer(task.known, text, code, Problem("stopped", detail), SAME_COMMAND)
    detail = " ".join(f"Stack {result.stack}: {result.problem}" for result in failed)
    step = SAME_COMMAND if work.rows.begun else "Nothing was changed. Mend it, then run the same command again."
    names = " and ".join(result.stack for result in failed)
    return Answer(task.known, text, code, Problem(f"changing {names}", detail), step)
