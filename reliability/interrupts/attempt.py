"""One interrupt, `apply` again, and the verdict."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass

from reliability.crashes.census import wrong_at_aws, wrong_in_state
from reliability.crashes.ground import Ground
from reliability.crashes.points import Point, Victim
from reliability.crashes.recording import Recorded
from reliability.crashes.running import Running
from reliability.interrupts.kinds import LOSING, Interrupt, Kind


@dataclass(frozen=True)
class Outcome:
    """What became of one interrupt.

    code: the exit code of the run that was interrupted.
    wrong: everything that isn't as it should be, in sentences; empty when it survived.
    """

    operation: str
    interrupt: Interrupt
    code: int
    wrong: tuple[str, ...]

    @property
    def survived(self) -> bool:
        """Whether all is as declared."""
        return not self.wrong


def attempt(ground: Ground, recorded: Recorded, interrupt: Interrupt, seconds_gone: float) -> Outcome:
    """Go back to where the operation begins, interrupt it, apply again, and look at everything."""
    ground.begin(recorded.begins, recorded.operation)
    running, code = ground.apply(), -1
    wrong: list[str] = []
    try:
        code, wrong = _interrupted(ground, running, recorded, interrupt, seconds_gone)
        if interrupt.kind in LOSING and recorded.operation.pair.get("closed"):
            ground.import_pair()  # no pair is made to be closed, so none is adopted that is
        if code or interrupt.kind in LOSING:
            again = ground.apply()
            if again.run():
                wrong.append(f"the next apply failed: {again.output()}")
        wrong += wrong_at_aws(ground.simulator, ground.units, recorded.operation)
        wrong += wrong_in_state(ground.terraform_state(), recorded.operation)
        plan = ground.plan()
        if plan.run():
            wrong.append(f"the plan after that is not empty: {plan.output()}")
        wrong += [f"provider process {pid} is still there" for pid in running.outlived()]
    except TimeoutError as hung:
        wrong.append(str(hung))
    return Outcome(recorded.operation.name, interrupt, code, tuple(wrong))


def _interrupted(
    ground: Ground, running: Running, recorded: Recorded, interrupt: Interrupt, seconds_gone: float
) -> tuple[int, list[str]]:
    """Run it, interrupted; its exit code, and what already is wrong."""
    kind, simulator = interrupt.kind, ground.simulator
    if kind == "state lost":
        code = running.run()
        ground.lose_state()
        return code, [f"undisturbed, it failed: {running.output()}"] if code else []
    if kind == "ctrl-c any time":
        timer = threading.Timer(interrupt.share * recorded.seconds, running.interrupt)
        timer.start()
        try:
            return running.run(), []
        finally:
            timer.cancel()
            timer.join()

    def strike() -> None:
        if kind == "network gone":
            simulator.unplug(seconds_gone)
            return
        if kind == "killed and state lost":
            running.kill("both")
            return
        running.interrupt()
        # The call waits for its answer meanwhile. Terraform needs a moment to tell the second from the first, and to
        # hear the only one before the run is over.
        time.sleep(interrupt.pause)
        if kind == "ctrl-c twice":
            running.interrupt()

    # "answer": the call that is struck goes with the network. "terraform", "both": it gets its answer.
    victims: dict[Kind, Victim] = {"network gone": "answer", "killed and state lost": "both"}
    victim = victims.get(kind, "terraform")
    simulator.watch(Point(interrupt.number, interrupt.moment, victim), strike)
    code = running.run()
    wrong = [] if len(simulator.received) >= interrupt.number else [f"the run ended before call {interrupt.number}"]
    said = {"ctrl-c": "Interrupt received", "ctrl-c twice": "Two interrupts received"}.get(kind, "")
    if said not in running.output():
        wrong.append(f"Terraform did not say {said!r}: {running.output()}")
    simulator.plugged()
    if kind in LOSING:
        ground.lose_state()
    return code, wrong
