"""A graph of objects as rows of plain JSON, without losing which are the same object.

Text, numbers, booleans and null stand for themselves. Anything else is a row ``[kind, …]`` in a list, and stands as
``[row number]`` wherever it is held. :mod:`~partition_simulator.state.decoding` is the way back.
"""

from __future__ import annotations

import base64
import dataclasses
import enum
import random
import re
import threading
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from partition_simulator.partitions import Partition
from partition_simulator.state.admission import FACTORIES, StateError, name_of

Row = list[Any]
_LOCK, _REENTRANT = type(threading.Lock()), type(threading.RLock())
_ATOMS = frozenset({str, int, float, bool, type(None)})


class Encoder:
    """Turns objects into rows; ``world`` is named, not written, since the file describes it itself."""

    def __init__(self, world: object) -> None:
        self.rows: list[Row] = []
        self._world = world
        self._numbers: dict[int, int] = {}
        self._waiting: list[tuple[Row, Any]] = []
        self._kept: list[Any] = []

    def encode(self, value: Any) -> Any:
        """How ``value`` stands in the file; its rows are added. StateError for what can't be saved."""
        reference = self._refer(value)
        while self._waiting:
            row, held = self._waiting.pop()
            try:
                self._fill(row, held)
            except StateError as error:
                raise StateError(f"{error} (in a {type(held).__name__})") from None
        return reference

    def _refer(self, value: Any) -> Any:
        if type(value) in _ATOMS:
            return value
        number = self._numbers.get(id(value))
        if number is None:
            number = self._numbers[id(value)] = len(self.rows)
            row: Row = []
            self.rows.append(row)
            self._kept.append(value)  # or its id could become another's
            self._waiting.append((row, value))
        return [number]

    def _fill(self, row: Row, value: Any) -> None:
        if value is self._world:
            row.append("world")
            return
        writer = _WRITERS.get(type(value))
        if writer is not None:
            row.extend(writer(self._refer, value))
        elif isinstance(value, enum.Enum):
            row.extend(["enum", _enum_name(value), value.name])
        else:
            row.extend(self._object(value))

    def _object(self, value: Any) -> Row:
        kind = type(value)
        name = name_of(kind)
        if _has_own_state(kind):
            return ["state", name, self._refer(value.__getstate__())]
        attributes = {key: self._refer(item) for key, item in _attributes(value).items()}
        if isinstance(value, dict):
            factory = None
            if isinstance(value, defaultdict):
                factory = next((n for n, made in FACTORIES.items() if made is value.default_factory), "")
                if factory == "":
                    raise StateError(f"a defaultdict of {value.default_factory!r} can't be saved")
            items = [[self._refer(key), self._refer(item)] for key, item in dict.items(value)]
            return ["mapping", name, items, attributes, factory]
        if isinstance(value, list | tuple | set | str | bytes | int | float):
            raise StateError(f"a {name} extends a built-in type that is saved without it")
        return ["object", name, attributes]


def _attributes(value: Any) -> dict[str, Any]:
    if dataclasses.is_dataclass(value):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    found = dict(vars(value)) if hasattr(value, "__dict__") else {}
    for kind in type(value).__mro__:
        for slot in vars(kind).get("__slots__", ()):
            if slot not in ("__dict__", "__weakref__") and hasattr(value, slot):
                found[slot] = getattr(value, slot)
    return found


def _has_own_state(kind: type) -> bool:
    return any("__setstate__" in vars(base) for base in kind.__mro__ if base is not object)


def _enum_name(value: enum.Enum) -> str:
    kind = type(value)
    return f"{kind.__module__}:{kind.__qualname__}"


def _random(refer: Callable[[Any], Any], value: random.Random) -> Row:
    version, words, gauss = value.getstate()
    return ["random", version, list(words), gauss]


_WRITERS: dict[type, Callable[[Callable[[Any], Any], Any], Row]] = {
    list: lambda refer, value: ["list", [refer(item) for item in value]],
    tuple: lambda refer, value: ["tuple", [refer(item) for item in value]],
    dict: lambda refer, value: ["dict", [[refer(key), refer(item)] for key, item in value.items()]],
    set: lambda refer, value: ["set", [refer(item) for item in sorted(value, key=repr)]],
    frozenset: lambda refer, value: ["frozenset", [refer(item) for item in sorted(value, key=repr)]],
    bytes: lambda refer, value: ["bytes", base64.b64encode(value).decode()],
    datetime: lambda refer, value: ["datetime", value.isoformat()],
    timedelta: lambda refer, value: ["timedelta", value.days, value.seconds, value.microseconds],
    re.Pattern: lambda refer, value: ["pattern", value.pattern, value.flags],
    Fraction: lambda refer, value: ["fraction", value.numerator, value.denominator],
    random.Random: _random,
    Partition: lambda refer, value: ["partition", value.side],
    _LOCK: lambda refer, value: ["lock"],
    _REENTRANT: lambda refer, value: ["reentrant lock"],
}
