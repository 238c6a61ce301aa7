"""The operator's commands under faults: each command line of the policies' test, on the same ground as there."""

from __future__ import annotations

import io
import os
import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from partition_simulator import Fault, Simulator, SimulatorSettings
from tests.reliability.faults.judge import INSIDE, names_cause, next_steps
from tests.reliability.faults.transport import Wire
from tests.scripts.conftest import Finished
from tests.scripts.policies.ground import EVERYTHING, SETS, Ground
from tests.scripts.policies.lines import LINES, SINGLE_COMPANY, Line
from tests.scripts.policies.test_commands import comparable

#: By `govpair` and its words: every line there, without what goes wrong in it; and those that call what only they do.
COMMANDS: Mapping[str, Line] = {
    f"govpair {line}": Line(line.words, alone=line.alone) for lines in LINES.values() for line in lines
} | {
    "govpair doctor, as roles": Line("doctor --pairs 2", as_roles=True),
    "govpair status --name joined, whose creation request is forgotten": next(
        line for line in LINES["status"] if line.forgotten
    ),
}
_MEANT = {"AWSOrganizationsNotInUseException": "in no organization"}
"""What `doctor` says in words where AWS's answer means just that."""
CHANGES = ("vend ", "invite ", "accept ", "close ")


class Capture:
    """What commands write, in place of pytest's."""

    class Shown(NamedTuple):
        """Both streams, as pytest names them."""

        out: str
        err: str

    def __init__(self) -> None:
        self.out, self.err = io.StringIO(), io.StringIO()

    def readouterr(self) -> Shown:
        """What was written since the last time."""
        shown = self.Shown(self.out.getvalue(), self.err.getvalue())
        for stream in (self.out, self.err):
            stream.seek(0)
            stream.truncate()
        return shown


@dataclass
class Commands:
    """Two worlds to run commands in: a single company's, and one whose organization a customer manages."""

    wire: Wire
    opened: ExitStack
    capture: Any = field(default_factory=Capture)
    clean: dict[str, Finished] = field(default_factory=dict)

    @cached_property
    def _single(self) -> tuple[Ground, bytes]:
        return self._made(single_company=True)

    @cached_property
    def _other(self) -> tuple[Ground, bytes]:
        return self._made(single_company=False)

    def _made(self, *, single_company: bool) -> tuple[Ground, bytes]:
        simulator = self.opened.enter_context(Simulator(SimulatorSettings(clock_scale=0)))
        self.wire.connect(simulator)
        folder = self.opened.enter_context(tempfile.TemporaryDirectory(prefix="govpair-faults-"))
        ground = Ground.make(simulator, Path(folder), single_company=single_company)
        ground.capture = self.capture
        for name in SETS:
            ground.hold(name, [EVERYTHING])
        return ground, simulator.snapshot()

    def begin(self, name: str) -> Ground:
        """The ground of a command line, as it is at first."""
        words = COMMANDS[name].words
        ground, world = self._single if words.split(" ")[0] in SINGLE_COMPANY else self._other
        ground.restore(world)
        ground.simulator.reset_calls()
        self.wire.refill()
        return ground

    def once(self, ground: Ground, name: str, *faults: Fault) -> Finished:
        """Run a command line."""
        line = replace(COMMANDS[name], faults=(*COMMANDS[name].faults, *faults))
        with (
            redirect_stdout(self.capture.out),
            redirect_stderr(self.capture.err),
            pytest.MonkeyPatch.context() as patch,
        ):
            for variable in [each for each in os.environ if each.startswith(("AWS_", "GOVPAIR_"))]:
                patch.delenv(variable)
            return ground.run(line, as_admin=not line.as_roles)

    def recorded(self, name: str) -> list[tuple[str, str]]:
        """The calls of a clean run: services and operations. How it ended is kept."""
        ground = self.begin(name)
        self.clean[name] = self.once(ground, name)
        names = {name.split(" ")[1] for name in ground.simulator.calls()}
        return sorted((service, operation) for service, operation in (name.split(".") for name in names))

    def tried(self, name: str, fault: Mapping[str, Any]) -> tuple[str, list[str]]:
        """Run a line with a fault, and once more without: whether it "converged" or is "explained", and what is wrong.

        It converged when it says what a clean run says, apart from times and ids, or was a change that was made; then
        nothing has to be explained. Where AWS denies that something exists, and goes on to refuse a change because of
        it, that refusal is a cause as well.
        """
        if name not in self.clean:
            self.recorded(name)
        usual, ground = self.clean[name], self.begin(name)
        first, again = self.once(ground, name, Fault(**fault)), self.once(ground, name)
        text = "\n".join([*_strings(first.document), first.err])
        same = comparable(first) == comparable(usual) or (first.code == 0 and COMMANDS[name].words.startswith(CHANGES))
        denied = fault.get("code", "").endswith("NotFoundException") and re.search(r"answered \w+Exception", text)
        explains = {
            "the cause": names_cause(text, fault) or denied or _MEANT.get(fault.get("code", ""), "\0") in text,
            "a next step": next_steps(text, fault),
        }
        if "UNREADABLE" in text:  # it says itself that the GovCloud half's state isn't known
            explains = {}
        problems = {
            "shows its insides": [word for word in INSIDE if word in text.lower()],
            "says something else, and lacks": [] if same else [what for what, there in explains.items() if not there],
            "the next run ended": [] if again.code == usual.code else [f"{again.code}: {again.err}"],
            "not one pair for": [email for email, count in _emails(ground).items() if count > 2],
        }
        wrong = [f"{why}: {what}" for why, what in problems.items() if what]
        return "converged" if same else "explained", [
            *wrong,
            f"exit code {first.code}, it said: {text}",
        ] if wrong else []


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping | list):
        for each in value.values() if isinstance(value, Mapping) else value:
            yield from _strings(each)


def _emails(ground: Ground) -> Counter[str]:
    return Counter(account["email"] for account in ground.simulator.state()["accounts"].values())
