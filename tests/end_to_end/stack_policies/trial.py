"""A command's policies without one of their statements, where it is used."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.end_to_end.stack_policies.ground import Estate

STACKS = ("commercial", "account-pairs", "govcloud-agency", "baseline-commercial", "baseline-agency")
_ANOTHER = "creation requests tell the GovCloud account's id as well"
_TAGS = "outside of the partition aws hashicorp/aws goes on without tags that it may not read"
_LEAST = "the number of accounts that every organization may have is taken instead"
DONE_WITHOUT: Mapping[str, Mapping[tuple[str, str], str]] = {
    "apply": {
        ("commercial", "OnAccountQuota"): _LEAST,
        ("commercial", "OnOwnAccountAndMemberAccounts"): _ANOTHER,
        ("govcloud_management", "OnAccountsAndPoliciesAndUnits"): _TAGS,
    },
    "plan": {
        ("commercial", "OnAccountQuota"): _LEAST,
        ("commercial", "OnOwnAccountAndMemberAccounts"): _ANOTHER,
        ("govcloud_management", "OnAccountQuota"): _LEAST,
    },
    "destroy": {},
}
"""Where a command ends well, or names nothing, without a statement: why."""
SOMETIMES = {("govcloud_management", "OnAccounts")}
"""What may end well without, as the calls come: accounts are read one by one or listed, as is less; and a half's state,
which Account Management tells too, is UNREADABLE then."""


@dataclass
class Trial:
    """Takes each statement of a command's policies out where it is used, until it is refused.

    only: the statements, by principal and name, that are tried; None for all. refused, done_without: which were.
    """

    estate: Estate
    command: str
    only: set[tuple[str, str]] | None = None
    refused: set[tuple[str, str]] = field(default_factory=set)
    done_without: set[tuple[str, str]] = field(default_factory=set)

    def step(self, *arguments: str) -> None:
        """Run the command with its policies; then again from where it began, without each statement it used."""
        estate, kept = self.estate, self.estate.folder / "kept"
        estate.hold(self.command)
        before = estate.simulator.snapshot()
        shutil.copytree(estate.folder / "states", kept / "before")
        estate.run(self.command, *arguments)
        after = estate.simulator.snapshot()
        shutil.copytree(estate.folder / "states", kept / "after")
        for principal, statement in estate.used(self.command):
            one = (principal, statement.sid)
            if self.only is not None and one not in self.only:
                continue
            if one in self.refused or (one in self.done_without and one in DONE_WITHOUT[self.command]):
                continue
            self._back_to(before, kept / "before")
            estate.hold(self.command, statement, principal)
            code, output = estate.outcome(self.command, *arguments)
            named = any(action in output for action in statement.actions)
            (self.refused if code and named else self.done_without).add(one)
        self.done_without -= self.refused
        self._back_to(after, kept / "after")
        shutil.rmtree(kept)

    def _back_to(self, world: bytes, states: Path) -> None:
        self.estate.simulator.restore_snapshot(world)
        shutil.rmtree(self.estate.folder / "states")
        shutil.copytree(states, self.estate.folder / "states")
