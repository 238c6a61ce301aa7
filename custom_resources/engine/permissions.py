"""Which IAM permission each engine call needs, on which credential set, declared beside the call.

`@needs("commercial", "organizations:ListAccounts")` adds to `PERMISSIONS`; least-privilege policies are made from it.
"""

import importlib
import pkgutil
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

F = TypeVar("F", bound=Callable[..., object])

INVITED = "invited"
"""The role assumed in a GovCloud account that is invited or accepts: a principal, not a credential set."""

BOTH_MANAGEMENT = ("commercial", "govcloud_management")
"""Calls that the engine makes in either organization."""

PERMISSIONS: dict[str, dict[str, list[str]]] = {}
"""Credential set (or `invited`) -> permission -> the engine functions that need it."""


def needs(sets: str | tuple[str, ...], *actions: str) -> Callable[[F], F]:
    """Declare that the decorated function needs `actions` on each of `sets`."""

    def declare(function: F) -> F:
        where = f"{function.__module__.rsplit('.', 1)[-1]}.{function.__name__}"
        for name in (sets,) if isinstance(sets, str) else sets:
            for action in actions:
                PERMISSIONS.setdefault(name, {}).setdefault(action, []).append(where)
        return function

    return declare


def declared_permissions() -> Mapping[str, Mapping[str, Sequence[str]]]:
    """Return `PERMISSIONS` after every module of the engine has declared its own."""
    package = __name__.rpartition(".")[0]
    for module in pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}."):
        importlib.import_module(module.name)
    return PERMISSIONS
