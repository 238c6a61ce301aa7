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

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Literal

from custom_resources.plugin import UNKNOWN, Provider, Schema, Values
from custom_resources.plugin.calls.answer import read_value, value_message
from custom_resources.plugin.calls.table import CALLS
from custom_resources.plugin.compare import same
from custom_resources.plugin.session import Session
from custom_resources.plugin.unknown import is_known
from custom_resources.plugin.wire.classes import CLASSES
from custom_resources.plugin.wire.json_state import from_json, parse
from custom_resources.plugin.wire.messages import RPCS
from tests.provider.host_rules import (
    CoreComplaint,
    check_applied,
    check_plan,
    check_same_plan,
    complete,
    proposed_new,
)

Configuration = Mapping[str, Mapping[str, Any]]
Action = Literal["no-op", "create", "update", "replace", "delete"]

#: What the plugin says of a provider that broke a rule, by which no test may get.
ADMISSION = "This is a defect in the provider"


@dataclass(frozen=True)
class Reference:
    """``ADDRESS.ATTRIBUTE`` in a configuration."""

    address: str
    attribute: str


@dataclass(frozen=True)
class Said:
    """A diagnostic, and the resource it is about. ``path`` has attribute names and keys."""

    address: str
    severity: Literal["error", "warning"]
    summary: str
    detail: str
    path: tuple[str | int, ...]


@dataclass(frozen=True)
class Stored:
    """One object in the state."""

    json: bytes
    private: bytes
    version: int
    tainted: bool = False


@dataclass(frozen=True)
class Change:
    """What is planned for one resource."""

    action: Action
    before: Stored | None
    after: Values | None
    private: bytes = b""


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


class Failed(Exception):
    """A call answered with an error, which is recorded already."""


class Walk:
    """One walk of core's with a provider of its own: calls, and what they said."""

    def __init__(self, provider: Provider, settings: Mapping[str, Any], *, configured: bool = True) -> None:
        self.session = Session(provider)
        self.said: list[Said] = []
        config = value_message(complete(provider.schema, settings), provider.schema.value_type)
        self.try_call("provider", "ValidateProviderConfig", config=config)
        if configured and not self.failed:
            self.try_call("provider", "ConfigureProvider", terraform_version="1.11.4", config=config)

    @property
    def failed(self) -> bool:
        """Whether anything was an error so far."""
        return any(item.severity == "error" for item in self.said)

    @property
    def stopped(self) -> bool:
        """Whether Terraform was interrupted: it starts nothing more then."""
        return self.session.stop.is_set()

    def schema(self, address: str) -> Schema:
        """The schema of a resource's type."""
        return self.session.resource(type_of(address)).schema

    def call(self, address: str, rpc: str, **fields: Any) -> Any:
        """Make a call; record its diagnostics; raise :class:`Failed` when one is an error."""
        response = self.try_call(address, rpc, **fields)
        if any(item.severity == 1 for item in response.diagnostics):
            raise Failed
        return response

    def try_call(self, address: str, rpc: str, **fields: Any) -> Any:
        """Make a call, recording its diagnostics."""
        path = f"/tfplugin6.Provider/{rpc}"
        request = CLASSES[RPCS[path][0]](**fields)
        # Through bytes, as over the wire: no object is shared with the provider.
        response = CALLS[path](self.session, CLASSES[RPCS[path][0]].FromString(request.SerializeToString()))
        for item in response.diagnostics:
            said = Said(
                address, "error" if item.severity == 1 else "warning", item.summary, item.detail, _path(item.attribute)
            )
            if ADMISSION.lower() in said.detail.lower():
                raise CoreComplaint(f"{address}: {said.summary}: {said.detail}")
            self.said.append(said)
        return response

    def upgraded(self, address: str, stored: Stored) -> Values:
        """The stored values in the present schema's form."""
        kind = self.schema(address).value_type
        response = self.call(
            address,
            "UpgradeResourceState",
            type_name=type_of(address),
            version=stored.version,
            raw_state=CLASSES["RawState"](json=stored.json),
        )
        state: Values = read_value(response.upgraded_state, kind)
        _check_state(address, state)
        return state

    def refreshed(self, address: str, stored: Stored) -> Stored | None:
        """The stored object after a read; None when it is gone."""
        kind = self.schema(address).value_type
        state = value_message(self.upgraded(address, stored), kind)
        response = self.call(
            address, "ReadResource", type_name=type_of(address), current_state=state, private=stored.private
        )
        found = read_value(response.new_state, kind)
        if found is None:
            return None
        _check_state(address, found)
        return replace(self.stored(address, found, response.private), tainted=stored.tainted)

    def imported(self, address: str, import_id: str) -> Stored | None:
        """The object with that id, imported and read."""
        response = self.call(address, "ImportResourceState", type_name=type_of(address), id=import_id)
        (found,) = response.imported_resources
        kind = self.schema(address).value_type
        return self.refreshed(address, self.stored(address, read_value(found.state, kind), found.private))

    def stored(self, address: str, values: Values, private: bytes) -> Stored:
        """Values as the state keeps them."""
        return Stored(json.dumps(values, default=_number).encode(), private, self.schema(address).version)

    def planned(self, address: str, config: Values, prior: Stored | None, *, replacing: bool = False) -> Change:
        """Validate the configuration and plan it against ``prior``."""
        schema, name = self.schema(address), type_of(address)
        kind = schema.value_type
        self.call(address, "ValidateResourceConfig", type_name=name, config=value_message(config, kind))
        fresh = prior is None or prior.tainted
        before = None if prior is None or fresh else self.upgraded(address, prior)
        after, private, forced = self._plan(address, config, before, b"" if prior is None else prior.private)
        if before is not None and not forced and not replacing:
            unchanged = same(after, before, kind)
            return Change("no-op" if unchanged else "update", prior, after, private)
        if before is not None:
            after, private, _ = self._plan(address, config, None, private)
        return Change("create" if prior is None else "replace", prior, after, private)

    def _plan(self, address: str, config: Values, before: Values | None, private: bytes) -> tuple[Values, bytes, bool]:
        schema = self.schema(address)
        kind = schema.value_type
        response = self.call(
            address,
            "PlanResourceChange",
            type_name=type_of(address),
            prior_state=value_message(before, kind),
            proposed_new_state=value_message(proposed_new(schema, before, config), kind),
            config=value_message(config, kind),
            prior_private=private,
        )
        after = read_value(response.planned_state, kind)
        if after is None:
            raise CoreComplaint(f"{address}: planned nothing")
        check_plan(schema, before, config, after)
        return after, response.planned_private, bool(response.requires_replace)

    def planned_destroy(self, address: str, prior: Stored) -> Change:
        """Plan to destroy what is stored."""
        kind = self.schema(address).value_type
        response = self.call(
            address,
            "PlanResourceChange",
            type_name=type_of(address),
            prior_state=value_message(self.upgraded(address, prior), kind),
            proposed_new_state=value_message(None, kind),
            config=value_message(None, kind),
            prior_private=prior.private,
        )
        if read_value(response.planned_state, kind) is not None:
            raise CoreComplaint(f"{address}: planned something for a destroy")
        return Change("delete", prior, None, response.planned_private)

    def applied(self, address: str, change: Change, config: Values | None) -> tuple[Stored | None, bool]:
        """Apply one change (not a replacement); what is stored afterwards, and whether it succeeded."""
        schema = self.schema(address)
        kind, prior = schema.value_type, change.before
        response = self.try_call(
            address,
            "ApplyResourceChange",
            type_name=type_of(address),
            prior_state=value_message(None if prior is None else self.upgraded(address, prior), kind),
            planned_state=value_message(change.after, kind),
            config=value_message(config, kind),
            planned_private=change.private,
        )
        failed = any(item.severity == 1 for item in response.diagnostics)
        values = read_value(response.new_state, kind)
        if values is not None:
            _check_state(address, values)
        if failed:
            if values is None:
                return prior, False  # core keeps what it had, which for a create is nothing
            kept = self.stored(address, values, response.private)
            return replace(kept, tainted=prior is None or prior.tainted), False
        if change.after is None:
            if values is not None:
                raise CoreComplaint(f"{address}: something is left of a successful destroy")
            return None, True
        if values is None:
            raise CoreComplaint(f"{address}: root object was present, but now absent")
        check_applied(schema, change.after, values)
        return self.stored(address, values, response.private), True


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


def type_of(address: str) -> str:
    """The resource type in an address."""
    return address.split(".")[0]


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


def _path(message: Any) -> tuple[str | int, ...]:
    kinds = ("attribute_name", "element_key_string", "element_key_int")
    return tuple(getattr(step, kind) for step in message.steps for kind in kinds if step.HasField(kind))


def _check_state(address: str, values: Values) -> None:
    if not is_known(values):
        raise CoreComplaint(f"{address}: something unknown is in the state: {values}")


def _number(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"{value!r} can't be in a state")
