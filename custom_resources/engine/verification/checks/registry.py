"""Checks of claims: a small function for each that looks at the evidence, found by the claim's id."""

from __future__ import annotations

from collections.abc import Callable

from custom_resources.engine.verification.evidence import Evidence, Verdict

Check = Callable[[Evidence], Verdict]

CHECKS: dict[str, Check] = {}


def check(claim_id: str) -> Callable[[Check], Check]:
    """Make the decorated function the check of a claim."""

    def register(function: Check) -> Check:
        if claim_id in CHECKS:
            raise ValueError(f"the claim {claim_id} has two checks")
        CHECKS[claim_id] = function
        return function

    return register
