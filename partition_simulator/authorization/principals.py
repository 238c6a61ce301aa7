"""Whom the Principal element of a statement names.

Source: IAM User Guide, "AWS JSON policy elements: Principal".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from partition_simulator.authorization.question import Caller
from partition_simulator.authorization.unknown import NotEvaluated

_ACCOUNT = re.compile(r"\d{12}")
_ROOT = re.compile(r"arn:(?P<partition>[a-z-]+):iam::(?P<account>\d{12}):root")


class Named(IntEnum):
    """How a statement names a caller.

    ACCOUNT: as its account, which leaves it to the account's own policies to allow its users and roles.
    ROLE: as everybody or as its role, within the session's and the boundary's limits.
    ITSELF: as this user, session or service.
    """

    NOT = 0
    ACCOUNT = 1
    ROLE = 2
    ITSELF = 3


@dataclass(frozen=True)
class Principals:
    """The principals of one statement. Federated ones are left out: nobody calls here as one of them."""

    everybody: bool
    accounts: frozenset[str]
    roots: frozenset[tuple[str, str]]
    arns: frozenset[str]
    services: frozenset[str]

    @classmethod
    def read(cls, element: Any) -> Principals:
        """From the document."""
        if element == "*":
            element = {"AWS": "*"}
        if not isinstance(element, dict):
            raise NotEvaluated(f"the Principal {element!r}")
        for kind in element:
            if kind not in ("AWS", "Service", "Federated"):
                raise NotEvaluated(f"the Principal type {kind!r}")
        named = [str(name) for name in many(element.get("AWS", []))]
        roots = [found for name in named if (found := _ROOT.fullmatch(name))]
        return cls(
            everybody="*" in named,
            accounts=frozenset(name for name in named if _ACCOUNT.fullmatch(name)),
            roots=frozenset((root["partition"], root["account"]) for root in roots),
            arns=frozenset(named),
            services=frozenset(str(name) for name in many(element.get("Service", []))),
        )

    def names(self, caller: Caller) -> Named:
        """How they name a caller, by the closest of all ways."""
        if caller.service is not None:
            return Named.ITSELF if self.everybody or caller.service in self.services else Named.NOT
        if caller.arn in self.arns:
            return Named.ITSELF
        if self.everybody or caller.role_arn in self.arns:
            return Named.ROLE
        if caller.account_id in self.accounts or (caller.partition, caller.account_id) in self.roots:
            return Named.ACCOUNT
        return Named.NOT


def many(value: Any) -> list[Any]:
    """A value that may stand alone or in a list, as a list."""
    return value if isinstance(value, list) else [value]
