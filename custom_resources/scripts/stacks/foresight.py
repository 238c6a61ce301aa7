"""What a plan says beforehand: how long its new pairs will take, what won't fit, and what isn't ready yet."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from custom_resources.scripts.interruption import Interrupted, run_interruptibly
from custom_resources.scripts.stacks.declared import DeclaredStack
from custom_resources.scripts.stacks.errors import StackStopped

if TYPE_CHECKING:
    from custom_resources.engine.credentials import CredentialSet, SetName
    from custom_resources.engine.estimate import Estimate
    from custom_resources.engine.quotas import Quotas
    from custom_resources.engine.readiness_model import Check

_SETS: tuple[SetName, ...] = ("commercial", "govcloud_paired", "govcloud_management")


@dataclass(frozen=True)
class Foresight:
    """The estimate, the quotas behind it, and the checks that aren't passed. looked: whether AWS was asked at all."""

    estimate: Estimate
    quotas: Quotas | None = None
    unmet: tuple[Check, ...] = ()
    looked: bool = False
    why_not: str = ""


def foresee_pairs(
    pairs: int, stacks: Sequence[DeclaredStack], stop: threading.Event, progress: Callable[[str], None]
) -> Foresight:
    """Estimate so many new pairs, by the quotas of AWS where the stacks' own credentials open it, else by arithmetic.

    Raises:
        StackStopped: a stop was asked for.
    """
    from custom_resources.engine.estimate import estimate
    from custom_resources.engine.quotas import Quotas

    sets = declared_sets(stacks)
    if sets is None:
        return Foresight(estimate(pairs, Quotas()), why_not="no stack that makes pairs says whose credentials to use")
    try:
        return run_interruptibly(lambda: _look(pairs, sets, stop, progress), stop)
    except Interrupted:
        raise StackStopped("stopped", "Stopped as asked. Nothing was changed.") from None


def _look(
    pairs: int, sets: Mapping[SetName, CredentialSet], stop: threading.Event, progress: Callable[[str], None]
) -> Foresight:
    from custom_resources.engine.errors import EngineError, Stopped
    from custom_resources.engine.estate import Estate
    from custom_resources.engine.estimate import estimate
    from custom_resources.engine.quotas import Quotas
    from custom_resources.engine.readiness import check_readiness
    from custom_resources.scripts.task import make_pace

    try:
        estate = Estate.open(
            sets["commercial"],
            sets["govcloud_paired"],
            sets.get("govcloud_management"),
            owner=None,
            pace=make_pace(stop),
            progress=progress,
        )
        estate.verify("commercial")
        found = check_readiness(estate, pairs)
    except Stopped:
        raise StackStopped("stopped", "Stopped as asked. Nothing was changed.") from None
    except EngineError as error:
        return Foresight(estimate(pairs, Quotas()), why_not=" ".join(error.detail.split()))
    unmet = tuple(check for check in found.checks if check.ready is False and check.name != "pairs_fit")
    return Foresight(found.estimate or estimate(pairs, found.quotas), found.quotas, unmet, looked=True)


def declared_sets(stacks: Sequence[DeclaredStack]) -> dict[SetName, CredentialSet] | None:
    """The credential sets of the first stack that makes pairs; None where they are unknown before an apply."""
    from custom_resources.engine.credentials import AssumeRole, CredentialSet

    for stack in stacks:
        blocks = stack.providers.get("govpair", ())
        if not stack.pairs or len(blocks) != 1 or "${" in json.dumps(blocks[0]):
            continue
        found: dict[SetName, CredentialSet] = {}
        for name in _SETS:
            values: dict[str, Any] | None = blocks[0].get(name)
            if values is None:
                continue
            roles = tuple(AssumeRole(**role) for role in values.get("assume_role") or ())
            found[name] = CredentialSet(name, **{**values, "assume_role": roles})
        if "commercial" in found and "govcloud_paired" in found:
            return found
    return None
