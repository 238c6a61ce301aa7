"""`govpair apply`: all stacks in order, with a line for each pair."""

from __future__ import annotations

from typing import Annotated

import typer

from custom_resources.scripts.answer import Answer, say
from custom_resources.scripts.output_options import OutputOptions
from custom_resources.scripts.stacks.agreement import agree, require_terminal
from custom_resources.scripts.stacks.foresight import foresee_pairs
from custom_resources.scripts.stacks.frame import change, not_planned, run_stacks
from custom_resources.scripts.stacks.opening import Opened
from custom_resources.scripts.stacks.options import StackOptions
from custom_resources.scripts.stacks.texts import foresight_text, plans_text
from custom_resources.scripts.task import Task

EXAMPLES = (
    "govpair apply --organization organization.yaml",
    "govpair apply --yes --json",
)
EMPTY = {"stacks": None, "pairs": None, "seconds": None}


def apply(
    options: StackOptions,
    output: OutputOptions,
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask: plan and apply each stack in turn.")] = False,
) -> int:
    """Apply all stacks in order, and show where each pair is on its way.

    It plans, asks once, and applies. Run again after a failure or Ctrl-C, it does what is left. Exit code 3 when
    something was changed and not all is done, 1 when nothing was changed.
    """

    def work(task: Task, found: Opened) -> Answer:
        require_terminal("apply", yes=yes)
        if yes:
            return change(task, found, found.work.apply)
        with found.show(transient=True):
            plans = found.work.plan()
            pairs = sum(each.new_pairs for each in plans)
            foresight = foresee_pairs(pairs, found.work.everything, task.stop, lambda text: None)
        try:
            say(plans_text(plans, found.work.target))
            if expected := foresight_text(pairs, foresight):
                say(expected)
            if refusal := not_planned(task, plans):
                return refusal
            if all(each.state == "no_changes" for each in plans):
                return change(task, found, lambda: found.work.nothing_to_do(plans))
            agree("Apply this?", task.stop)
            return change(task, found, lambda: found.work.apply(plans))
        finally:
            for each in plans:
                found.work.operations.discard(each)

    return run_stacks("apply", options, output, EMPTY, work)
