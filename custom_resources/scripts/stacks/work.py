"""All stacks, one after the other: planned, applied, destroyed; what can't go on doesn't keep the others from it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from custom_resources.scripts.stacks.declared import PAIR, DeclaredPair, DeclaredStack
from custom_resources.scripts.stacks.errors import StacksError
from custom_resources.scripts.stacks.operations import Operations
from custom_resources.scripts.stacks.ownership import Ownership
from custom_resources.scripts.stacks.plans import StackPlan
from custom_resources.scripts.stacks.rows import Rows

Outcome = Literal["applied", "destroyed", "no_changes", "kept", "failed", "not_reached"]


@dataclass
class StackResult:
    """What became of one stack; `problem` says why not, and counts are of what was really changed.

    warnings: of a plan that was made only now, so that nobody has seen them yet.
    """

    stack: str
    outcome: Outcome = "not_reached"
    problem: str = ""
    done: int = 0
    warnings: list[str] = field(default_factory=list)


@dataclass
class Work:
    """The stacks that were chosen, in their order, and what is known of them.

    everything: all stacks of the folder, chosen or not. target: the one pair that it is about, or None.
    """

    stacks: Sequence[DeclaredStack]
    everything: Sequence[DeclaredStack]
    ownership: Ownership
    operations: Operations
    rows: Rows
    target: DeclaredPair | None = None
    results: dict[str, StackResult] = field(default_factory=dict)
    kept_by_destroy: int = 0
    """How many resources of the states the planned ends leave alone."""

    def plan(self, on_plan: Callable[[StackPlan], None] = lambda plan: None) -> list[StackPlan]:
        """Plan each stack. One whose inputs aren't there yet is declared, not planned."""
        plans: dict[str, StackPlan] = {}
        for stack in self.stacks:
            plans[stack.name] = plan = self._planned(stack, plans)
            self.rows.phase(stack.name, phase_of(plan), over=True)
            on_plan(plan)
        return list(plans.values())

    def plan_destroy(self) -> list[StackPlan]:
        """Plan the end of each stack, the last one first.

        Raises:
            StacksError: a stack that stays reads the outputs of one that would go.
        """
        if self.target is None:
            self._refuse_while_read()
        plans = []
        for stack in reversed(self.stacks):
            plan = self._planned_end(stack)
            self.rows.phase(stack.name, phase_of(plan), over=True)
            plans.append(plan)
        return plans

    def apply(self, shown: Sequence[StackPlan] = ()) -> None:
        """Apply each stack, going on with those that don't depend on one that failed.

        shown: the plans that were agreed to. One that still holds is applied as it is; a stack that reads what was
        changed since is planned again, and refused where that would destroy anything that was not shown.

        Raises:
            StackStopped: a stop was asked for; Terraform has ended in order.
        """
        plans, changed = {plan.stack: plan for plan in shown}, set[str]()
        self.results = {stack.name: StackResult(stack.name) for stack in self.stacks}
        for stack in self.stacks:
            result = self.results[stack.name]
            blocked = [name for name in self._before(stack) if name in self.results and self._not_done(name)]
            if blocked:
                result.problem = f"needs {', '.join(blocked)}"
                self.rows.phase(stack.name, f"not reached: needs {', '.join(blocked)}", over=True)
                continue
            try:
                self._apply_one(stack, result, plans.get(stack.name), changed, agreed=bool(shown))
            except StacksError as error:
                self._failed(result, error.detail)
                if type(error) is not StacksError:
                    raise

    def nothing_to_do(self, plans: Sequence[StackPlan]) -> None:
        """Every plan is empty: that is the result."""
        self.results = {plan.stack: StackResult(plan.stack, "no_changes") for plan in plans}

    def destroy(self, plans: Sequence[StackPlan]) -> None:
        """Carry out the planned ends, in their order, until one fails: a stack must outlast those that read it.

        Raises:
            StackStopped: a stop was asked for; Terraform has ended in order.
        """
        declared = {stack.name: stack for stack in self.stacks}
        self.results = {plan.stack: StackResult(plan.stack) for plan in plans}
        for plan in plans:
            result = self.results[plan.stack]
            if plan.state != "planned":
                result.outcome = "kept" if plan.state == "kept" else "no_changes"
                continue
            if not self._carry_out(declared[plan.stack], plan, result, "destroyed"):
                return

    def _planned(self, stack: DeclaredStack, plans: dict[str, StackPlan]) -> StackPlan:
        targets = self._targets(stack)
        if targets == []:
            return StackPlan(stack.name, declared=stack.counts())
        waits = tuple(
            name
            for name in self._before(stack)
            if name in plans
            and (
                plans[name].state == "declared"
                or any(plans[name].outputs.get(output) == "create" for where, output in stack.reads if where == name)
            )
        )
        if waits:
            return self._declared(stack, waits)
        plan = self.operations.plan(stack, targets=targets or ())
        pending = tuple(name for name in plan.waits_for if name in plans and plans[name].state != "no_changes")
        if plan.state == "failed" and pending:
            return self._declared(stack, pending)
        return plan

    def _declared(self, stack: DeclaredStack, waits_for: tuple[str, ...]) -> StackPlan:
        existing = 0
        if stack.pairs:
            self.operations.initialize(stack)
            existing = sum(address.startswith(f"{PAIR}.") for address in self.operations.managed(stack))
        return StackPlan(stack.name, "declared", waits_for=waits_for, declared=stack.counts(), existing_pairs=existing)

    def _refuse_while_read(self) -> None:
        going = {stack.name for stack in self.stacks}
        for reader in self.everything:
            read = sorted(going & set(reader.stack.dependencies))
            if reader.name in going or not read:
                continue
            self.operations.initialize(reader)
            left = set(self.operations.managed(reader)) - reader.kept
            if left:
                raise StacksError(
                    f"destroying stack {read[0]}",
                    f"Stack {reader.name} reads its outputs and still has {len(left)} to end, such as {min(left)}.",
                    f"Destroy both, in one run: {' '.join(f'--stack {name}' for name in [*read, reader.name])}.",
                )

    def _planned_end(self, stack: DeclaredStack) -> StackPlan:
        self.operations.initialize(stack)
        managed = set(self.operations.managed(stack))
        targets = self._targets(stack)
        ends = [address for address in managed if targets is None or address in targets]
        kept = managed & stack.kept
        self.kept_by_destroy += len(kept)
        ends = sorted(address for address in ends if address not in kept)
        if not ends:
            return StackPlan(stack.name, "kept" if managed else "no_changes", declared=stack.counts())
        whole = set(ends) == managed
        plan = self.operations.plan(stack, targets=() if whole else ends, destroy=True)
        if self.target is not None and (others := plan.removals - set(ends)):
            plan.state = "failed"
            plan.problem = f"It would end more than the pair's own: {', '.join(sorted(others))}."
        return plan

    def _targets(self, stack: DeclaredStack) -> list[str] | None:
        return None if self.target is None else self.ownership.of(self.target, stack)

    def _before(self, stack: DeclaredStack) -> list[str]:
        """The stacks that it depends on, and those that these depend on."""
        known = {each.name: each.stack.dependencies for each in self.everything}
        found: list[str] = []
        left = list(stack.stack.dependencies)
        while left:
            name = left.pop(0)
            if name not in found:
                found.append(name)
                left += known.get(name, ())
        return found

    def _not_done(self, name: str) -> bool:
        return self.results[name].outcome in ("failed", "not_reached")

    def _apply_one(
        self, stack: DeclaredStack, result: StackResult, plan: StackPlan | None, changed: set[str], *, agreed: bool
    ) -> None:
        targets = self._targets(stack)
        if targets == []:
            result.outcome = "no_changes"
            self.rows.phase(stack.name, "nothing of the pair", over=True)
            return
        if plan is None or plan.state in ("declared", "failed") or changed & set(self._before(stack)):
            before = plan
            if plan is not None:
                self.operations.discard(plan)
            plan = self.operations.plan(stack, targets=targets or ())
            seen = before.warnings if before is not None else []
            result.warnings = [warning for warning in plan.warnings if warning not in seen]
            if agreed and (unseen := plan.closings - (before.closings if before is not None else set())):
                self.operations.discard(plan)
                self._failed(
                    result,
                    f"{'; '.join(sorted(unseen))}: that can't be undone, and could not be planned before you agreed. "
                    "Nothing of this stack was changed: run the same command again, which shows it first.",
                )
                return
            if agreed and (unseen := plan.removals - (before.removals if before is not None else set())):
                self.operations.discard(plan)
                self._failed(
                    result,
                    f"would destroy or replace {', '.join(sorted(unseen))}, which could not be planned before you "
                    "agreed. Nothing of this stack was changed: run the same command again, which shows it first.",
                )
                return
        if plan.state == "failed":
            self._failed(result, plan.problem)
            return
        if plan.state == "no_changes":
            self.operations.discard(plan)
            result.outcome = "no_changes"
            if stack.pairs:
                self.rows.outputs(stack.name, self.operations.outputs(stack))
            self.rows.phase(stack.name, "No changes", over=True)
            return
        if self._carry_out(stack, plan, result, "applied"):
            changed.add(stack.name)
            if targets and any(stack.name in each.stack.dependencies for each in self.everything):
                self.operations.refresh_outputs(stack)

    def _carry_out(self, stack: DeclaredStack, plan: StackPlan, result: StackResult, outcome: Outcome) -> bool:
        ended = self.operations.apply(stack, plan)
        result.done = self.rows.stacks[stack.name].done
        if ended.code:
            self._failed(result, ended.problem)
            if ended.stopped:
                raise self.operations.stopped(stack)
            return False
        result.outcome = outcome
        self.rows.phase(stack.name, outcome, over=True)
        if ended.stopped:
            raise self.operations.stopped(stack)
        return True

    def _failed(self, result: StackResult, problem: str) -> None:
        result.outcome, result.problem = "failed", problem
        self.rows.phase(result.stack, "failed", over=True)


def phase_of(plan: StackPlan) -> str:
    """A plan in a few words, for the line of its stack."""
    counts = plan.counts()
    if plan.state == "planned":
        changes = ", ".join(f"{count} to {verb}" for verb, count in counts.items() if count)
        return changes or "outputs to change"
    if plan.state == "declared":
        return f"declared; waits for {', '.join(plan.waits_for)}"
    return {"no_changes": "No changes", "kept": "kept", "failed": "failed"}[plan.state]
