"""Whatever is declared, changed outside, or fails: never an inconsistent result, never a perpetual diff, nothing lost.

Hypothesis makes up sequences of changes to the configuration, of changes outside Terraform, and of failures; the small
Terraform of :mod:`tests.provider.host` applies them to the simulator. What must hold is in
:mod:`tests.provider.life_cycle_laws`.

See :mod:`tests.provider.mishaps` for running more sequences than these few.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from typing import Any

import pytest
from hypothesis import event
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from custom_resources.engine.rules import OWNER_MARKER
from partition_simulator import Fault
from partition_simulator.world.account import Pair
from tests.provider import mishaps
from tests.provider.ground import ground
from tests.provider.host import Configuration, Host, Outcome, Reference
from tests.provider.life_cycle_inputs import (
    EMAILS,
    ROLES,
    SLOTS,
    Edit,
    Step,
    Stroke,
    membership_at,
    names,
    pair_at,
    steps,
)
from tests.provider.life_cycle_laws import Laws


class LifeCycle(Laws):
    """What is done to them."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.ground = self.stack.enter_context(ground())
        self.host = Host(self.ground.provider, self.ground.settings())

    def teardown(self) -> None:
        self.stack.close()

    # What is declared

    def configuration(self) -> Configuration:
        declared: dict[str, dict[str, Any]] = {}
        for slot, values in sorted(self.pairs.items()):
            declared[pair_at(slot)] = {"email": EMAILS[slot], **values}
        for slot, values in sorted(self.memberships.items()):
            if slot in self.pairs:
                whose = pair_at(slot)
                declared[membership_at(slot)] = {
                    "account_id": Reference(whose, "govcloud_account_id"),
                    "role_name": Reference(whose, "role_name"),
                    **values,
                }
        return declared

    def _parent(self, side: Any, unit: str | None) -> str | None:
        return None if unit is None else self.ground.parents[side][unit]

    @initialize(name=names, two=st.booleans(), members=st.booleans())
    def begin(self, name: str, two: bool, members: bool) -> None:
        for slot in SLOTS if two else SLOTS[:1]:
            self.edit_pair(slot, name, None, {"CostCenter": "1"}, named=False)
            if members:
                self.memberships[slot] = {"parent_id": None, "tags": None}

    def turn(
        self,
        edits: Sequence[Edit],
        strokes: Sequence[Stroke] = (),
        problems: Sequence[mishaps.Problem] = (),
        looks: int | None = None,
    ) -> None:
        """The configuration is edited, things happen outside, and an apply meets some problems, or none."""
        for kind, slot, values in edits:
            getattr(self, f"edit_{kind}")(slot, **values)
        for stroke in strokes:
            self.strike(*stroke)
        if not problems and looks is None:
            self.apply_well()
            return
        for problem in problems:
            self.ground.simulator.inject(Fault(**problem))
        self.ground.looks_left = looks
        outcome = self._apply()
        event("met problems and " + ("failed" if outcome.errors else "succeeded"))
        self.ground.simulator.clear_faults()
        self.ground.looks_left = None
        if not outcome.errors:
            self.settled()

    @rule(step=steps)
    def step(self, step: Step) -> None:
        """One rule for all: of several, Hypothesis leaves out some in each example, and all are wanted in each."""
        kind, values = step
        getattr(self, kind)(**values)

    def apply(self) -> None:
        """Nothing was changed since, and nothing goes wrong now."""
        self.apply_well()

    def apply_well(self, **options: Any) -> None:
        """Apply while AWS answers everything: an error is only fine where nothing could be done."""
        refusals = self.possible_refusals(options.get("imports", ()))
        outcome = self._apply(**options)
        event("applied " + ("and was refused" if outcome.errors else "well"))
        unexpected = [said for said in outcome.errors if said.address not in refusals]
        assert not unexpected, unexpected
        if not outcome.errors:
            self.settled()

    # Edits of the configuration

    def edit_pair(self, slot: str, name: str, unit: str | None, tags: Any, named: bool) -> None:
        self.pairs[slot] = {
            "name": name,
            "parent_id": self._parent("commercial", unit),
            "tags": tags,
            # It can't be changed: the one is the default, which may be left out.
            "role_name": ROLES[slot] if named or slot == "b" else None,
            "closed": self.pairs.get(slot, {}).get("closed"),
            "closed_accounts_parent_id": self.pairs.get(slot, {}).get("closed_accounts_parent_id"),
        }

    def edit_what_only_terraform_knows(self, slot: str, timeouts: Any, adopt: bool, spelled: bool) -> None:
        if slot in self.pairs:
            self.pairs[slot] |= {"timeouts": timeouts, "adopt_existing": adopt}
            self.pairs[slot]["email"] = EMAILS[slot].upper() if spelled else EMAILS[slot]

    def edit_name(self, slot: str, name: str) -> None:
        if slot in self.pairs and pair_at(slot) in self.host.state:
            self.pairs[slot]["name"] = name

    def edit_closed(self, slot: str, closed: bool, unit: str | None) -> None:
        if slot in self.pairs and (not closed or pair_at(slot) in self.host.state):
            self.pairs[slot]["closed"] = closed
            self.pairs[slot]["closed_accounts_parent_id"] = self._parent("commercial", unit)

    def edit_default_tags(self, slot: str, tags: Any) -> None:
        self.host.settings = {**self.host.settings, "default_tags": tags}

    def edit_membership(self, slot: str, unit: str | None, **values: Any) -> None:
        self.memberships[slot] = {"parent_id": self._parent("govcloud", unit), **values}

    def edit_no_pair(self, slot: str) -> None:
        self.pairs.pop(slot, None)

    def edit_no_membership(self, slot: str) -> None:
        self.memberships.pop(slot, None)

    # What others do

    def strike(self, slot: str, what: str) -> None:
        """One thing that happens outside Terraform, where it can."""
        pair = self.ground.pair(EMAILS[slot])
        if pair is None:
            return
        side, _, action = what.partition(" ")
        half = pair.commercial if side == "commercial" else pair.govcloud
        if action == "close":
            self.may_be_closed.add(slot)
            self.reopened.discard(slot)
            self.ground.close(pair)
        elif action == "reopen" and pair.commercial.state == "SUSPENDED":
            self.ground.reopen(pair)
            if self._stored_as_closed(slot):
                self.reopened.add(slot)
        elif action == "put right":
            self._put_right(slot, pair)
        elif action == "rival" and not self.ground.closed(half.account_id):
            self.may_be_out.add(slot)
            if self.ground.manager(half.account_id):
                self.ground.expel(half.account_id)
            self.ground.admit(half.account_id, self.ground.stranger)
        elif action in ("DECLINED", "CANCELED", "EXPIRED"):
            self.ground.end_handshakes(half.account_id, action)
        elif self.ground.own(half.account_id):
            self._strike_member(slot, half.account_id, action)

    def _strike_member(self, slot: str, account_id: str, action: str) -> None:
        member = self.ground.member(account_id)
        if action == "rename":
            member.account.name = "Changed by hand"
        elif action == "move":
            self.ground.move(account_id, "Workloads")
        elif action == "tag":
            member.tags |= {"Stray": "1", "CostCenter": "999"}
        elif action == "untag":
            for key in self.ground.tags(account_id):
                del member.tags[key]
        elif action == "unmark":
            member.tags.pop(OWNER_MARKER, None)
        elif action == "expel":
            self.may_be_out.add(slot)
            self.ground.expel(account_id)

    def _put_right(self, slot: str, pair: Pair) -> None:
        """The accounts are brought back to where they belong."""
        if self.ground.manager(pair.commercial.account_id) is None:
            self.ground.admit(pair.commercial.account_id, self.ground.commercial)
        if self.ground.manager(pair.govcloud.account_id) == self.ground.stranger.account_id:
            self.ground.expel(pair.govcloud.account_id)
        if membership_at(slot) in self.host.state and self.ground.manager(pair.govcloud.account_id) is None:
            self.ground.admit(pair.govcloud.account_id, self.ground.govcloud)

    # What Terraform's user does besides

    def forget(self, slot: str, again: bool) -> None:
        """`terraform state rm` of a pair and its membership, and an apply that finds them again."""
        self._forget(slot)
        if again:
            self.apply_well()

    def _forget(self, slot: str) -> None:
        self.reopened.discard(slot)
        for address in (pair_at(slot), membership_at(slot)):
            if address in self.host.state:
                self.host.forget(address)

    def bring_in(self, slot: str, by_email: bool, membership: bool) -> None:
        """Import a pair, as if another state had made it."""
        if pair_at(slot) not in self.host.state:
            self.apply_well()
        pair = self.ground.pair(EMAILS[slot])
        if pair is None or slot not in self.pairs:
            return
        self._forget(slot)
        self.imported.add(slot)
        imports = {pair_at(slot): EMAILS[slot] if by_email else pair.commercial.account_id}
        if membership:
            imports[membership_at(slot)] = pair.govcloud.account_id
        self.apply_well(imports=imports)

    def try_what_is_refused(self, slot: str, trick: str) -> None:
        """Nothing may come of it, in the state or in AWS."""
        if pair_at(slot) not in self.host.state:
            self.apply_well()
        address, before = pair_at(slot), dict(self.host.state)
        if slot not in self.pairs or address not in before:
            return
        if trick == "rival" and not self.ground.own(self.host.values(address)["id"]):
            return  # that account can't be found by its email any more: AWS is asked to make it, and refuses
        if trick == "role" and b"imported" in before[address].private:
            return  # AWS never told which role it is, so it can be corrected until something was changed here
        declared, host = {**self.configuration()}, self.host
        self.ground.simulator.reset_calls()
        options: dict[str, Any] = {}
        if trick == "taint":
            host.taint(address)
        elif trick == "replace":
            options["replacing"] = [address]
        elif trick == "renamed":
            declared = {f"{name}_renamed" if name == address else name: item for name, item in declared.items()}
            declared.pop(membership_at(slot), None)
        elif trick == "email":
            declared[address] = {**declared[address], "email": "another@example.gov"}
        elif trick == "role":
            declared[address] = {**declared[address], "role_name": "Quite.Another"}
        else:
            host = Host(self.ground.provider, self.ground.settings(owner="rival"))
            declared = {address: {**declared[address], "adopt_existing": False, "name": "alpha", "closed": False}}
        outcome = host.apply(declared, **options)
        if trick == "taint":
            host.untaint(address)
        assert outcome.errors, trick
        assert host.state == ({} if trick == "rival" else before)
        assert self.ground.changes() == []

    def _apply(self, **options: Any) -> Outcome:
        declared = self.configuration()
        for slot in SLOTS:
            address = membership_at(slot)
            gone = address in self.host.state and address not in declared
            if gone and self.host.values(address)["on_destroy"] == "remove":
                self.may_be_out.add(slot)
            if self.pairs.get(slot, {}).get("closed"):
                self.may_be_closed.add(slot)
            else:
                self.reopened.discard(slot)  # what is asked for from now on is asked for anew
        return self.host.apply(declared, **options)


@pytest.fixture(autouse=True, scope="module")
def no_waiting() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        mishaps.no_waiting(patch)
        yield


LifeCycle.TestCase.settings = mishaps.profile(25)
TestLifeCycle = LifeCycle.TestCase
