"""One walk of the small Terraform of :mod:`tests.provider.host`: calls to a provider's handlers, and what they said."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Literal

from custom_resources.plugin import Provider, Schema, Values
from custom_resources.plugin.calls.answer import read_value, value_message
from custom_resources.plugin.calls.table import CALLS
from custom_resources.plugin.compare import same
from custom_resources.plugin.session import Session
from custom_resources.plugin.unknown import is_known
from custom_resources.plugin.wire.classes import CLASSES
from custom_resources.plugin.wire.messages import RPCS
from tests.provider.host_rules import (
    CoreComplaint,
    check_applied,
    check_plan,
    complete,
    proposed_new,
)

Action = Literal["no-op", "create", "update", "replace", "delete"]

#: What the plugin says of a provider that broke a rule, by which no test may get.
ADMISSION = "This is a defect in the provider"


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


def type_of(address: str) -> str:
    """The resource type in an address."""
    return address.split(".")[0]


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
