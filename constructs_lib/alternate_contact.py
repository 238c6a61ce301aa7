"""`AlternateContact`: whom AWS asks, beside the root user's email. Pure Python."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

KINDS = ("BILLING", "OPERATIONS", "SECURITY")

_EMAIL = re.compile(r"[\w+=.#|!&-]+@[\w.-]+\.[\w]+")
_PHONE = re.compile(r"[\s0-9()+-]+", re.ASCII)


@dataclass(frozen=True)
class AlternateContact:
    """A contact of an account. Limits: botocore's account/2021-02-01 model, PutAlternateContact.

    Attributes:
        kind: ``BILLING``, ``OPERATIONS`` or ``SECURITY``; an account has one of each at most.
        name: 1 to 64 characters.
        title: 1 to 50 characters.
        email: At most 254 characters.
        phone: 1 to 25 of digits, spaces and ``()+-``.
    """

    kind: str
    name: str
    title: str
    email: str
    phone: str

    def problems(self) -> Iterator[str]:
        """What AWS would refuse, a sentence each."""
        for field, value in vars(self).items():
            if problem := contact_problem(field, value):
                yield f"{field}: {problem}"


def contact_problem(field: str, value: str) -> str | None:
    """What AWS would refuse about one field of a contact, as a sentence."""
    if field == "kind" and value not in KINDS:
        return f"It must be {', '.join(KINDS[:-1])} or {KINDS[-1]}, not {value!r}."
    longest = {"name": 64, "title": 50}.get(field)
    if longest and not 1 <= len(value) <= longest:
        return f"It has 1 to {longest} characters; this one has {len(value)}."
    if field == "email" and (len(value) > 254 or not _EMAIL.fullmatch(value)):
        return f"{value!r} is no email address that AWS takes for a contact."
    if field == "phone" and (len(value) > 25 or not _PHONE.fullmatch(value)):
        return f"{value!r} is not 1 to 25 digits, spaces and ( ) + -."
    return None
