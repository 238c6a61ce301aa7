"""The way back from rows (see :mod:`~partition_simulator.state.encoding`) to objects, of admitted classes only."""

from __future__ import annotations

import base64
import dataclasses
import enum
import random
import re
import sys
import threading
from collections import OrderedDict, defaultdict
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from partition_simulator.partitions import PARTITIONS
from partition_simulator.state.admission import FACTORIES, StateError, class_named
from partition_simulator.state.encoding import Row

_UNMADE = object()
_BEING_MADE = object()


class Decoder:
    """Makes the objects of some rows. ``world``: what a row that says "world" stands for."""

    def __init__(self, rows: list[Row], world: object) -> None:
        self._rows = rows
        self._world = world
        self._made: list[Any] = [_UNMADE] * len(rows)

    def decode(self, reference: Any) -> Any:
        """The object that a reference in the file stands for, complete. StateError for rows that make no sense."""
        try:
            # Containers first, empty, so that those that hold each other can be filled.
            for number in range(len(self._rows)):
                self._make(number)
            # Objects before what may have them as keys, whose hash needs their attributes; last, those with a state
            # of their own, which takes what is complete.
            for fill in (self._fill_objects, self._fill_keyed, self._set_states):
                for number, row in enumerate(self._rows):
                    fill(self._made[number], row)
            return self._get(reference)
        except StateError:
            raise
        except (ValueError, TypeError, KeyError, IndexError, AttributeError, ArithmeticError, RecursionError) as error:
            raise StateError(f"the file's objects make no sense: {type(error).__name__}: {error}") from error

    def _get(self, reference: Any) -> Any:
        if not isinstance(reference, list):
            return reference
        (number,) = reference
        if type(number) is not int or not 0 <= number < len(self._rows):
            raise StateError(f"the file refers to object {number!r}, which it doesn't hold")
        return self._make(number)

    def _make(self, number: int) -> Any:
        made = self._made[number]
        if made is _BEING_MADE:
            raise StateError("a tuple of the file contains itself")
        if made is _UNMADE:
            self._made[number] = _BEING_MADE
            made = self._made[number] = self._new(self._rows[number])
        return made

    def _new(self, row: Row) -> Any:
        match row:
            case ["list", _]:
                return []
            case ["dict", _]:
                return {}
            case ["set", _]:
                return set()
            case ["tuple", items]:
                return tuple(self._get(item) for item in items)
            case ["frozenset", items]:
                return frozenset(self._get(item) for item in items)
            case ["object" | "state", str(name), _]:
                return object.__new__(class_named(name))
            case ["mapping", str(name), _, _, factory]:
                kind = class_named(name)
                if issubclass(kind, defaultdict):
                    return kind(FACTORIES[factory] if factory is not None else None)
                return dict.__new__(kind)  # type: ignore[type-var]
            case ["world"]:
                return self._world
            case _:
                return _plain(row)

    def _fill_objects(self, made: Any, row: Row) -> None:
        match row:
            case ["list", items]:
                made.extend(self._get(item) for item in items)
            case ["object", _, attributes]:
                self._set(made, attributes)
            case ["mapping", _, _, attributes, _]:
                self._set(made, attributes)

    def _fill_keyed(self, made: Any, row: Row) -> None:
        match row:
            case ["set", items]:
                made.update(self._get(item) for item in items)
            case ["dict", items]:
                made.update((self._get(key), self._get(item)) for key, item in items)
            case ["mapping", _, items, _, _]:
                put = OrderedDict.__setitem__ if isinstance(made, OrderedDict) else dict.__setitem__
                for key, item in items:
                    put(made, self._get(key), self._get(item))

    def _set_states(self, made: Any, row: Row) -> None:
        match row:
            case ["state", _, state]:
                made.__setstate__(self._get(state))

    def _set(self, made: Any, attributes: dict[str, Any]) -> None:
        if dataclasses.is_dataclass(made):
            known = {field.name for field in dataclasses.fields(made)}
            if set(attributes) != known:
                differing = ", ".join(sorted(known.symmetric_difference(attributes)))
                text = f"another version of the simulator wrote the file: {type(made).__name__} differs in {differing}"
                raise StateError(text)
        for name, item in attributes.items():
            # Past a frozen dataclass's own refusal, and past properties.
            if hasattr(made, "__dict__"):
                made.__dict__[name] = self._get(item)
            else:
                object.__setattr__(made, name, self._get(item))


def _plain(row: Row) -> Any:
    match row:
        case ["bytes", str(text)]:
            return base64.b64decode(text, validate=True)
        case ["datetime", str(text)]:
            return datetime.fromisoformat(text)
        case ["timedelta", days, seconds, microseconds]:
            return timedelta(days, seconds, microseconds)
        case ["fraction", int(above), int(below)]:
            return Fraction(above, below)
        case ["pattern", text, flags]:
            return re.compile(text, flags)
        case ["random", version, words, gauss]:
            generator = random.Random()
            generator.setstate((version, tuple(words), gauss))
            return generator
        case ["partition", side]:
            return PARTITIONS[side]
        case ["lock"]:
            return threading.Lock()
        case ["reentrant lock"]:
            return threading.RLock()
        case ["enum", str(name), str(member)]:
            module, _, qualified = name.partition(":")
            kind = getattr(sys.modules.get(module), qualified, None)
            if isinstance(kind, type) and issubclass(kind, enum.Enum) and member in kind.__members__:
                return kind[member]
    raise StateError(f"the file holds {str(row)[:80]}, which no simulator writes")
