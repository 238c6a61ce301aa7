"""One case: a scenario under one fault, what came of it, and whether the next apply converges."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from partition_simulator import Fault
from tests.provider.host import Host
from tests.provider.walk import Said
from tests.reliability.faults.asking import ask, steady
from tests.reliability.faults.commands import COMMANDS
from tests.reliability.faults.judge import unexplained
from tests.reliability.faults.scenarios import EMAIL, Scenario
from tests.reliability.faults.stage import Stage
from tests.reliability.faults.truth import existing, untrue

Problems = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """A scenario, or a command line, and what goes wrong in it."""

    scenario: str
    name: str
    fault: Mapping[str, Any]

    def __str__(self) -> str:
        return f"{self.scenario}: {self.fault['operation']} {self.name}"


@dataclass(frozen=True)
class Verdict:
    """What came of a case: "converged", "explained", "not met" or "failed", and why it failed."""

    became: str
    why: str = ""


def recorded(stage: Stage, name: str) -> list[tuple[str, str]]:
    """The calls of a clean run of a scenario or a command line: services and operations."""
    if name in COMMANDS:
        return stage.commands.recorded(name)
    scenario, host = stage.begin(name)
    errors, problems = worked(stage, scenario, host, lambda: None)
    assert not errors, errors
    assert not any(problems.values()), problems
    names = {name.split(" ")[1] for name in stage.ground.simulator.calls()}
    return sorted((service, operation) for service, operation in (name.split(".") for name in names))


def run(stage: Stage, case: Case) -> Verdict:
    """Run it."""
    if case.scenario in COMMANDS:
        return _commanded(stage, case)
    scenario, host = stage.begin(case.scenario)
    simulator = stage.ground.simulator
    fault_id = simulator.inject(Fault(**case.fault))
    met = False

    def over() -> None:
        nonlocal met
        met = any(item["struck"] for item in simulator.faults() if item["id"] == fault_id)
        simulator.remove_fault(fault_id)

    try:
        errors, problems = worked(stage, scenario, host, over)
    except Exception as error:  # whatever leaves the provider is a finding
        return Verdict("failed", f"{type(error).__name__}: {error}")
    problems = {"the diagnostic": unexplained(errors, case.fault), **problems}
    wrong = [f"{why}: {what}" for why, what in problems.items() if what]
    if wrong:
        return Verdict("failed", "; ".join(wrong))
    return Verdict("not met" if not met else "explained" if errors else "converged")


def _commanded(stage: Stage, case: Case) -> Verdict:
    try:
        became, wrong = stage.commands.tried(case.scenario, case.fault)
    except Exception as error:  # whatever leaves a command is a finding
        return Verdict("failed", f"{type(error).__name__}: {error}")
    return Verdict("failed", "; ".join(wrong)) if wrong else Verdict(became)


def worked(stage: Stage, scenario: Scenario, host: Host, over: Callable[[], None]) -> tuple[list[Said], Problems]:
    """Do it, then ``over``, and do it again: the errors of the first time, and what isn't as it should be."""
    return (_asked if scenario.asks else _applied)(stage, scenario, host, over)


def _asked(stage: Stage, scenario: Scenario, host: Host, over: Callable[[], None]) -> tuple[list[Said], Problems]:
    assert scenario.asks is not None
    asks = scenario.asks(stage.ground)
    first = ask(host, asks)
    over()
    again = ask(host, asks)
    sure = {address: value for address, value in steady(first.values).items() if address not in first.warned}
    sure = {address: value for address, value in sure.items() if "UNREADABLE" not in str(value)}
    return first.errors, {
        "the next time failed": again.errors,
        "not answered": set(asks) - set(again.values),
        "answered wrongly": [address for address, value in sure.items() if value != again.values.get(address)],
    }


def _applied(stage: Stage, scenario: Scenario, host: Host, over: Callable[[], None]) -> tuple[list[Said], Problems]:
    ground, declared = stage.ground, scenario.after(stage.ground)
    others = {pair.commercial.email for pair in ground.pairs()}
    before = {address: host.values(address) for address in host.state}
    imports = scenario.imports(ground) if scenario.imports else None
    first = host.apply(declared, imports=imports)
    over()
    problems = {
        "untrue right after it": untrue(ground, host, bool(scenario.standing)) if first.errors else [],
        "lost": [name for name, said in before.items() if name not in host.state and existing(ground, name, said)],
    }
    again = host.apply(declared, imports=imports)
    left = host.plan(declared)
    if left.empty:
        host.state = left.refreshed
    emails = sorted(pair.commercial.email for pair in ground.pairs())
    expected = others | {values["email"] for values in (*before.values(), *declared.values()) if "email" in values}
    if imports:
        expected |= {EMAIL} & set(emails)
    return first.errors, problems | {
        "the next apply failed": again.errors,
        "the plan after it isn't empty": left.errors or left.actions,
        "untrue in the end": untrue(ground, host, bool(scenario.standing)),
        "tainted": [address for address, stored in host.state.items() if stored.tainted],
        "not one pair for each": [] if emails == sorted(expected) else emails,
        "not what is declared": set(host.state) ^ set(declared),
    }
