"""Whatever is declared, changed outside, or fails: never an inconsistent result, never a perpetual diff, nothing lost.

Hypothesis makes up sequences of changes to the configuration, of changes outside Terraform, and of failures; the small
Terraform of :mod:`tests.provider.host` applies them to the simulator. What must hold is in :meth:`LifeCycle.settled`
(after an apply that succeeded) and in the invariants (always).

See :mod:`tests.provider.mishaps` for running more sequences than these few.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from typing import Any

import pytest
from hypothesis import event
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from custom_resources.engine import rules as aws_rules
from custom_resources.engine.model import CLOSED_STATES
from custom_resources.engine.rules import OWNER_MARKER
from partition_simulator import Fault
from partition_simulator.world.account import Pair
from tests.provider import mishaps
from tests.provider.ground import UNITS, Ground, ground
from tests.provider.host import Configuration, Host, Outcome, Reference

SLOTS = ("a", "b")
EMAILS = {slot: f"aws+{slot}@example.gov" for slot in SLOTS}
ROLES = {"a": "OrganizationAccountAccessRole", "b": "Landing.Role"}

slots = st.sampled_from(SLOTS)
units = st.sampled_from(UNITS)
names = st.sampled_from(["alpha", "Beta.2", "alpha-b"])
existing_names = st.sampled_from(["alpha", "Log Archive", "x", "a" * 50])
keys = st.sampled_from(["CostCenter", "Ünit", "a b", "x" * 128])
tags = st.none() | st.dictionaries(keys, st.sampled_from(["", "100", "é ü", "v" * 256]), max_size=3)
timeouts = st.sampled_from([None, {}, {"create": "90m"}, {"update": "1h30m", "delete": None}])

OPERATIONS: Mapping[str, Sequence[str]] = {
    "organizations": [
        *["CreateGovCloudAccount"] * 4,
        *["CloseAccount", "InviteAccountToOrganization", "AcceptHandshake"] * 2,
        *("DescribeCreateAccountStatus", "ListCreateAccountStatus", "ListAccounts"),
        *("DescribeAccount", "ListParents", "ListChildren", "MoveAccount", "CloseAccount", "DescribeOrganization"),
        *("ListTagsForResource", "TagResource", "UntagResource", "RemoveAccountFromOrganization"),
        *("InviteAccountToOrganization", "AcceptHandshake", "DescribeHandshake"),
        *("ListHandshakesForOrganization", "ListHandshakesForAccount", "*"),
    ],
    "account": ["GetGovCloudAccountInformation", "PutAccountName", "*"],
    "sts": ["AssumeRole", "GetCallerIdentity"],
}
problems = st.lists(mishaps.problems(OPERATIONS), min_size=1, max_size=3)

Edit = tuple[str, str, dict[str, Any]]
Stroke = tuple[str, str]

maybe_unit = st.none() | units
EDITS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "pair": {"name": names, "unit": maybe_unit, "tags": tags, "named": st.booleans()},
    "what_only_terraform_knows": {"timeouts": timeouts, "adopt": st.booleans(), "spelled": st.booleans()},
    "name": {"name": existing_names},
    "closed": {"closed": st.booleans(), "unit": maybe_unit},
    "default_tags": {"tags": tags},
    "membership": {
        "unit": maybe_unit,
        "name": st.none() | existing_names,
        "tags": tags,
        "invitation_notes": st.sampled_from([None, "", "welcome"]),
        "on_destroy": st.sampled_from([None, "keep", "remove"]),
        "timeouts": timeouts,
    },
    "no_pair": {},
    "no_membership": {},
}
edits: st.SearchStrategy[Edit] = st.one_of(
    *(st.tuples(st.just(kind), slots, st.fixed_dictionaries(values)) for kind, values in EDITS.items())
)
looks = st.integers(0, 12)
strokes: st.SearchStrategy[Stroke] = st.tuples(
    slots,
    st.sampled_from(
        [f"commercial {action}" for action in ("rename", "move", "tag", "untag", "unmark", "close", "reopen", "expel")]
        + [
            f"govcloud {action}"
            for action in ("rename", "move", "tag", "untag", "expel", "rival", "DECLINED", "EXPIRED")
        ]
        + ["govcloud CANCELED", "both put right"]
    ),
)


tricks = st.sampled_from(["taint", "replace", "renamed", "email", "role", "rival"])
Step = tuple[str, dict[str, Any]]
some_edits, some_strokes = st.lists(edits, min_size=1, max_size=3), st.lists(strokes, max_size=2)
#: A turn that goes smoothly, one with failures, one that is interrupted, and one with everything; and what a user does.
STEPS: Sequence[tuple[str, dict[str, st.SearchStrategy[Any]]]] = (
    ("turn", {"edits": some_edits, "strokes": some_strokes}),
    ("turn", {"edits": some_edits, "problems": problems}),
    ("turn", {"edits": some_edits, "looks": looks}),
    ("turn", {"edits": some_edits, "strokes": some_strokes, "problems": problems, "looks": st.none() | looks}),
    ("apply", {}),
    ("forget", {"slot": slots, "again": st.booleans()}),
    ("bring_in", {"slot": slots, "by_email": st.booleans(), "membership": st.booleans()}),
    ("try_what_is_refused", {"slot": slots, "trick": tricks}),
)
steps = st.one_of(*(st.tuples(st.just(kind), st.fixed_dictionaries(values)) for kind, values in STEPS))


def pair_at(slot: str) -> str:
    return f"govpair_account_pair.{slot}"


def membership_at(slot: str) -> str:
    return f"govpair_membership.{slot}"


class LifeCycle(RuleBasedStateMachine):
    """One payer, one state, two pairs and their memberships."""

    ground: Ground

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.ground = self.stack.enter_context(ground())
        self.host = Host(self.ground.provider, self.ground.settings())
        self.pairs: dict[str, dict[str, Any]] = {}
        self.memberships: dict[str, dict[str, Any]] = {}
        self.may_be_closed: set[str] = set()
        self.may_be_out: set[str] = set()
        self.imported: set[str] = set()
        self.ever_joined: set[str] = set()
        self.reopened: set[str] = set()
        """Whose accounts somebody had reopened, while the state has them closed; not to be closed by what is left."""

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

    def _stored_as_closed(self, slot: str) -> bool:
        values = self.host.values(pair_at(slot)) if pair_at(slot) in self.host.state else {}
        return bool(values.get("closed")) or values.get("commercial_state") in CLOSED_STATES

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

    # What must hold

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


@pytest.fixture(autouse=True, scope="module")
def no_waiting() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        mishaps.no_waiting(patch)
        yield


LifeCycle.TestCase.settings = mishaps.profile(25)
TestLifeCycle = LifeCycle.TestCase
