"""Plans and results for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from custom_resources.engine.estimate import duration
from custom_resources.scripts.stacks.declared import FORGOTTEN, MEMBERSHIP, PAIR, TRAIL, DeclaredPair, DeclaredStack
from custom_resources.scripts.stacks.foresight import Foresight
from custom_resources.scripts.stacks.plans import StackPlan
from custom_resources.scripts.stacks.rows import Rows
from custom_resources.scripts.stacks.work import Outcome, StackResult, phase_of
from custom_resources.scripts.texts import table

if TYPE_CHECKING:
    from custom_resources.engine.quotas import Quotas

_MARKS = {"create": "+", "update": "~", "delete": "-", "replace": "-/+", "import": "<", "move": ">", "forget": "-"}
_MOST = 20
"""Changes of one stack that are listed one by one; of more, the types are counted, but what ends is always listed."""


def plans_text(plans: Sequence[StackPlan], target: DeclaredPair | None = None, *, ending: bool = False) -> str:
    """Every stack with its changes, in the order in which they would be made. target: the pair that it is all about."""
    if plans and all(plan.state == "no_changes" for plan in plans):
        if target is not None:
            return f"No changes: pair {target.name} is as declared; nothing else was looked at."
        return f"No changes: {_stacks(len(plans))} as declared." if not ending else "Nothing to destroy."
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
    yield from _warnings(plan.warnings)


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
            lines += [f"  {sentence}" for sentence in (*_left(foresight.quotas), *expected.unknown)]
        else:
            lines.append(f"  The quotas were not looked at: {foresight.why_not}")
    if foresight.unmet:
        lines.append("Not ready now (what the stacks make themselves comes with the apply):")
        lines += [f"  {check.name}: {check.detail} {check.next_step}".rstrip() for check in foresight.unmet]
    return "\n".join(lines)


def _left(quotas: Quotas | None) -> list[str]:
    """What is used of each quota that could be read, in a sentence."""
    if quotas is None:
        return []
    known = [
        (quotas.creations_in_progress, f"of {quotas.creations_at_once} creations in progress"),
        (quotas.accounts if quotas.account_quota is not None else None, f"of {quotas.account_quota} accounts used"),
        (quotas.invitations_left, "invitations left in these 24 hours, at least"),
    ]
    told = ", ".join(f"{number} {words}" for number, words in known if number is not None)
    return [f"Quotas now: {told}."] if told else []


def destroy_text(plans: Sequence[StackPlan], stacks: Sequence[DeclaredStack], kept: int) -> str:
    """What destroying would do and would not, by the number of pairs."""
    declared = {stack.name: stack for stack in stacks}
    forgotten, ended = Counter[str](), Counter[str]()
    lines = []
    for plan in plans:
        for _, address in plan.changes:
            kind, ends = address.split(".", 1)[0], address in plan.ends
            counter = forgotten if kind in FORGOTTEN and not ends else ended
            counter[kind] += 1
            wanted = declared[plan.stack].on_destroy(address)
            if address in declared[plan.stack].resources and kind in FORGOTTEN and ends != (wanted != "keep"):
                lines.append(
                    f"{address} of {plan.stack} is declared with on_destroy {wanted!r}, which was never applied: "
                    f"it {'ends' if ends else 'is kept'} as the state says. Apply first, if that is not what you want."
                )
    pairs = forgotten[PAIR]
    if pairs:
        lines.append(
            f"{_count(pairs, 'pair')} forgotten, not closed: the {2 * pairs} accounts live on and are paid for. "
            "`closed: true` in the organization file, and an apply, closes a pair; an apply later takes it up again."
        )
    if forgotten[MEMBERSHIP]:
        lines.append(
            f"{_count(forgotten[MEMBERSHIP], 'membership')} forgotten: the accounts stay in their organization."
        )
    if ended[MEMBERSHIP]:
        lines.append(f"{_count(ended[MEMBERSHIP], 'membership')} ended: the accounts leave their organization.")
    if forgotten[TRAIL]:
        lines.append(f"{_count(forgotten[TRAIL], 'trail')} forgotten: they go on logging.")
    if ended[TRAIL]:
        lines.append(f"{_count(ended[TRAIL], 'trail')} deleted: they log nothing any more.")
    others = ended.total() - ended[MEMBERSHIP] - ended[TRAIL]
    if others:
        lines.append(f"{_count(others, 'other resource')} deleted.")
    if kept:
        lines.append(
            f"{_count(kept, 'resource')} kept: organizations and log buckets (prevent_destroy) and what hangs on them, "
            "such as units and guardrails. docs/organization-models.md, Tear down, ends them."
        )
    return "\n".join(lines)


def results_text(results: Sequence[StackResult], rows: Rows, seconds: float) -> str:
    """The end: what became of each stack, and of each pair."""
    words: dict[Outcome, str] = {"no_changes": "No changes", "not_reached": "not reached"}
    lines = []
    for one in results:
        lines.append(f"{one.stack}: {words.get(one.outcome, one.outcome)}{_changes(one.done)}")
        lines += _warnings(one.warnings)
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


def _warnings(warnings: Iterable[str]) -> Iterable[str]:
    """Each once; what is forgotten is told by its number elsewhere."""
    for warning, number in Counter(each for each in warnings if "will be forgotten" not in each).items():
        yield f"  warning: {warning}{f' ({number} times)' if number > 1 else ''}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _and(names: Sequence[str]) -> str:
    return " and ".join(names)


def _changes(number: int) -> str:
    return f", {_count(number, 'change')}" if number else ""
