"""`rates` of the provider block: the rates that AWS's calls are held to, where they aren't AWS's published ones."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Any

from custom_resources.engine.rates.table import ACTIONS, ALL_OTHERS, Rate, Rates
from custom_resources.plugin import NUMBER, Attribute, NestedAttribute
from custom_resources.provider.setting_rules import whole_number_from

MOST = 100_000


def _per_second(value: Any) -> str | None:
    return None if 0 < value <= MOST else f"It must be more than 0, and {MOST} at most, not {value}."


def _actions(value: Any) -> str | None:
    """Why the keys aren't all actions, or None."""
    for action in value:
        if action not in ACTIONS and action != ALL_OTHERS:
            near = difflib.get_close_matches(action, ACTIONS, 1)
            hint = f"Did you mean {near[0]}?" if near else "An action is written as in IAM: organizations:ListAccounts."
            return f"No call of this provider is named {action!r}. {hint} The key {ALL_OTHERS!r} stands for all others."
    return None


RATES = NestedAttribute(
    nesting="map",
    attributes={
        "per_second": Attribute(NUMBER, "Calls a second in the long run.", required=True, validators=(_per_second,)),
        "burst": Attribute(
            NUMBER,
            "Calls at once after a pause; 1 when left out.",
            optional=True,
            validators=(whole_number_from(1, MOST),),
        ),
    },
    description="Rates by action, such as `organizations:ListAccounts`, in place of those that AWS publishes; `*` is "
    "every action that isn't named. Calls wait for their turn, whatever Terraform's `-parallelism`. For an account "
    "whose limits AWS has raised, and for a simulator.",
    optional=True,
    validators=(_actions,),
)
"""The provider's attribute."""


def rates_of(given: Mapping[str, Mapping[str, Any]] | None) -> Rates:
    """What the attribute says."""
    return Rates(
        {action: Rate(float(each["per_second"]), int(each.get("burst") or 1)) for action, each in (given or {}).items()}
    )
