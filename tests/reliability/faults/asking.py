"""Data sources and ephemeral resources, asked as Terraform asks them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from custom_resources.plugin import Values
from custom_resources.plugin.calls.answer import read_value, value_message
from tests.provider.host import Host
from tests.provider.host_rules import complete
from tests.provider.walk import Said, Walk

#: What differs from one time of asking to the next, and what says itself that it couldn't be read.
PASSING = ("govpair_readiness", "govpair_account_credentials")


@dataclass
class Answers:
    """What was said, and the values by address; no values where there was an error."""

    said: list[Said]
    values: dict[str, Values] = field(default_factory=dict)

    @property
    def errors(self) -> list[Said]:
        return [item for item in self.said if item.severity == "error"]

    @property
    def warned(self) -> set[str]:
        """What was answered with a word of caution."""
        return {item.address for item in self.said if item.severity == "warning"}


def ask(host: Host, asks: Mapping[str, Mapping[str, Any]]) -> Answers:
    """Ask all of them in one walk."""
    walk = Walk(host.provider(), host.settings)
    answers = Answers(walk.said)
    for address, config in () if walk.failed else asks.items():
        mode, kind = address.split(".")[:2]
        of = walk.session.data_source if mode == "data" else walk.session.ephemeral_resource
        schema = of(kind).schema
        message = value_message(complete(schema, config), schema.value_type)
        rpc, member = ("ReadDataSource", "state") if mode == "data" else ("OpenEphemeralResource", "result")
        before = len(walk.said)
        response = walk.try_call(address, rpc, type_name=kind, config=message)
        if not any(item.severity == "error" for item in walk.said[before:]):
            answers.values[address] = read_value(getattr(response, member), schema.value_type)
    return answers


def steady(values: Mapping[str, Values]) -> dict[str, Values]:
    """The values that the same question gives again."""
    return {address: value for address, value in values.items() if address.split(".")[1] not in PASSING}
