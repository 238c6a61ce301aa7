"""A small, faithful Terraform: runs a provider's own handlers in this process, and judges what they answer.

It does for every resource what Terraform's core does, in its order, each walk with a session of its own as each has a
process of its own: validate; upgrade, read and plan; then upgrade, plan once more and apply. It keeps the state as core
does (nothing after a failed create, tainted after a create that failed with a state, the new state after a failed
update) and raises :class:`CoreComplaint` for whatever core calls a bug in the provider, and for a handler's own
admission of one. There is no HCL: a configuration is a mapping from address to values, and :class:`Reference` refers to
others.

    host = Host(GovpairProvider, settings)
    outcome = host.apply({"govpair_account_pair.a": {"email": …}})
    assert not outcome.errors and host.plan(same).empty
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from custom_resources.plugin import UNKNOWN, Provider, Values
from custom_resources.plugin.calls.answer import value_message
from custom_resources.plugin.session import Session
from custom_resources.plugin.unknown import is_known
from custom_resources.plugin.wire.json_state import from_json, parse
from tests.provider.host_rules import (
    CoreComplaint,
    check_same_plan,
    complete,
)
from tests.provider.walk import Action, Change, Failed, Said, Stored, Walk, type_of

Configuration = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Reference:
    """``ADDRESS.ATTRIBUTE`` in a configuration."""

    address: str
    attribute: str


@dataclass
class Plan:
    """A plan; with errors it can't be applied. ``refreshed`` is the state as read, before any change."""

    configuration: Configuration
    changes: dict[str, Change] = field(default_factory=dict)
    refreshed: dict[str, Stored] = field(default_factory=dict)
    said: list[Said] = field(default_factory=list)

    @property
    def errors(self) -> list[Said]:
        return [item for item in self.said if item.severity == "error"]

    @property
    def actions(self) -> dict[str, Action]:
        """What isn't a no-op."""
        return {address: change.action for address, change in self.changes.items() if change.action != "no-op"}

    @property
    def empty(self) -> bool:
        """No error, no change, and nothing changed outside since the state was written."""
        return not self.errors and not self.actions


@dataclass
class Outcome:
    """How an apply ended."""

    plan: Plan
    said: list[Said]

    @property
    def errors(self) -> list[Said]:
        return [item for item in self.said if item.severity == "error"]


class Host:
    """Terraform with one provider and one state.

    Args:
        provider: makes a provider for each walk.
        settings: the provider block.
    """

    def __init__(self, provider: Callable[[], Provider], settings: Mapping[str, Any]) -> None:
        self.provider, self.settings = provider, settings
        self.state: dict[str, Stored] = {}

    def values(self, address: str) -> Values:
        """What the state says of a resource."""
        schema = Session(self.provider()).resource(type_of(address)).schema
        found: Values = from_json(parse(self.state[address].json), schema.value_type)
        return found

    def validate(self, configuration: Configuration) -> list[Said]:
        """`terraform validate`: unconfigured, references unknown."""
        walk = self._walk(configured=False)
        for address in () if walk.failed else configuration:
            schema = walk.schema(address)
            config = complete(schema, _resolve(configuration[address], {}))
            message = value_message(config, schema.value_type)
            walk.try_call(address, "ValidateResourceConfig", type_name=type_of(address), config=message)
        return walk.said

    def plan(
        self,
        configuration: Configuration,
        *,
        imports: Mapping[str, str] | None = None,
        replacing: Collection[str] = (),
        refresh: bool = True,
    ) -> Plan:
        """`terraform plan`. ``configuration`` is in order of dependency; what isn't in it is to be destroyed."""
        plan = Plan(configuration, said=self.validate(configuration))
        if plan.errors:
            return plan
        walk = self._walk()
        if walk.failed:
            plan.said += walk.said
            return plan
        known: dict[str, Values] = {}
        for address in reversed([name for name in self.state if name not in configuration]):
            self._plan_one(walk, plan, address, None, self.state[address], refresh=refresh)
        for address, given in configuration.items():
            if any(item.address not in known for item in _references(given)):
                continue  # core goes no further where something failed
            config = complete(walk.schema(address), _resolve(given, known))
            stored, import_id = self.state.get(address), (imports or {}).get(address)
            if stored is None and import_id is not None:
                try:
                    stored = walk.imported(address, import_id)
                except Failed:
                    continue
                if stored is None:
                    walk.said.append(Said(address, "error", "Cannot import non-existent remote object", "", ()))
                    continue
            change = self._plan_one(
                walk, plan, address, config, stored, refresh=refresh, replacing=address in replacing
            )
            if change is not None and change.after is not None:
                known[address] = change.after
        plan.said += walk.said
        return plan

    def _plan_one(
        self,
        walk: Walk,
        plan: Plan,
        address: str,
        config: Values | None,
        stored: Stored | None,
        *,
        refresh: bool,
        replacing: bool = False,
    ) -> Change | None:
        try:
            prior = stored
            if prior is not None and refresh:
                prior = walk.refreshed(address, prior)
            if prior is not None:
                plan.refreshed[address] = prior
            if config is not None:
                change = walk.planned(address, config, prior, replacing=replacing)
            elif prior is not None:
                change = walk.planned_destroy(address, prior)
            else:
                return None
        except Failed:
            return None
        plan.changes[address] = change
        return change

    def apply(self, configuration: Configuration, **options: Any) -> Outcome:
        """`terraform apply`: plan, and apply the plan unless it has errors."""
        plan = self.plan(configuration, **options)
        return Outcome(plan, list(plan.said)) if plan.errors else self.apply_plan(plan)

    def destroy(self) -> Outcome:
        """`terraform destroy`."""
        return self.apply({})

    def apply_plan(self, plan: Plan) -> Outcome:
        """`terraform apply PLAN`."""
        self.state = {address: plan.refreshed[address] for address in _ordered(self.state, plan.refreshed)}
        walk, broken = self._walk(), set[str]()
        for address, change in plan.changes.items():
            if walk.stopped:
                walk.said.append(Said(address, "error", "execution halted", "", ()))
                break
            if change.action == "no-op":
                continue
            given = plan.configuration.get(address, {})
            if any(item.address in broken for item in _references(given)):
                broken.add(address)
                continue
            try:
                if not self._apply_one(walk, address, change, given):
                    broken.add(address)
            except Failed:
                broken.add(address)
        return Outcome(plan, plan.said + walk.said)

    def _apply_one(self, walk: Walk, address: str, change: Change, given: Mapping[str, Any]) -> bool:
        if change.action in ("delete", "replace"):
            gone = change if change.action == "delete" else replace(change, after=None, private=_private(change))
            kept, well = walk.applied(address, gone, None)
            self._keep(address, kept)
            if not well or change.action == "delete":
                return well
        schema = walk.schema(address)
        known = {item.address: self.values(item.address) for item in _references(given)}
        config = complete(schema, _resolve(given, known))
        if not is_known(config):
            raise CoreComplaint(f"{address}: the configuration is unknown while applying: {config}")
        again = walk.planned(address, config, self.state.get(address))
        expected = "create" if change.action == "replace" else change.action
        if again.action != expected and (expected, again.action) != ("update", "no-op"):
            raise CoreComplaint(f"{address}: planned to {expected}, then to {again.action}")
        assert change.after is not None
        assert again.after is not None
        check_same_plan(schema, change.after, again.after)
        kept, well = walk.applied(address, again, config)
        self._keep(address, kept)
        return well

    def _keep(self, address: str, stored: Stored | None) -> None:
        if stored is None:
            self.state.pop(address, None)
        else:
            self.state[address] = stored

    def forget(self, address: str) -> None:
        """`terraform state rm`."""
        del self.state[address]

    def taint(self, address: str) -> None:
        """`terraform taint`."""
        self.state[address] = replace(self.state[address], tainted=True)

    def untaint(self, address: str) -> None:
        """`terraform untaint`."""
        self.state[address] = replace(self.state[address], tainted=False)

    def _walk(self, *, configured: bool = True) -> Walk:
        return Walk(self.provider(), self.settings, configured=configured)


def _private(change: Change) -> bytes:
    return b"" if change.before is None else change.before.private


def _ordered(first: Mapping[str, Any], second: Mapping[str, Any]) -> list[str]:
    return [name for name in first if name in second] + [name for name in second if name not in first]


def _references(value: Any) -> list[Reference]:
    if isinstance(value, Reference):
        return [value]
    if isinstance(value, Mapping):
        return [found for item in value.values() for found in _references(item)]
    if isinstance(value, list):
        return [found for item in value for found in _references(item)]
    return []


def _resolve(value: Any, known: Mapping[str, Values]) -> Any:
    if isinstance(value, Reference):
        return known[value.address][value.attribute] if value.address in known else UNKNOWN
    if isinstance(value, Mapping):
        return {key: _resolve(item, known) for key, item in value.items()}
    if isinstance(value, list):
        return [_resolve(item, known) for item in value]
    return value
