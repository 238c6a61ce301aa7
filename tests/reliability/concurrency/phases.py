"""What is done while something happens beside it: a pair and its membership created, read, updated and deleted."""

from __future__ import annotations

from typing import Any

from tests.provider.ground import Ground
from tests.provider.host import Configuration, Host, Reference

PAIR, MEMBERSHIP = "govpair_account_pair.a", "govpair_membership.a"
EMAIL = "aws+a@example.gov"
PHASES = ("create", "read", "update", "delete")


def configuration(ground: Ground, changed: bool = False) -> Configuration:
    """One pair and its membership; ``changed``: with another name, place and tag for each half."""
    more: dict[str, dict[str, Any]] = {
        side: {"tags": {"CostCenter": "2" if changed else "1"}, "parent_id": ground.parents[side][unit]}
        for side, unit in dict.fromkeys(ground.parents, "Workloads" if changed else "Security").items()
    }
    return {
        PAIR: {"email": EMAIL, "name": "beta" if changed else "alpha", **more["commercial"]},
        MEMBERSHIP: {
            "account_id": Reference(PAIR, "govcloud_account_id"),
            "role_name": Reference(PAIR, "role_name"),
            "on_destroy": "remove",
            **more["govcloud"],
        },
    }


def target(ground: Ground, phase: str) -> Configuration:
    """What is declared in a phase: deleting takes the membership away, as pairs can't be deleted."""
    declared = configuration(ground, changed=phase == "update")
    return {PAIR: declared[PAIR]} if phase == "delete" else declared


def prepare(ground: Ground, phase: str) -> Host:
    """Terraform as it is before the phase."""
    host = Host(ground.provider, ground.settings())
    if phase != "create":
        outcome = host.apply(configuration(ground))
        assert not outcome.errors, outcome.errors
    ground.simulator.reset_calls()
    return host
