"""Terraform's commands on one stack: init where it is needed, plan, apply, outputs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from custom_resources.scripts.stacks.declared import FORGOTTEN, DeclaredStack
from custom_resources.scripts.stacks.errors import StacksError, StackStopped
from custom_resources.scripts.stacks.plans import StackPlan, lacks_inputs
from custom_resources.scripts.stacks.rows import Rows
from custom_resources.scripts.stacks.terraform import Ended, Event, Terraform

_INITIALIZED = "govpair-init"
_QUIET_WARNINGS = frozenset({"Resource targeting is in effect", "Applied changes may be incomplete"})
_TO_INITIALIZE = (
    "Backend initialization required",
    "Inconsistent dependency lock file",
    "Required plugins are not installed",
    "Missing required provider",
    "Module not installed",
)


class Operations:
    """Runs Terraform in the stacks' folders; `rows` is told what happens.

    plans: a folder of this run alone, readable by nobody else, so that what is applied is what was shown.
    """

    def __init__(self, terraform: Terraform, rows: Rows, plans: Path) -> None:
        self._terraform, self._rows, self._plans = terraform, rows, plans

    def initialize(self, stack: DeclaredStack) -> None:
        """`terraform init`, unless the last one that went well was for the same backend and providers.

        Raises:
            StacksError: it failed.
        """
        marker = stack.stack.directory / ".terraform" / _INITIALIZED
        wanted = hashlib.sha256(json.dumps(stack.terraform, sort_keys=True).encode()).hexdigest()
        if marker.is_file() and marker.read_text() == wanted:
            return
        self._rows.phase(stack.name, "initializing")
        ended = self._run(stack, ["init", "-input=false", "-no-color"])
        if ended.code:
            raise StacksError(
                f"initializing stack {stack.name}",
                ended.problem,
                f"`terraform init` in {stack.stack.directory} shows it by itself; then run the same command again.",
            )
        marker.parent.mkdir(exist_ok=True)
        marker.write_text(wanted)

    def plan(self, stack: DeclaredStack, *, targets: Sequence[str] = (), destroy: bool = False) -> StackPlan:
        """`terraform plan` of all of it or of the targets, into a file; its failure is in the plan.

        Raises:
            StackStopped: a stop was asked for. StacksError: the initialization failed.
        """
        self.initialize(stack)
        self._rows.phase(stack.name, "planning")
        plan, ended = self._plan(stack, targets, destroy)
        if any(each.get("summary", "").startswith(_TO_INITIALIZE) for each in ended.errors):
            (stack.stack.directory / ".terraform" / _INITIALIZED).unlink(missing_ok=True)
            self.initialize(stack)
            plan, ended = self._plan(stack, targets, destroy)
        plan.warnings = [each["summary"] for each in ended.warnings if each.get("summary") not in _QUIET_WARNINGS]
        if ended.code not in (0, 2):
            plan.state, plan.problem = "failed", ended.problem
            if lacks_inputs(ended):
                plan.waits_for = tuple(sorted({name for name, _ in stack.reads}))
        elif plan.changes or plan.outputs:
            plan.state = "planned"
            if any(address.split(".", 1)[0] in FORGOTTEN for address in plan.removals):
                plan.ends = self._rows.ends[stack.name] = self._ends(stack, plan)
        return plan

    def _plan(self, stack: DeclaredStack, targets: Sequence[str], destroy: bool) -> tuple[StackPlan, Ended]:
        file = self._plans / f"{stack.name}.tfplan"
        plan = StackPlan(stack.name, declared=stack.counts(), file=file)
        wanted = ["-destroy"] if destroy else []
        wanted += [f"-target={address}" for address in targets]

        def take(event: Event) -> None:
            plan.take(event)
            if event["type"] != "diagnostic":
                self._rows.event(stack.name, event)

        ended = self._run(stack, ["plan", "-input=false", "-json", "-detailed-exitcode", f"-out={file}", *wanted], take)
        return plan, ended

    def apply(self, stack: DeclaredStack, plan: StackPlan) -> Ended:
        """`terraform apply` of just what was planned; the plan's file is removed."""
        assert plan.file is not None
        try:
            self._rows.phase(stack.name, "applying")
            return self._terraform.run(
                stack.stack.directory,
                ["apply", "-input=false", "-json", str(plan.file)],
                lambda event: self._rows.event(stack.name, event),
            )
        finally:
            plan.file.unlink(missing_ok=True)

    def refresh_outputs(self, stack: DeclaredStack) -> None:
        """Bring the outputs up to date after an apply of targets, which leaves them as they were; changes no resource.

        Raises:
            StacksError: it failed.
        """
        arguments = ["apply", "-refresh-only", "-auto-approve", "-input=false", "-json"]
        ended = self._run(stack, arguments, lambda event: self._outputs_only(stack, event))
        if ended.code:
            raise StacksError(f"refreshing the outputs of stack {stack.name}", ended.problem)

    def outputs(self, stack: DeclaredStack) -> Mapping[str, Any]:
        """`terraform output`: the stack's outputs as they are; empty where there are none, or they can't be read."""
        lines: list[str] = []
        ended = self._run(stack, ["output", "-json", "-no-color"], on_text=lines.append)
        try:
            found = json.loads("\n".join(lines)) if ended.code == 0 else {}
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    def managed(self, stack: DeclaredStack) -> list[str]:
        """`terraform state list`: the addresses of what the state has, without data sources.

        Raises:
            StacksError: the state can't be read; that there is none yet is no error.
        """
        lines: list[str] = []
        ended = self._run(stack, ["state", "list"], on_text=lines.append)
        if ended.code and "No state file was found" not in " ".join([ended.problem, *lines]):
            raise StacksError(f"reading the state of stack {stack.name}", ended.problem or " ".join(lines))
        return [line for line in lines if not line.startswith("data.")] if ended.code == 0 else []

    def _ends(self, stack: DeclaredStack, plan: StackPlan) -> frozenset[str]:
        """Addresses of what the plan ends in AWS, by the `on_destroy` that the state has of it (`terraform show`)."""
        lines: list[str] = []
        ended = self._run(stack, ["show", "-json", "-no-color", str(plan.file)], on_text=lines.append)
        if ended.code:
            raise StacksError(f"reading the plan of stack {stack.name}", ended.problem)
        return frozenset(
            each["address"]
            for each in json.loads("\n".join(lines) or "{}").get("resource_changes", ())
            if ((each["change"].get("before") or {}).get("on_destroy") or "keep") != "keep"
        )

    def discard(self, plan: StackPlan) -> None:
        """Remove a plan's file: it has values that are nobody's business."""
        if plan.file is not None:
            plan.file.unlink(missing_ok=True)

    @staticmethod
    def stopped(stack: DeclaredStack) -> StackStopped:
        """What to raise once an apply that was asked to stop has ended."""
        return StackStopped(
            "stopped", f"Stopped as asked; Terraform ended stack {stack.name} in order and has kept what was done."
        )

    def _outputs_only(self, stack: DeclaredStack, event: Event) -> None:
        if event.get("type") == "outputs":
            self._rows.event(stack.name, event)

    def _run(
        self,
        stack: DeclaredStack,
        arguments: Sequence[str],
        on_event: Callable[[Event], None] = lambda event: None,
        on_text: Callable[[str], None] = lambda line: None,
    ) -> Ended:
        """Run what changes nothing in AWS: a stop ends it, and the whole work."""
        ended = self._terraform.run(Path(stack.stack.directory), arguments, on_event, on_text)
        if ended.stopped:
            raise StackStopped("stopped", f"Stopped as asked, while stack {stack.name} was being looked at.")
        return ended
