"""What the screen shows: a line for each stack and one for each pair, kept up to date by events and progress."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from custom_resources.scripts.stacks.declared import FORGOTTEN, MEMBERSHIP, PAIR, DeclaredPair, DeclaredStack
from custom_resources.scripts.stacks.ownership import Ownership
from custom_resources.scripts.stacks.steps import Step, parse_progress, step_told
from custom_resources.scripts.stacks.terraform import Event, diagnostic_text

_DOING = {"create": "creating", "update": "changing", "delete": "destroying", "replace": "replacing"}
_DONE = {
    "creating": "created",
    "changing": "changed",
    "destroying": "destroyed",
    "replacing": "replaced",
    "forgetting": "forgotten",
}


@dataclass
class PairRow:
    """One pair: the steps that it has come to, and what it waits for.

    goal: the last step that is declared for it. detail: what was seen last. problem: why it failed. gone: a destroy
    has forgotten it. began, ended: seconds of the clock, of what this run does with it.
    """

    pair: DeclaredPair
    goal: Step
    reached: set[Step] = field(default_factory=lambda: {Step.DECLARED})
    detail: str = ""
    problem: str = ""
    gone: bool = False
    began: float | None = None
    ended: float | None = None
    commercial_account_id: str | None = None
    govcloud_account_id: str | None = None

    @property
    def step(self) -> Step:
        """The furthest step."""
        return max(self.reached)

    @property
    def words(self) -> str:
        """The state as it is shown."""
        if self.problem:
            return "failed"
        return "forgotten" if self.gone else self.step.words

    @property
    def moving(self) -> bool:
        """Whether something is being done with it now."""
        return self.began is not None and self.ended is None

    def seconds(self, now: float) -> float | None:
        """How long this run has been at it, or was."""
        return None if self.began is None else (now if self.ended is None else self.ended) - self.began


@dataclass
class StackRow:
    """One stack: what is being done with it, how many of its changes are done, and what is being changed."""

    name: str
    phase: str = "to do"
    done: int = 0
    total: int = 0
    current: list[str] = field(default_factory=list)
    began: float | None = None
    ended: float | None = None

    def seconds(self, now: float) -> float | None:
        """How long it has been worked on, or was."""
        return None if self.began is None else (now if self.ended is None else self.ended) - self.began


class Rows:
    """All rows. Thread-safe: Terraform's events and the provider's progress come from two threads.

    on_line: is told each change, in words, where there is no screen.
    """

    def __init__(
        self,
        stacks: Sequence[DeclaredStack],
        ownership: Ownership,
        shown: Sequence[DeclaredPair] | None = None,
        clock: Callable[[], float] = time.monotonic,
        on_line: Callable[[str], None] = lambda line: None,
    ) -> None:
        self._lock = threading.RLock()
        self._clock, self._on_line = clock, on_line
        self._ownership = ownership
        self._declared = {stack.name: stack for stack in stacks}
        self.stacks = {stack.name: StackRow(stack.name) for stack in stacks}
        pairs = ownership.pairs if shown is None else shown
        self.pairs = {pair: PairRow(pair, self._goal(pair)) for pair in pairs}
        self._by_words = {pair.email.casefold(): pair for pair in pairs}
        self.ends: dict[str, frozenset[str]] = {}
        """By stack: what its plan ends in AWS, of what a destroy would otherwise only forget."""
        self.begun = False
        """Whether anything was changed, or may have been: an apply of some resource was begun."""

    def now(self) -> float:
        """The clock that rows are timed by."""
        return self._clock()

    def phase(self, stack: str, phase: str, *, over: bool = False) -> None:
        """A stack comes to another phase: initializing, planning, applying, applied, No changes…

        One that has no row is only looked at, and not told of.
        """
        with self._lock:
            row = self.stacks.get(stack)
            if row is None:
                return
            row.phase = phase
            row.began = self._clock() if row.began is None else row.began
            row.ended = self._clock() if over else None
            row.current = [] if over else row.current
            self._on_line(f"{stack}: {phase}")

    def restart(self) -> None:
        """Between the plan and the apply: the stacks are to do once more; what is known of the pairs stays."""
        with self._lock:
            self.stacks = {name: StackRow(name) for name in self.stacks}

    def event(self, stack: str, event: Event) -> None:
        """Take in one of Terraform's events."""
        kind = event.get("type")
        hook = event.get("hook", {})
        if hook.get("action") == "read":
            return
        with self._lock:
            if kind == "change_summary" and event["changes"].get("operation") == "plan":
                changes = event["changes"]
                row = self.stacks[stack]
                row.total, row.done = changes["add"] + changes["change"] + changes["remove"], 0
            elif kind == "diagnostic":
                self._diagnostic(stack, event["diagnostic"])
            elif kind == "outputs":
                self._outputs(stack, event.get("outputs", {}))
            elif kind == "refresh_complete":
                self._refreshed(stack, hook)
            elif kind in ("apply_start", "apply_complete", "apply_errored"):
                getattr(self, f"_{kind}")(stack, hook)

    def outputs(self, stack: str, outputs: Mapping[str, Any]) -> None:
        """Take in a stack's outputs, as `terraform output -json` tells them."""
        with self._lock:
            self._outputs(stack, outputs)

    def message(self, message: str) -> None:
        """Take in one line of the provider's progress."""
        parsed = parse_progress(message)
        if parsed is None:
            return
        about, seen = parsed
        with self._lock:
            pair = self._by_words.get(about)
            if pair is None:
                return
            row = self.pairs[pair]
            step, before = step_told(seen), row.words
            if row.ended is not None and not row.moving:
                return  # it came late: Terraform has told the end already
            if step is not None and step <= row.goal:
                row.reached.add(step)
            if step is not None or row.detail != seen:
                row.detail = seen
            if row.words != before or "cannot be assumed" in seen:
                self._say(row, seen)

    def _goal(self, pair: DeclaredPair) -> Step:
        for stack in self._declared.values():
            for address in self._ownership.of(pair, stack):
                if address.startswith(f"{MEMBERSHIP}."):
                    return Step.PLACED if stack.resources[address].get("parent_id") else Step.JOINED
        return Step.CREATED

    def _row(self, stack: str, address: str) -> PairRow | None:
        pair = self._ownership.owner(stack, address)
        return None if pair is None else self.pairs.get(pair)

    def _doing(self, stack: str, hook: Mapping[str, Any]) -> str:
        address, action = hook["resource"]["addr"], hook.get("action", "")
        if action == "delete" and address.split(".", 1)[0] in FORGOTTEN and address not in self.ends.get(stack, ()):
            return "forgetting"
        return _DOING.get(action, str(action))

    def _apply_start(self, stack: str, hook: Mapping[str, Any]) -> None:
        address, action = hook["resource"]["addr"], hook.get("action", "")
        self.begun = True
        self.stacks[stack].current.append(address)
        row = self._row(stack, address)
        if row is None:
            return
        row.began = self._clock() if row.began is None else row.began
        row.ended = None
        kind = address.split(".", 1)[0]
        if action == "create" and kind == PAIR:
            row.reached.add(Step.REQUESTED)
        row.detail = "joining" if kind == MEMBERSHIP and action == "create" else f"{self._doing(stack, hook)} {kind}"
        self._say(row, row.detail)

    def _apply_complete(self, stack: str, hook: Mapping[str, Any]) -> None:
        address, action = hook["resource"]["addr"], hook.get("action", "")
        stack_row, row = self.stacks[stack], self._row(stack, address)
        stack_row.done += 1
        if address in stack_row.current:
            stack_row.current.remove(address)
        kind, done = address.split(".", 1)[0], _DONE.get(self._doing(stack, hook), action)
        if row is None:
            self._on_line(f"{stack}: {address} {done} in {hook.get('elapsed_seconds', 0):.0f} s")
            return
        row.ended, row.detail = self._clock(), ""
        if kind in (PAIR, MEMBERSHIP) and action == "create":
            self._stands(row, kind, hook)
            self._say(row, "")
        else:
            if kind == PAIR and action == "delete":
                row.gone = True
            row.detail = f"{kind} {done}"
            self._say(row, row.detail)

    def _apply_errored(self, stack: str, hook: Mapping[str, Any]) -> None:
        address = hook["resource"]["addr"]
        if address in self.stacks[stack].current:
            self.stacks[stack].current.remove(address)
        row = self._row(stack, address)
        if row is not None:
            row.ended = self._clock()
            row.problem = row.problem or f"{address} failed"

    def _refreshed(self, stack: str, hook: Mapping[str, Any]) -> None:
        address = hook["resource"]["addr"]
        row = self._row(stack, address)
        if row is not None and not row.moving and row.ended is None:
            self._stands(row, address.split(".", 1)[0], hook)

    def _stands(self, row: PairRow, kind: str, hook: Mapping[str, Any]) -> None:
        """A pair or a membership is there: made now, or found by the refresh."""
        if kind == PAIR:
            row.reached |= {Step.REQUESTED, Step.CREATING, Step.CREATED}
            row.commercial_account_id = hook.get("id_value") or row.commercial_account_id
        elif kind == MEMBERSHIP:
            row.reached |= {step for step in Step if step <= row.goal and step is not Step.WAITING}
            row.govcloud_account_id = hook.get("id_value") or row.govcloud_account_id

    def _diagnostic(self, stack: str, diagnostic: Mapping[str, Any]) -> None:
        if diagnostic.get("severity") != "error":
            return
        text = diagnostic_text(diagnostic)
        row = self._row(stack, str(diagnostic.get("address", "")))
        if row is not None:
            row.problem = text
            row.ended = self._clock() if row.began is not None else None
            self._say(row, text)
        else:
            self._on_line(f"{stack}: error: {text}")

    def _outputs(self, stack: str, outputs: Mapping[str, Any]) -> None:
        for name, ids in (outputs.get("pairs", {}).get("value") or {}).items():
            row = next((r for p, r in self.pairs.items() if p.stack == stack and name in (p.name, p.key)), None)
            if row is None or not isinstance(ids, Mapping):
                continue
            row.commercial_account_id = ids.get("commercial_account_id") or row.commercial_account_id
            row.govcloud_account_id = ids.get("govcloud_account_id") or row.govcloud_account_id
            if row.govcloud_account_id:
                self._by_words[row.govcloud_account_id] = row.pair

    def _say(self, row: PairRow, detail: str) -> None:
        self._on_line(f"{row.pair.name}: {row.words}{f' ({detail})' if detail else ''}")
