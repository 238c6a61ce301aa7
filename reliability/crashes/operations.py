"""The operations in which something is killed: each a configuration that is applied over an earlier one's result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

EMAIL = "aws+log@example.gov"
UNITS = ("workloads", "security", "closed")
"""Organizational units that both organizations have; in a configuration they are ``var.commercial.NAME`` and so on."""


@dataclass(frozen=True)
class Operation:
    """One `terraform apply`.

    name: for people and the command line.
    after: the operation whose result it begins with; None for an estate without pairs.
    pair, membership: what is declared once it is applied, by attribute; None where there is none.
    """

    name: str
    after: str | None
    pair: Mapping[str, Any]
    membership: Mapping[str, Any] | None

    def resources(self) -> dict[str, Any]:
        """The ``resource`` block in Terraform's JSON syntax."""
        declared: dict[str, Any] = {"govpair_account_pair": {"log": dict(self.pair)}}
        if self.membership is not None:
            declared["govpair_membership"] = {"log": dict(self.membership)}
        return declared


def _pair(unit: str, tags: Mapping[str, str], **more: Any) -> dict[str, Any]:
    return {"name": "log", "email": EMAIL, "parent_id": f"${{var.commercial.{unit}}}", "tags": tags, **more}


def _membership(unit: str, tags: Mapping[str, str]) -> dict[str, Any]:
    return {
        "account_id": "${govpair_account_pair.log.govcloud_account_id}",
        "parent_id": f"${{var.govcloud.{unit}}}",
        "tags": tags,
        "on_destroy": "remove",
    }


_FIRST = {"stage": "test", "team": "audit"}
_THEN = {"stage": "live", "cost-center": "7"}
_CLOSED = {"closed": True, "closed_accounts_parent_id": "${var.commercial.closed}"}

OPERATIONS: Mapping[str, Operation] = {
    operation.name: operation
    for operation in (
        Operation("vend", None, _pair("workloads", _FIRST), None),
        Operation("join", "vend", _pair("workloads", _FIRST), _membership("workloads", _FIRST)),
        Operation("place", "join", _pair("security", _FIRST), _membership("security", _FIRST)),
        Operation("tag", "place", _pair("security", _THEN), _membership("security", _THEN)),
        Operation("leave", "tag", _pair("security", _THEN), None),
        Operation("close", "leave", _pair("security", _THEN, **_CLOSED), None),
        Operation("vend-and-join", None, _pair("workloads", _FIRST), _membership("workloads", _FIRST)),
    )
}
"""In the order of a pair's life, so that each comes after the one it begins with."""
