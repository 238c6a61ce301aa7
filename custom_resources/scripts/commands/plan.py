"""`govpair plan`: what applying all stacks would do. Changes nothing."""

from __future__ import annotations

from custom_resources.scripts.answer import Answer, Problem
from custom_resources.scripts.exit_codes import ExitCode
from custom_resources.scripts.output_options import OutputOptions
from custom_resources.scripts.stacks.documents import foresight_document
from custom_resources.scripts.stacks.foresight import foresee_pairs
from custom_resources.scripts.stacks.frame import run_stacks
from custom_resources.scripts.stacks.opening import Opened
from custom_resources.scripts.stacks.options import StackOptions
from custom_resources.scripts.stacks.texts import foresight_text, plans_text
from custom_resources.scripts.task import Task

EXAMPLES = (
    "govpair plan --organization organization.yaml",
    "govpair plan --stack account-pairs --target-pair log-archive --json",
)
EMPTY = {"stacks": None, "new_pairs": None, "estimate": None, "quotas": None, "not_ready": None}


def plan(options: StackOptions, output: OutputOptions) -> int:
    """Show what `apply` would do: every stack's plan, in order, with how long new pairs will take.

    A stack that reads what an earlier one has yet to make can't be planned: what it declares is counted instead.
    Exit code 0 when all could be planned or counted, 1 when a plan failed.
    """

    def work(task: Task, found: Opened) -> Answer:
        with found.show(transient=True):
            plans = found.work.plan()
            for each in plans:
                found.work.operations.discard(each)
            pairs = sum(each.new_pairs for each in plans)
            foresight = foresee_pairs(pairs, found.work.everything, task.stop, lambda text: None)
        task.known.update(stacks=[each.document() for each in plans], **foresight_document(pairs, foresight))
        text = "\n".join(
            part for part in (plans_text(plans, found.work.target), foresight_text(pairs, foresight)) if part
        )
        failed = [each for each in plans if each.state == "failed"]
        if not failed:
            return Answer(task.known, text)
        detail = " ".join(f"Stack {each.stack}: {each.problem}" for each in failed)
        return Answer(task.known, text, ExitCode.FAILED, Problem("planning", detail))

    return run_stacks("plan", options, output, EMPTY, work)
