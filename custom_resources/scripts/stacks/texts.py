"""Plans and results for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from custom_resources.engine.estimate import duration
from custom_resources.scripts.stacks.foresight import Foresight
from custom_resources.scripts.stacks.plans import StackPlan
from custom_resources.scripts.stacks.rows import Rows
from custom_resources.scripts.stacks.work import Outcome, StackResult, phase_of
from custom_resources.scripts.texts import table

_MARKS = {"create": "+", "update": "~", "delete": "-", "replace": "-/+", "import": "<", "move": ">", "forget": "-"}
_MOST = 20
"""Changes of one stack that are listed one by one; of more, the types are counted, but what ends is always listed."""


def plans_text(plans: Sequence[StackPlan]) -> str:
    """Every stack with its changes, in the order in which they would be made."""
    if plans and all(plan.state == "no_changes" for plan in plans):
        return f"No changes: {_stacks(len(plans))} as declared."
    return "\n".join(line for plan in plans for line in _plan_lines(plan))


def _plan_lines(plan: StackPlan) -> Iterable[str]:
    if plan.state == "declared":
        yield f"{plan.stack}: declared, not planned: it reads what {_and(plan.waits_for)} will have."
        counted = plan.declared
        words = [
            (counted["pairs"], "pair"),
            (counted["memberships"], "membership"),
            (counted["other"], "other resource"),
        ]
        yield "  " + ", ".join(_count(number, noun) for number, noun in words if number)
        return
    if plan.state == "failed":
        yield f"{plan.stack}: can't be planned: {plan.problem}"
        return
    yield f"{plan.stack}: {phase_of(plan)}"
    listed = plan.changes
    if len(listed) > _MOST:
        ends = [change for change in listed if change[0] in ("delete", "replace", "forget")]
        rest = Counter(
            (action, address.split(".", 1)[0]) for action, address in listed if (action, address) not in ends
        )
        for (action, kind), number in sorted(rest.items()):
            yield f"  {_MARKS.get(action, action)} {number} {kind}"
        listed = ends
    for action, address in listed:
        yield f"  {_MARKS.get(action, action)} {address}"
    for warning, number in Counter(plan.warnings).items():
        yield f"  warning: {warning}{f' ({number} times)' if number > 1 else ''}"


def foresight_text(pairs: int, foresight: Foresight) -> str:
    """How long so many new pairs take, and what stands in their way."""
    if not pairs and not foresight.unmet:
        return ""
    lines = []
    if pairs:
        expected = foresight.estimate
        lines = [
            f"{_count(pairs, 'new pair')}: made in about {duration(expected.vending_seconds)}, joined after about "
            f"{duration(expected.joining_seconds)}.",
            *(f"  {sentence}" for sentence in expected.arithmetic),
            *(f"  problem: {sentence}" for sentence in expected.problems),
        ]
        if foresight.looked:
            lines += [f"  {sentence}" for sentence in expected.unknown]
        else:
            lines.append(f"  The quotas were not looked at: {foresight.why_not}")
    if foresight.unmet:
        lines.append("Not ready now (what the stacks make themselves comes with the apply):")
        lines += [f"  {check.name}: {check.detail} {check.next_step}".rstrip() for check in foresight.unmet]
    return "\n".join(lines)


def destroy_text(plans: Sequence[StackPlan], kept: int) -> str:
    """What destroying would do and would not, by the number of pairs."""
    ends = Counter(address.split(".", 1)[0] for plan in plans for _, address in plan.changes)
    pairs, memberships = ends["govpair_account_pair"], ends["govpair_membership"]
    trails = ends["govpair_account_trail"]
    lines = []
    if pairs:
        lines.append(
            f"{_count(pairs, 'pair')} forgotten, none closed: all {2 * pairs} accounts live on, are paid for, and keep "
            "their root emails. `closed: true` in the organization file closes a pair; an apply later takes these up "
            "again."
        )
    if memberships:
        lines.append(
            f"{_count(memberships, 'membership')} ended for Terraform: the accounts stay in their GovCloud "
            'organization, unless the membership says on_destroy = "remove".'
        )
    if trails:
        lines.append(f"{_count(trails, 'trail')} deleted: nothing of these accounts is logged by them any more.")
    if kept:
        lines.append(
            f"{_count(kept, 'resource')} kept: organizations and log buckets (prevent_destroy) and what hangs on them, "
            "such as units and guardrails. docs/organization-models.md, Tear down, ends them."
        )
    return "\n".join(lines)


def results_text(results: Sequence[StackResult], rows: Rows, seconds: float) -> str:
    """The end: what became of each stack, and of each pair."""
    words: dict[Outcome, str] = {"no_changes": "No changes", "not_reached": "not reached"}
    lines = [f"{one.stack}: {words.get(one.outcome, one.outcome)}{_changes(one.done)}" for one in results]
    pairs = [row for row in rows.pairs.values() if row.reached - {row.step.DECLARED} or row.problem]
    if pairs:
        found = [
            (
                row.pair.name,
                row.words,
                row.commercial_account_id,
                row.govcloud_account_id,
                "" if (took := row.seconds(rows.now())) is None else duration(took),
            )
            for row in pairs
        ]
        lines += ["", table(("PAIR", "STATE", "COMMERCIAL", "GOVCLOUD", "TOOK"), found)]
        counts = Counter(row.words for row in rows.pairs.values())
        lines += [
            "",
            ", ".join(f"{number} {what}" for what, number in counts.most_common()) + f" in {duration(seconds)}",
        ]
    return "\n".join(lines)


def _stacks(number: int) -> str:
    return "the stack is" if number == 1 else f"all {number} stacks are"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _and(names: Sequence[str]) -> str:
    return " and ".join(names)


def _changes(number: int) -> str:
    return f", {_count(number, 'change')}" if number else ""
