"""The life cycle of an account's alias on both sides, as properties.

See :mod:`tests.provider.test_life_cycle_properties`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from typing import Any

import botocore.session
import pytest
from hypothesis import event
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from partition_simulator import Fault
from partition_simulator.partitions import PARTITIONS, Side
from tests.provider import mishaps
from tests.provider.ground import Ground, ground
from tests.provider.host import Configuration, Host, Outcome

OPERATIONS: Mapping[str, Sequence[str]] = {
    "iam": ["CreateAccountAlias", "ListAccountAliases", "DeleteAccountAlias", "*"],
    "sts": ["AssumeRole", "GetCallerIdentity"],
}
PLAIN = botocore.session.Session()
SIDES: tuple[Side, ...] = ("govcloud", "commercial")
ADDRESSES = {f"govpair_account_alias.{side}": side for side in SIDES}
NAMES = ("example-a", "example-b", "example-c")

names = st.sampled_from(NAMES)
addresses = st.sampled_from(sorted(ADDRESSES))
edits = st.lists(
    st.tuples(
        addresses,
        st.none()
        | st.fixed_dictionaries(
            {
                "alias": names,
                "on_destroy": st.sampled_from([None, "keep", "delete"]),
                "timeouts": st.sampled_from([None, {}, {"create": "90m"}]),
            }
        ),
    ),
    min_size=1,
    max_size=2,
)
#: Somebody gives the account, or another account, an alias; or takes the account's away.
strokes = st.lists(
    st.tuples(st.sampled_from(["give", "rival", "take", "close", "reopen"]), addresses, names), max_size=2
)
problems = st.lists(mishaps.problems(OPERATIONS), min_size=1, max_size=3)
looks = st.integers(0, 8)

STEPS: Sequence[tuple[str, dict[str, st.SearchStrategy[Any]]]] = (
    ("turn", {"edits": edits, "strokes": strokes}),
    ("turn", {"edits": edits, "problems": problems}),
    ("turn", {"edits": edits, "strokes": strokes, "problems": problems, "looks": st.none() | looks}),
    ("turn", {"edits": st.just([])}),
    ("forget_and_apply", {"address": addresses}),
    ("bring_in", {"address": addresses}),
)
steps = st.one_of(*(st.tuples(st.just(kind), st.fixed_dictionaries(values)) for kind, values in STEPS))


class AliasLifeCycle(RuleBasedStateMachine):
    """One pair, both of whose halves may be given an alias, and another pair that may have it first."""

    ground: Ground

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.ground = self.stack.enter_context(ground())
        self.host = Host(self.ground.provider, self.ground.settings())
        self.pair = self.ground.simulator.vend("it", "aws+it@example.gov")
        rival = self.ground.simulator.vend("rival", "aws+rival@example.gov")
        self.iam = {side: self._client(side, getattr(self.pair, side).account_id) for side in SIDES}
        self.rivals = {side: self._client(side, getattr(rival, side).account_id) for side in SIDES}
        self.declared: dict[str, dict[str, Any]] = {}
        self.may_go: set[Side] = set()

    def teardown(self) -> None:
        self.stack.close()

    def _client(self, side: Side, account_id: str) -> Any:
        keys = self.ground.simulator.keys_for(account_id)
        return PLAIN.create_client(
            "iam",
            region_name=PARTITIONS[side].home_region,
            endpoint_url=getattr(self.ground.simulator, side).url,
            aws_access_key_id=keys.access_key_id,
            aws_secret_access_key=keys.secret_access_key,
        )

    def alias(self, side: Side, clients: Mapping[Side, Any] | None = None) -> str | None:
        """The alias that the account, or its rival, has."""
        return next(iter((clients or self.iam)[side].list_account_aliases()["AccountAliases"]), None)

    @property
    def closed(self) -> bool:
        return self.ground.closed(self.pair.govcloud.account_id)

    @rule(step=steps)
    def step(self, step: tuple[str, dict[str, Any]]) -> None:
        """One rule for all: of several, Hypothesis leaves out some in each example, and all are wanted in each."""
        kind, values = step
        getattr(self, kind)(**values)

    def turn(
        self,
        edits: Sequence[tuple[str, dict[str, Any] | None]],
        strokes: Sequence[tuple[str, str, str]] = (),
        problems: Sequence[mishaps.Problem] = (),
        looks: int | None = None,
    ) -> None:
        """The configuration is edited, things happen outside, and an apply meets some problems, or none."""
        for address, values in edits:
            if values is None:
                self.declared.pop(address, None)
                continue
            side = ADDRESSES[address]
            self.declared[address] = {"account_id": getattr(self.pair, side).account_id, "side": side} | values
        for what, address, name in strokes:
            self.strike(what, ADDRESSES[address], name)
        if not problems and looks is None:
            self.apply_well()
            return
        for problem in problems:
            self.ground.simulator.inject(Fault(**problem))
        self.ground.looks_left = looks
        outcome = self.apply()
        event("met problems and " + ("failed" if outcome.errors else "succeeded"))
        self.ground.simulator.clear_faults()
        self.ground.looks_left = None
        if not outcome.errors:
            self.settled()

    def strike(self, what: str, side: Side, name: str) -> None:
        """One thing that happens outside Terraform, where it can."""
        if what == "close":
            self.ground.close(self.pair)
        elif what == "reopen":
            self.ground.reopen(self.pair)
        elif self.closed:
            return
        elif what in ("give", "rival") and name not in (self.alias(side), self.alias(side, self.rivals)):
            (self.iam if what == "give" else self.rivals)[side].create_account_alias(AccountAlias=name)
        elif what == "take" and (found := self.alias(side)) is not None:
            self.may_go.add(side)
            self.iam[side].delete_account_alias(AccountAlias=found)

    def forget_and_apply(self, address: str) -> None:
        """`terraform state rm`, and an apply that takes up what is there."""
        if address in self.host.state:
            self.host.forget(address)
        self.apply_well()

    def bring_in(self, address: str) -> None:
        """Import the alias, as if another state had given it."""
        if address in self.declared and address not in self.host.state and not self.closed:
            side = ADDRESSES[address]
            if self.alias(side) is not None:
                self.apply_well(imports={address: f"{side}/{getattr(self.pair, side).account_id}"})

    def apply(self, **options: Any) -> Outcome:
        for address, stored in ((item, self.host.values(item)) for item in self.host.state):
            if address not in self.declared and stored["on_destroy"] == "delete":
                self.may_go.add(ADDRESSES[address])
        return self.host.apply(dict(sorted(self.declared.items())), **options)

    def apply_well(self, **options: Any) -> None:
        expected = set() if self.closed else self.refused(options.get("imports", {}))
        outcome = self.apply(**options)
        event("applied " + ("and was refused" if outcome.errors else "well"))
        said = {item.address for item in outcome.errors}
        assert self.closed or said == expected, (outcome.errors, expected)
        if not outcome.errors:
            self.settled()

    def refused(self, imports: Mapping[str, str]) -> set[str]:
        """The addresses that an apply must refuse: a rival has the alias, or the account one that nobody knew of."""
        refused = set()
        for address, values in self.declared.items():
            side = ADDRESSES[address]
            found, wanted = self.alias(side), values["alias"]
            unknown = address not in self.host.state and address not in imports and found not in (None, wanted)
            if found != wanted and (unknown or self.alias(side, self.rivals) == wanted):
                refused.add(address)
        return refused

    def settled(self) -> None:
        """The plan is empty, with and without a refresh, and state, configuration and AWS agree."""
        self.ground.simulator.reset_calls()
        declared: Configuration = dict(sorted(self.declared.items()))
        for refresh in (False, True):
            plan = self.host.plan(declared, refresh=refresh)
            assert not plan.errors or self.closed, plan.errors
            assert plan.empty or plan.errors, (refresh, plan.actions)
        assert self.ground.changes() == []
        assert set(self.host.state) == set(declared)
        for address, values in declared.items():
            side, state = ADDRESSES[address], self.host.values(address)
            assert state["alias"] == values["alias"]
            assert state["sign_in_url"].startswith(f"https://{values['alias']}.signin.")
            if not self.closed:
                self.may_go.discard(side)
                assert self.alias(side) == values["alias"]

    @invariant()
    def nothing_is_lost(self) -> None:
        """Nothing tainted, and no alias gone that was to stay."""
        assert not [address for address, stored in self.host.state.items() if stored.tainted]
        for address in self.host.state:
            if not self.closed and ADDRESSES[address] not in self.may_go:
                assert self.alias(ADDRESSES[address]) is not None


@pytest.fixture(autouse=True, scope="module")
def no_waiting() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        mishaps.no_waiting(patch)
        yield


AliasLifeCycle.TestCase.settings = mishaps.profile(8)
TestAliasLifeCycle = AliasLifeCycle.TestCase
