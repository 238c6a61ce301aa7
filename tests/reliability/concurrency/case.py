"""One case: a phase with one thing done beside it at one of its calls, and what the next applies make of it."""

from __future__ import annotations

from collections import Counter

from partition_simulator.world.world import World
from tests.provider.ground import ground
from tests.provider.host import Host
from tests.provider.walk import Said
from tests.reliability.concurrency.beside import BESIDE, MORE_PAIRS, Scene
from tests.reliability.concurrency.phases import EMAIL, prepare, target
from tests.reliability.concurrency.watched import AtCall, WatchedSimulator


def recorded(phase: str) -> list[str]:
    """The calls of a clean apply of a phase, in their order."""
    with ground(kind=WatchedSimulator) as there:
        host = prepare(there, phase)
        assert isinstance(there.simulator, WatchedSimulator)
        there.simulator.arrived = counted = AtCall(0, lambda: None)
        outcome = host.apply(target(there, phase))
        assert not outcome.errors, outcome.errors
        return counted.received


def moments(calls: list[str]) -> list[int]:
    """The numbers of the calls that are tried: of a row of the same call, such as a creation's, the first and last."""
    beside = [None, *calls, None]
    return [at for at in range(1, len(calls) + 1) if not beside[at - 1] == beside[at] == beside[at + 1]]


def run(phase: str, number: int, name: str) -> str:
    """Run it: "converged", "explained", "not met", or "broken: " and why."""
    beside = BESIDE[name]
    with ground(kind=WatchedSimulator) as there:
        host = prepare(there, phase)
        scene = Scene(there, host, target(there, phase))
        assert isinstance(there.simulator, WatchedSimulator)
        there.simulator.arrived = at_call = AtCall(number, lambda: beside.act(scene))
        try:
            first = host.apply(scene.declared)
            there.simulator.arrived = lambda name: None
            again = host.apply(scene.declared)
            left = host.plan(scene.declared)
        except Exception as error:  # whatever leaves the provider is a finding
            return f"broken: {type(error).__name__}: {error}"
        if len(at_call.received) < number:
            return "not met"
        explained = bool(again.errors) and _are(again.errors, beside.ends)
        emails = Counter(pair.commercial.email for pair in there.pairs())
        problems = {
            "the diagnostic doesn't explain": [item for item in first.errors if not _explains(item)],
            "the next apply failed": [] if explained else again.errors,
            "the plan after it isn't empty": [] if explained else [*left.errors, *left.actions.items()],
            "tainted": [address for each in (host, *scene.others) for address in _tainted(each)],
            "not one pair": emails[EMAIL] != 1,
            "too many pairs": sum(emails.values()) != 1 + (name in MORE_PAIRS),
            "a request is under way": _under_way(there.simulator.world),
            "not what is declared": not explained and set(host.state) != set(scene.declared),
        }
        wrong = [f"{why}: {what}" for why, what in problems.items() if what]
        if wrong:
            return "broken: " + "; ".join(wrong)
        return "explained" if explained else "converged"


def _explains(item: Said) -> bool:
    """Whether a diagnostic is more than a code, and shows nothing of our insides."""
    text = f"{item.summary} {item.detail}".lower()
    return len(item.detail) > 60 and not any(word in text for word in ("traceback", "internal error", "has no advice"))


def _are(errors: list[Said], ends: tuple[str, ...]) -> bool:
    """Whether every error is one that this may end with, and explains itself."""
    return all(_explains(item) and any(word in f"{item.summary} {item.detail}" for word in ends) for item in errors)


def _tainted(host: Host) -> list[str]:
    return [address for address, stored in host.state.items() if stored.tainted]


def _under_way(world: World) -> list[str]:
    return [request.name for request in world.creations.values() if request.state == "IN_PROGRESS"]
