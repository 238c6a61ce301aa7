"""A world at one moment, as plain JSON data; and the world made from it again."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from partition_simulator import moto_holdings, moto_replacements
from partition_simulator.state.admission import StateError
from partition_simulator.state.decoding import Decoder
from partition_simulator.state.encoding import Encoder, Row
from partition_simulator.world.world import World

Snapshot = dict[str, Any]
"""``{"root": reference, "objects": rows}``, JSON-able."""

# What belongs to the running simulator and not to the world's history.
_KEPT = frozenset({"lock", "settings", "recent_calls", "history"})


@contextmanager
def uncollected() -> Iterator[None]:
    """No garbage collection meanwhile: it would look at each of the many new objects again and again, and find none."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def capture(world: World, **beside: Any) -> Snapshot:
    """Everything in a world and in moto for it; ``beside``: what else is to be saved. Needs the world's lock."""
    held = moto_holdings.holdings(world)
    root = {
        "world": {name: value for name, value in vars(world).items() if name not in _KEPT},
        "moto": held,
        "beside": beside,
    }
    encoder = Encoder(world)
    with uncollected():
        reference = encoder.encode(root)
    return {"root": reference, "objects": encoder.rows}


def restore(world: World, snapshot: Snapshot, beside_it: dict[str, type]) -> dict[str, Any]:
    """Make ``world`` what it was at the snapshot; returns what was saved beside, which must have these members.

    Needs the world's lock.

    StateError when the snapshot can't be restored; the world is then as before.
    """
    attributes, held, beside = _decoded(world, snapshot)
    if not isinstance(beside, dict) or {name: type(value) for name, value in beside.items()} != beside_it:
        raise StateError(f"the file doesn't have, beside the world, {' and '.join(beside_it)}")
    present = world.ids
    present.release()
    try:
        attributes["ids"].reserve()
    except ValueError as error:
        present.reserve()
        raise StateError(str(error)) from error
    moto_holdings.forget(list(world.accounts))
    vars(world).update(attributes)
    moto_holdings.hold(world, held)
    world.history = type(world.history)()
    world.history.note(world)
    return beside


def detached(world: World, snapshot: Snapshot) -> tuple[World, moto_holdings.Holdings]:
    """The world of a snapshot beside the one that runs, with its lock and settings; and what moto held for it."""
    shadow = object.__new__(type(world))
    vars(shadow).update({name: getattr(world, name) for name in _KEPT})
    attributes, held, _ = _decoded(shadow, snapshot, like=world)
    vars(shadow).update(attributes)
    return shadow, held


def _decoded(
    world: World, snapshot: Snapshot, like: World | None = None
) -> tuple[dict[str, Any], moto_holdings.Holdings, dict[str, Any]]:
    moto_replacements.load()
    rows: list[Row] = snapshot["objects"]
    with uncollected():
        root = Decoder(rows, world).decode(snapshot["root"])
    if not isinstance(root, dict) or set(root) != {"world", "moto", "beside"}:
        raise StateError("the file doesn't describe a world")
    attributes, held = root["world"], root["moto"]
    expected = set(vars(like or world)) - _KEPT
    if set(attributes) != expected:
        differing = ", ".join(sorted(expected.symmetric_difference(attributes)))
        raise StateError(f"another version of the simulator wrote the file: its world differs in {differing}")
    for name in expected:
        if type(attributes[name]) is not type(getattr(like or world, name)):
            raise StateError(f"the file has a {type(attributes[name]).__name__} for the world's {name}")
    unknown = attributes["agenda"].unknown_events()
    if unknown:
        raise StateError(f"the file plans {unknown[0]}, which is no event of this simulator")
    if not isinstance(held, moto_holdings.Holdings):
        raise StateError("the file doesn't say what moto holds")
    for accounts in held.backends.values():
        if not set(accounts) <= set(attributes["accounts"]):
            raise StateError("the file holds resources of accounts that its world doesn't have")
    return attributes, held, root["beside"]
