"""Evaluating a role's trust policy for one caller."""

from __future__ import annotations

import json
from collections.abc import Iterable
from fnmatch import fnmatchcase
from typing import Any

from partition_simulator.world.keys import Principal

_ACTION = "sts:AssumeRole"


def _many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _names(principal: Any, caller: Principal) -> bool:
    """Whether a Principal element means the caller: the account, its root ARN, or the caller's own ARN or role.

    Source: IAM User Guide, "AWS JSON policy elements: Principal". The callers of this simulator are administrators of
    their accounts, so that naming the account is enough.
    """
    named: Iterable[Any] = ["*"] if principal == "*" else _many(principal.get("AWS", []))
    mine = {
        "*",
        caller.account_id,
        f"arn:{caller.partition.name}:iam::{caller.account_id}:root",
        caller.arn,
        caller.role_arn,
    }
    return any(name in mine for name in named)


def _holds(operator: str, key: str, expected: list[Any], external_id: str | None) -> bool:
    """One condition. Only sts:ExternalId is known; any other key is absent here, so it never holds."""
    if key.lower() != "sts:externalid" or external_id is None:
        return False
    if operator == "StringEquals":
        return external_id in expected
    if operator == "StringLike":
        return any(fnmatchcase(external_id, pattern) for pattern in expected)
    return False


def allows(document: str, caller: Principal, external_id: str | None) -> bool:
    """Whether a trust policy lets the caller assume the role; an explicit Deny wins."""
    allowed = False
    for statement in _many(json.loads(document).get("Statement", [])):
        actions = _many(statement.get("Action", []))
        if not any(fnmatchcase(_ACTION.lower(), str(action).lower()) for action in actions):
            continue
        if not _names(statement.get("Principal", {}), caller):
            continue
        conditions = statement.get("Condition", {})
        if not all(
            _holds(operator, key, _many(expected), external_id)
            for operator, keys in conditions.items()
            for key, expected in keys.items()
        ):
            continue
        if statement.get("Effect") == "Deny":
            return False
        allowed = True
    return allowed
