"""One prerequisite, looked at."""

from dataclasses import dataclass


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
