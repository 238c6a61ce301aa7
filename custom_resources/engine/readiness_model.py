"""One prerequisite, looked at."""

from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Check:
    """A prerequisite: its name, whether it is met (None: unknown), what was seen, and how to mend it ("" if it's fine).

    required: whether all is ready only when this is known to be met.
    """

    name: str
    ready: bool | None
    detail: str
    next_step: str = ""
    required: bool = True


def unknown(name: str, why: str, next_step: str, *, required: bool = True) -> Check:
    """Return a check that could not be made."""
    return Check(name, None, why, next_step, required)


def behind(first: Check | None, checks: Iterable[Check]) -> list[Check]:
    """Return the checks; where the first one failed, what is unknown of the others is not for a permission to tell."""
    if first is None or first.ready is not False:
        return list(checks)
    step = f"See the check {first.name}."
    return [replace(each, next_step=step) if each.ready is None else each for each in checks]
