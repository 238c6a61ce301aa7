"""A stack's plan, as Terraform's events tell it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from custom_resources.scripts.stacks.declared import PAIR
from custom_resources.scripts.stacks.terraform import Ended, Event

State = Literal["planned", "no_changes", "declared", "kept", "failed"]
_NOTHING = frozenset({"noop", "no-op", "read"})


@dataclass
class StackPlan:
    """What one stack would become.

    state: `planned`; `no_changes`; `declared` where what it reads isn't there yet, so that it can't be planned;
    `kept` where a destroy has nothing to do; `failed`. changes: action and address. outputs: those that will change,
    with the action. waits_for: the stacks whose outputs it needs. file: the plan to apply.
    existing_pairs: how many the state of a `declared` one has already. ends: what it ends in AWS, of what a
    destroy would otherwise only forget, by the `on_destroy` in the state: what was applied counts, not the file.
    """

    stack: str
    state: State = "no_changes"
    changes: list[tuple[str, str]] = field(default_factory=list)
    outputs: dict[str, str] = field(default_factory=dict)
    waits_for: tuple[str, ...] = ()
    declared: Mapping[str, int] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    problem: str = ""
    file: Path | None = None
    existing_pairs: int = 0
    ends: frozenset[str] = frozenset()

    def take(self, event: Event) -> None:
        """Take in one of the events of `terraform plan`."""
        kind = event.get("type")
        if kind == "planned_change":
            change = event["change"]
            if change["action"] not in _NOTHING:
                self.changes.append((change["action"], change["resource"]["addr"]))
        elif kind == "outputs":
            self.outputs = {
                name: one["action"]
                for name, one in event["outputs"].items()
                if one.get("action", "noop") not in _NOTHING
            }

    def counts(self) -> dict[str, int]:
        """How many resources are added, changed and destroyed; a replaced one is both added and destroyed."""
        actions = Counter(action for action, _ in self.changes)
        return {
            "add": actions["create"] + actions["replace"] + actions["import"],
            "change": actions["update"] + actions["move"],
            "destroy": actions["delete"] + actions["replace"] + actions["forget"],
        }

    @property
    def removals(self) -> set[str]:
        """Addresses of what would be destroyed or replaced."""
        return {address for action, address in self.changes if action in ("delete", "replace")}

    @property
    def closings(self) -> set[str]:
        """The provider's warnings of pairs that will be closed, which can't be undone."""
        return {warning for warning in self.warnings if warning.endswith("will be closed")}

    @property
    def new_pairs(self) -> int:
        """How many pairs would be made."""
        if self.state == "declared":
            return max(0, self.declared.get("pairs", 0) - self.existing_pairs)
        return sum(action == "create" and address.startswith(f"{PAIR}.") for action, address in self.changes)

    def document(self) -> dict[str, Any]:
        """The plan as JSON."""
        return {
            "stack": self.stack,
            "state": self.state,
            **self.counts(),
            "changes": [{"action": action, "address": address} for action, address in self.changes],
            "declared": dict(self.declared),
            "waits_for": list(self.waits_for),
            "warnings": list(self.warnings),
            "problem": self.problem or None,
        }


def lacks_inputs(ended: Ended) -> bool:
    """Whether a plan failed for nothing but outputs of other stacks that aren't there."""
    return bool(ended.errors) and all(_about_outputs(each) for each in ended.errors)


def _about_outputs(diagnostic: Mapping[str, Any]) -> bool:
    snippet = diagnostic.get("snippet") or {}
    words: Sequence[str] = (str(diagnostic.get("address", "")), str(snippet.get("code", "")))
    return any("data.terraform_remote_state." in each for each in words)
