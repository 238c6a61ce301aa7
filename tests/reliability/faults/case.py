"""One case: a phase under one fault, what came of it, and whether the next apply converges."""

from __future__ import annotations

from typing import Any

from partition_simulator import Fault
from tests.provider.ground import ground
from tests.reliability.faults.phases import EMAIL, prepare, target


def recorded(phase: str) -> list[tuple[str, str]]:
    """The calls of a clean run of a phase: services and operations."""
    with ground() as there:
        host = prepare(there, phase)
        outcome = host.apply(target(there, phase))
        assert not outcome.errors, outcome.errors
        names = {name.split(" ")[1] for name in there.simulator.calls()}
    return sorted((service, operation) for service, operation in (name.split(".") for name in names))


def run(phase: str, fault: dict[str, Any]) -> str:
    """Run it: "converged", "explained", "not met", or "broken: " and why."""
    with ground() as there:
        host = prepare(there, phase)
        declared = target(there, phase)
        there.simulator.inject(Fault(**fault))
        try:
            first = host.apply(declared)
            met = any(item["struck"] for item in there.simulator.faults())
            there.simulator.clear_faults()
            again = host.apply(declared)
            left = host.plan(declared)
        except Exception as error:  # whatever leaves the provider is a finding
            return f"broken: {type(error).__name__}: {error}"
        unclear = [item for item in first.errors if not _explains(item.summary, item.detail, fault)]
        problems = {
            "the diagnostic doesn't explain": unclear,
            "the next apply failed": again.errors,
            "the plan after it isn't empty": left.errors or left.actions,
            "tainted": [address for address, stored in host.state.items() if stored.tainted],
            "not one pair": [pair.commercial.email for pair in there.pairs()] != [EMAIL],
            "not what is declared": set(host.state) != set(declared),
        }
        wrong = [f"{why}: {what}" for why, what in problems.items() if what]
        if wrong:
            return "broken: " + "; ".join(wrong)
        return "not met" if not met else "explained" if first.errors else "converged"


def _explains(summary: str, detail: str, fault: dict[str, Any]) -> bool:
    """Whether a diagnostic names the cause, gives more than the cause, and shows nothing of our insides."""
    text = f"{summary} {detail}"
    cause = fault["operation"] in text or fault.get("code", "No answer") in text
    inside = any(word in text.lower() for word in ("traceback", "internal error", "has no advice"))
    return cause and not inside
