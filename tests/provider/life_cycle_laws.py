"""What must hold in a life cycle: after an apply that succeeded, and always; and what may be refused."""

from __future__ import annotations

import json
from typing import Any

from hypothesis.stateful import RuleBasedStateMachine, invariant

from custom_resources.engine import rules as aws_rules
from custom_resources.engine.model import CLOSED_STATES
from custom_resources.engine.rules import OWNER_MARKER
from tests.provider.ground import Ground
from tests.provider.host import Configuration, Host
from tests.provider.life_cycle_inputs import EMAILS, SLOTS, membership_at, pair_at


class Laws(RuleBasedStateMachine):
    """One payer, one state, two pairs and their memberships: what is known of them, and what must hold.

    reopened: whose accounts somebody had reopened, while the state has them closed; not to be closed by what is left.
    """

    ground: Ground
    host: Host

    def __init__(self) -> None:
        super().__init__()
        self.pairs: dict[str, dict[str, Any]] = {}
        self.memberships: dict[str, dict[str, Any]] = {}
        self.may_be_closed: set[str] = set()
        self.may_be_out: set[str] = set()
        self.imported: set[str] = set()
        self.ever_joined: set[str] = set()
        self.reopened: set[str] = set()

    def configuration(self) -> Configuration:
        """What is declared."""
        raise NotImplementedError

    def _stored_as_closed(self, slot: str) -> bool:
        values = self.host.values(pair_at(slot)) if pair_at(slot) in self.host.state else {}
        return bool(values.get("closed")) or values.get("commercial_state") in CLOSED_STATES

    def possible_refusals(self, imports: Any = ()) -> set[str]:
        """Addresses that may end in an error although AWS answers everything: what was done outside, or is asked for,
        leaves nothing that could be done.
        """
        may: set[str] = set()
        for slot in SLOTS:
            if self._pair_may_fail(slot, imports):
                may |= {pair_at(slot), membership_at(slot)}
            elif self._membership_may_fail(slot, imports):
                may.add(membership_at(slot))
        return may

    def _pair_may_fail(self, slot: str, imports: Any) -> bool:
        stored, declared = pair_at(slot) in self.host.state, self.pairs.get(slot)
        account = self.ground.account(EMAILS[slot])
        if stored:
            assert account is not None
            out = self.ground.manager(account.account_id) is None
            shut = self.ground.closed(account.account_id)
            again = not shut and self._stored_as_closed(slot) and declared is not None and declared.get("closed")
            return out or bool(again) or (shut and declared is not None)
        if declared is None:
            return False
        if account is None:
            return bool(declared.get("closed")) or not _creatable(declared["name"])
        if self.ground.manager(account.account_id) is None or self.ground.closed(account.account_id):
            return True
        if pair_at(slot) in imports:
            return False
        if declared.get("adopt_existing"):
            return bool(declared.get("closed"))
        marked = self.ground.member(account.account_id).tags.get(OWNER_MARKER) == "govpair"
        return not marked or not _creatable(declared["name"]) or bool(declared.get("closed"))

    def _membership_may_fail(self, slot: str, imports: Any) -> bool:
        pair = self.ground.pair(EMAILS[slot])
        if pair is None:
            return False
        manager = self.ground.manager(pair.govcloud.account_id)
        ours = manager == self.ground.govcloud.account_id
        if self.ground.closed(pair.govcloud.account_id) or (self.pairs.get(slot) or {}).get("closed"):
            return True
        if membership_at(slot) in self.host.state or membership_at(slot) in imports:
            return not ours
        return manager is not None and not ours

    def settled(self) -> None:
        """The plan is empty, with and without a refresh, and state, configuration and AWS agree."""
        declared = self.configuration()
        self.ground.simulator.reset_calls()
        for refresh in (False, True):
            plan = self.host.plan(declared, refresh=refresh)
            assert not plan.errors, plan.errors
            told = {
                address: _difference(json.loads(stored.json), plan.changes[address].after)
                for address, stored in plan.refreshed.items()
                if address in plan.actions
            }
            assert plan.empty, (refresh, plan.actions, told)
        assert self.ground.changes() == []
        assert set(self.host.state) == set(declared)
        self.host.state = plan.refreshed  # closing a pair shows in its membership's state from now on
        for slot in SLOTS:
            if pair_at(slot) in declared:
                self._pair_agrees(slot)
            if membership_at(slot) in declared:
                self._membership_agrees(slot)

    def _pair_agrees(self, slot: str) -> None:
        state, declared = self.host.values(pair_at(slot)), self.pairs[slot]
        pair = self.ground.pair(EMAILS[slot])
        assert pair is not None
        assert state["id"] == state["commercial_account_id"] == pair.commercial.account_id
        assert state["govcloud_account_id"] == pair.govcloud.account_id
        if self.ground.manager(pair.commercial.account_id) is None:  # closed here, and gone since
            assert declared.get("closed")
            assert state["commercial_state"] == state["govcloud_state"] == "CLOSED"
            return
        member = self.ground.member(pair.commercial.account_id)
        assert state["name"] == declared["name"] == pair.commercial.name
        resting = declared.get("closed") and declared.get("closed_accounts_parent_id")
        if resting:
            assert resting == state["closed_accounts_parent_id"] == member.parent_id
        else:
            assert state["parent_id"] == member.parent_id
            assert declared.get("parent_id") in (None, member.parent_id)
        assert (state["tags"] or {}) == (declared.get("tags") or {})
        self._tags_agree(state, declared, member.id)
        assert (state["commercial_state"], state["govcloud_state"]) == (pair.commercial.state, pair.govcloud.state)
        if declared.get("closed"):
            # A pair whose closing is under way can be imported as closed; nobody waits for its end then.
            assert pair.commercial.state == "SUSPENDED" or slot in self.imported
        for side, account in (("commercial", pair.commercial), ("govcloud", pair.govcloud)):
            partition = "aws" if side == "commercial" else "aws-us-gov"
            role = f"arn:{partition}:iam::{account.account_id}:role/{state['role_name']}"
            assert state[f"{side}_role_arn"] == role

    def _membership_agrees(self, slot: str) -> None:
        state, declared = self.host.values(membership_at(slot)), self.memberships[slot]
        pair = self.ground.pair(EMAILS[slot])
        assert pair is not None
        member = self.ground.member(pair.govcloud.account_id)
        self.ever_joined.add(slot)
        self.may_be_out.discard(slot)
        assert member.master_account_id == self.ground.govcloud.account_id
        assert state["id"] == state["account_id"] == member.id
        assert state["parent_id"] == member.parent_id
        assert declared["parent_id"] in (None, member.parent_id)
        assert state["name"] == pair.govcloud.name
        assert declared.get("name") in (None, pair.govcloud.name)
        assert (state["tags"] or {}) == (declared["tags"] or {})
        self._tags_agree(state, declared, member.id)
        assert state["state"] == pair.govcloud.state

    def _tags_agree(self, state: dict[str, Any], declared: dict[str, Any], account_id: str) -> None:
        """Tags are managed, and read, only where some are declared: others' stay where none are."""
        assert state["tags_all"] == self._all_tags(declared)
        if state["tags_all"]:
            assert state["tags_all"] == self.ground.tags(account_id)

    def _all_tags(self, declared: dict[str, Any]) -> dict[str, str]:
        return {**(self.host.settings.get("default_tags") or {}), **(declared.get("tags") or {})}

    @invariant()
    def nothing_is_lost(self) -> None:
        """Never two pairs for one email, nothing closed that nobody asked to close, nothing tainted, nobody put out."""
        emails = [pair.commercial.email.lower() for pair in self.ground.pairs()]
        assert len(emails) == len(set(emails))
        assert set(emails) <= set(EMAILS.values())
        assert not [address for address, stored in self.host.state.items() if stored.tainted]
        for slot in SLOTS:
            pair = self.ground.pair(EMAILS[slot])
            if pair is not None and slot not in self.may_be_closed:
                assert not self.ground.closed(pair.commercial.account_id)
                assert not self.ground.closed(pair.govcloud.account_id)
            if slot in self.reopened:
                assert pair is not None
                assert not self.ground.closed(pair.commercial.account_id)
            if slot in self.ever_joined - self.may_be_out:
                assert pair is not None
                assert self.ground.own(pair.govcloud.account_id)


def _creatable(name: str) -> bool:
    return aws_rules.new_account_name(name) is None


def _difference(before: Any, after: Any) -> Any:
    return {name: (before[name], after[name]) for name in before if after is None or before[name] != after[name]}
