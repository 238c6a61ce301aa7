"""What the page shows, taken from the world under its lock and shaped for reading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from partition_simulator import moto_bridge
from partition_simulator.partitions import PARTITIONS
from partition_simulator.world.account import Account, Pair
from partition_simulator.world.world import World

PAIRS_SHOWN = 200
"""A page of a thousand pairs would take its browser's time every two seconds; the counts tell the rest."""


@dataclass(frozen=True)
class Node:
    """A root or an organizational unit: how many accounts stand in it, and what lies below."""

    name: str
    accounts: int
    children: list[Node] = field(default_factory=list)


@dataclass(frozen=True)
class Organization:
    """An organization and its tree."""

    organization_id: str
    manager: Account
    root: Node


@dataclass(frozen=True)
class Half:
    """One half of a pair and its place: the organization's id and the path of units, or nothing when standalone."""

    account: Account
    organization_id: str | None
    path: str


@dataclass(frozen=True)
class Overview:
    """Everything on the page. Pairs come newest first, at most :data:`PAIRS_SHOWN` of them."""

    now: str
    scale: float
    sides: Mapping[str, list[Organization]]
    accounts: Mapping[str, int]
    standalone: Mapping[str, int]
    pair_count: int
    pairs: list[tuple[Half, Half]]
    requests: list[dict[str, Any]]
    handshakes: list[dict[str, Any]]
    faults: list[dict[str, Any]]
    calls: list[dict[str, Any]]


def overview(world: World) -> Overview:
    """The world as it is now. Call it with the world's lock held."""
    now = world.settle()
    places: dict[str, tuple[str, str]] = {}
    sides: dict[str, list[Organization]] = {side: [] for side in PARTITIONS}
    for manager_id in sorted(set(world.memberships.values())):
        manager = world.accounts[manager_id]
        organization, found = _organization(manager)
        sides[manager.partition.side].append(organization)
        places.update(found)
    pairs = world.pairs()
    return Overview(
        now=_utc(now),
        scale=world.clock.scale,
        sides=sides,
        accounts=_count(world.accounts.values()),
        standalone=_count(a for a in world.accounts.values() if a.account_id not in places),
        pair_count=len(pairs),
        pairs=[_halves(pair, places) for pair in list(reversed(pairs))[:PAIRS_SHOWN]],
        requests=[
            {"name": c.name, "email": c.email, "id": c.request_id, "since": round(now - c.requested)}
            for c in world.creations.values()
            if c.state == "IN_PROGRESS"
        ],
        handshakes=[
            {"side": h.partition.side, "id": h.handshake_id, "organization": h.organization_id, "target": h.target}
            | {"expires": _utc(h.expires)}
            for h in world.handshakes.values()
            if h.state == "OPEN"
        ],
        faults=world.faults.describe(now),
        calls=[{**vars(call), "at": _utc(call.at)} for call in world.recent_calls],
    )


def _organization(manager: Account) -> tuple[Organization, dict[str, tuple[str, str]]]:
    """An organization, and for each of its accounts the organization's id and the path of its unit."""
    summary = moto_bridge.organization_of(manager).summary()
    nodes = {node["id"]: node for node in summary["nodes"]}
    paths = {node_id: _path(node_id, nodes) for node_id in nodes}
    inside = Counter(account["parent_id"] for account in summary["accounts"])
    children: dict[str, list[str]] = {node_id: [] for node_id in nodes}
    for node in nodes.values():
        if node["parent_id"] in children:
            children[node["parent_id"]].append(node["id"])

    def grow(node_id: str) -> Node:
        return Node(nodes[node_id]["name"], inside[node_id], [grow(child) for child in children[node_id]])

    root = next(node_id for node_id, node in nodes.items() if node["parent_id"] not in nodes)
    places = {account["Id"]: (summary["id"], paths[account["parent_id"]]) for account in summary["accounts"]}
    return Organization(summary["id"], manager, grow(root)), places


def _path(node_id: str, nodes: Mapping[str, Mapping[str, Any]]) -> str:
    node = nodes[node_id]
    above = node["parent_id"]
    return f"{_path(above, nodes)}/{node['name']}" if above in nodes else str(node["name"])


def _halves(pair: Pair, places: Mapping[str, tuple[str, str]]) -> tuple[Half, Half]:
    commercial, govcloud = (
        Half(account, *places.get(account.account_id, (None, ""))) for account in (pair.commercial, pair.govcloud)
    )
    return commercial, govcloud


def _count(accounts: Iterable[Account]) -> dict[str, int]:
    return Counter(account.partition.side for account in accounts)


def _utc(timestamp: float) -> str:
    return datetime.fromtimestamp(timestamp, UTC).strftime("%Y-%m-%d %H:%M:%S")
