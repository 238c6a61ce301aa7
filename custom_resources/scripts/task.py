"""The frame around every command's work: progress, Ctrl-C, errors, and the answer at the end."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from custom_resources.engine.pace import Pace, RealPace
from custom_resources.scripts.answer import Answer, give
from custom_resources.scripts.failures import answer_to, interrupted
from custom_resources.scripts.interruption import Interrupted, run_interruptibly
from custom_resources.scripts.lookup import management_role
from custom_resources.scripts.progress import progress_shown

if TYPE_CHECKING:
    from custom_resources.engine.estate import Estate
    from custom_resources.engine.session import Prepare
    from custom_resources.scripts.credential_options import CredentialOptions
    from custom_resources.scripts.output_options import OutputOptions


def make_pace(stop: threading.Event) -> Pace:
    """The clock that commands wait by. Tests put one here that moves the simulator's clock."""
    return RealPace(stop)


@dataclass(frozen=True)
class Task:
    """What a command's work is given.

    progress: shows what is going on. stop: set when the work must stop. known: the command's own fields of the JSON
    document; the work fills in what it finds out, so that it is told also when an error follows.
    """

    progress: Callable[[str], None]
    stop: threading.Event
    known: dict[str, Any]

    def estate(
        self,
        credentials: CredentialOptions,
        *needed: str,
        welcome: str = "",
        creation_marker: bool = True,
        prepare: Prepare | None = None,
    ) -> Estate:
        """Open the estate and ask STS whether the needed sets are who they should be, before anything else.

        Where a reseller's customer is reached through the role in its management pair, that pair is looked up first.
        """

        def opened(names: frozenset[str], management_role: str | None = None) -> Estate:
            return credentials.open(
                make_pace(self.stop),
                self.progress,
                needed=names,
                welcome=frozenset(welcome.split()),
                creation_marker=creation_marker,
                prepare=prepare,
                management_role=management_role,
            )

        names, role = frozenset(needed), None
        if "govcloud_management" in {*needed, *welcome.split()} and credentials.management_pair is not None:
            role = management_role(opened(names | {"commercial"}), credentials.management_pair)
        estate = opened(names, role)
        if needed:  # without any, the work asks for itself
            estate.verify(*needed)
        return estate


def run(
    command: str,
    output: OutputOptions,
    empty: Mapping[str, Any],
    work: Callable[[Task], Answer],
    *,
    orderly: bool = False,
) -> int:
    """Do the work and give its answer; returns the exit code.

    orderly: the work hears `stop` itself, ends in its own time, and shows its own progress; it is never left behind.

    empty: the command's own fields of the JSON document as they are when nothing could be found out, so that a reader
    finds the same keys whatever happened.

    Raises:
        typer.BadParameter: wrong usage that shows only at work, such as an organization file that is wrong.
    """
    stop, known = threading.Event(), dict(empty)
    try:
        if orderly:
            answer = run_interruptibly(lambda: work(Task(lambda text: None, stop, known)), stop, grace=None)
        else:
            with progress_shown(command) as progress:
                answer = run_interruptibly(lambda: work(Task(progress, stop, known)), stop)
    except Interrupted:
        answer = interrupted(f"running govpair {command}", known)
    except Exception as error:
        if hasattr(error, "format_message"):
            raise  # wrong usage, which the command line tells
        answer = answer_to(error, known, command)
    return give(command, answer, as_json=output.as_json)
