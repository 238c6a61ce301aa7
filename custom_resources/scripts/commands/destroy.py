"""`govpair destroy`: Terraform lets go of all stacks, the last one first; accounts live on."""

from __future__ import annotations

from typing import Annotated

import typer

from custom_resources.scripts.answer import Answer, say
from custom_resources.scripts.output_options import OutputOptions
from custom_resources.scripts.stacks.agreement import agree, require_terminal
from custom_resources.scripts.stacks.frame import change, not_planned, run_stacks
from custom_resources.scripts.stacks.opening import Opened
from custom_resources.scripts.stacks.options import StackOptions
from custom_resources.scripts.stacks.texts import destroy_text, plans_text
from custom_resources.scripts.task import Task

EXAMPLES = ("govpair destroy", "govpair destroy --stack baseline-agency --yes")
EMPTY = {"stacks": None, "pairs": None, "seconds": None}


def destroy(
    options: StackOptions,
    output: OutputOptions,
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask.")] = False,
) -> int:
    """Destroy all stacks, the last one first. No account is closed: pairs and memberships are only forgotten.

    Organizations and log buckets stay, with what hangs on them: units, guardrails, the bucket's settings. Exit code 3
    when something was destroyed and not all is done, 1 when nothing was.
    """

    def work(task: Task, found: Opened) -> Answer:
        require_terminal("destroy", yes=yes)
        with found.show(transient=True):
            plans = found.work.plan_destroy()
        try:
            say(plans_text(plans, ending=True))
            if consequences := destroy_text(plans, found.work.stacks, found.work.kept_by_destroy):
                say(consequences)
            if refusal := not_planned(task, plans):
                return refusal
            if not yes and any(each.state == "planned" for each in plans):
                agree("Destroy this?", task.stop)
            return change(task, found, lambda: found.work.destroy(plans))
        finally:
            for each in plans:
                found.work.operations.discard(each)

    return run_stacks("destroy", options, output, EMPTY, work)
