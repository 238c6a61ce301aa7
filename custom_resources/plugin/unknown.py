"""The value that stands for "known after apply"."""

from __future__ import annotations

from typing import Final, NoReturn

from custom_resources.plugin.types import Typed


class Unknown:
    """The type of :data:`UNKNOWN`; it has exactly one instance.

    An unknown value is neither true nor false. Asking for its truth is always a mistake in the calling code (it should
    have compared with ``is UNKNOWN`` first), so it raises ``TypeError`` instead of answering something plausible.
    """

    _instance: Unknown | None = None

    def __new__(cls) -> Unknown:  # noqa: D102 - there is one instance, and this gives it
        if cls._instance is None:
            cls._instance = super().__new__(cls)
        return cls._instance

    def __bool__(self) -> NoReturn:
        raise TypeError("an unknown value is neither true nor false: compare it with `is UNKNOWN` first")

    def __repr__(self) -> str:
        return "UNKNOWN"

    def __copy__(self) -> Unknown:
        return self

    def __deepcopy__(self, memo: dict[int, object]) -> Unknown:
        return self

    def __reduce__(self) -> str:
        return "UNKNOWN"


#: The one unknown value. Compare with ``is``.
UNKNOWN: Final = Unknown()


def is_known(value: object) -> bool:
    """Whether nothing inside ``value`` (lists, mappings and dynamic values included) is unknown."""
    if value is UNKNOWN:
        return False
    if isinstance(value, Typed):
        return is_known(value.value)
    if isinstance(value, dict):
        return all(is_known(item) for item in value.values())
    if isinstance(value, list | tuple):
        return all(is_known(item) for item in value)
    return True
