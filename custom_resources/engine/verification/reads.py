"""Which calls only read, by the engine's own declarations; and a hook that lets no other call leave this machine."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from custom_resources.engine.errors import Refused
from custom_resources.engine.permissions import declared_permissions

READING = ("Describe", "Get", "List", "Lookup")
"""How the operations begin that change nothing (the services' API references)."""

BECOMING = "sts:AssumeRole"
"""Changes nothing either: it gives keys that end by themselves."""

UNTRIED = frozenset({"iam:GetRole", "organizations:ListPolicies"})
"""Reading calls of `doctor` and `discover` alone that verify-aws doesn't try yet."""

JOINING = frozenset(
    {
        "organizations:CreateGovCloudAccount",
        "organizations:InviteAccountToOrganization",
        "organizations:AcceptHandshake",
    }
)
"""The calls that making one pair, and letting it join, consist of."""


def reads_by_principal() -> dict[str, frozenset[str]]:
    """Return the reading calls that the engine declares (`@needs`), by credential set or assumed role."""
    found = {who: frozenset(filter(is_read, actions)) - UNTRIED for who, actions in declared_permissions().items()}
    return {who: actions for who, actions in found.items() if actions}


def is_read(action: str) -> bool:
    """Whether an action, such as `organizations:ListAccounts`, changes nothing."""
    return action == BECOMING or action.partition(":")[2].startswith(READING)


def all_reads() -> frozenset[str]:
    """Return the reading calls of all principals."""
    return frozenset().union(*reads_by_principal().values())


def action_of(model: Any) -> str:
    """Name a botocore operation as IAM policies do."""
    return f"{model.service_model.signing_name}:{model.name}"


def only(allowed: frozenset[str]) -> Callable[[Any], None]:
    """Return what keeps a client from making any call that is not allowed: nothing of it leaves this machine.

    The client then raises Refused, also inside of the engine's own operations.
    """

    def look(model: Any, **_: Any) -> None:
        if action_of(model) not in allowed:
            raise Refused(
                "verifying AWS",
                f"{action_of(model)} is not one of the calls that were agreed to; it was not sent. That it was tried "
                "is a defect in govpair: please report it.",
            )

    def attach(client: Any) -> None:
        client.meta.events.register_first("before-call", look)

    return attach
