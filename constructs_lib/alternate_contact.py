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
        if self.kind not in KINDS:
            yield f"kind: It must be {', '.join(KINDS[:-1])} or {KINDS[-1]}, not {self.kind!r}."
        for field, value, longest in (("name", self.name, 64), ("title", self.title, 50)):
            if not 1 <= len(value) <= longest:
                yield f"{field}: It has 1 to {longest} characters; this one has {len(value)}."
        if len(self.email) > 254 or not _EMAIL.fullmatch(self.email):
            yield f"email: {self.email!r} is no email address that AWS takes for a contact."
        if len(self.phone) > 25 or not _PHONE.fullmatch(self.phone):
            yield f"phone: {self.phone!r} is not 1 to 25 digits, spaces and ( ) + -."
