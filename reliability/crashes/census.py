"""What is at AWS, and what should be: counted, so that a double shows as well as a loss."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from partition_simulator import Simulator
from partition_simulator.partitions import Side
from reliability.crashes.operations import EMAIL, Operation

Units = Mapping[Side, Mapping[str, str]]
"""Ids of organizational units, by side and name."""


@dataclass(frozen=True, order=True)
class Vended:
    """A vended account as AWS has it.

    unit: the name of the organizational unit, "" where it is in none.
    tags: as ``key=value``, sorted, without the provider's own marks; none where it is in no organization.
    """

    side: Side
    email: str
    state: str
    unit: str
    tags: tuple[str, ...]


def census(simulator: Simulator, units: Units) -> list[Vended]:
    """All vended accounts of both partitions, sorted."""
    found = simulator.state()
    members = {account["Id"]: account for each in found["organizations"] for account in each["accounts"]}
    names = {unit: name for side in units.values() for name, unit in side.items()}
    return sorted(
        Vended(
            account["partition"],
            account["email"],
            account["state"],
            names.get(members[account_id]["parent_id"], "the root") if account_id in members else "",
            _plain(members.get(account_id, {}).get("tags", {})),
        )
        for account_id, account in found["accounts"].items()
        if account["vended"]
    )


def declared(operation: Operation) -> list[Vended]:
    """What :func:`census` must give once the operation is applied."""
    pair, membership = operation.pair, operation.membership
    state = "SUSPENDED" if pair.get("closed") else "ACTIVE"
    place = pair.get("closed_accounts_parent_id") or pair["parent_id"]
    commercial = Vended("commercial", EMAIL, state, _name(place), _plain(pair["tags"]))
    if membership is None:
        return [commercial, Vended("govcloud", EMAIL, state, "", ())]
    govcloud = Vended("govcloud", EMAIL, state, _name(membership["parent_id"]), _plain(membership["tags"]))
    return [commercial, govcloud]


def wrong_at_aws(simulator: Simulator, units: Units, operation: Operation) -> list[str]:
    """What isn't as declared, in sentences; nothing where all is well."""
    found, state = census(simulator, units), simulator.state()
    problems = [f"declared, not at AWS: {each}" for each in _without(declared(operation), found)]
    problems += [f"at AWS, not declared: {each}" for each in _without(found, declared(operation))]
    problems += [f"creation request {each['State']}" for each in state["requests"] if each["State"] != "SUCCEEDED"]
    problems += [f"handshake {each['Id']} {each['State']}" for each in state["handshakes"] if each["State"] == "OPEN"]
    return problems


def wrong_in_state(terraform_state: Mapping[str, Any], operation: Operation) -> list[str]:
    """What a Terraform state has too much, too little or tainted."""
    instances = [
        (f"{each['type']}.{each['name']}", instance)
        for each in terraform_state.get("resources", ())
        for instance in each["instances"]
    ]
    addresses = sorted(f"{kind}.{name}" for kind, named in operation.resources().items() for name in named)
    problems = [f"{address} is {instance['status']}" for address, instance in instances if instance.get("status")]
    found = sorted(address for address, _ in instances)
    return [*problems, *([f"the state has {found}, not {addresses}"] if found != addresses else [])]


def _without(these: list[Vended], those: list[Vended]) -> list[Vended]:
    return list((Counter(these) - Counter(those)).elements())


def _plain(tags: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(sorted(f"{key}={value}" for key, value in tags.items() if not key.startswith("govpair:")))


def _name(reference: str) -> str:
    return reference.removesuffix("}").rpartition(".")[2]
