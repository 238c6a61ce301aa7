"""The frame around every command's work: progress, Ctrl-C, errors, and the answer at the end."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from custom_resources.engine.errors import NotFound
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


Shown = Callable[[str], AbstractContextManager[Callable[[str], None]]]
"""Shows what goes on in the command of that name; see `progress_shown`."""


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
        role_arn: str | None = None,
    ) -> Estate:
        """Open the estate and ask STS whether the needed sets are who they should be, before anything else.

        Where a reseller's customer is reached through the role in its management pair, that pair is looked up first;
        where it isn't there, a set that is only welcome is done without. role_arn: that role, where it is known.
        """
        welcomed = frozenset(welcome.split())

        def opened(names: frozenset[str], management_role: str | None = None) -> Estate:
            return credentials.open(
                make_pace(self.stop),
                self.progress,
                needed=names,
                welcome=welcomed,
                creation_marker=creation_marker,
                prepare=prepare,
                management_role=management_role,
            )

        names, role = frozenset(needed), role_arn
        through = credentials.management_pair if role is None else None
        if "govcloud_management" in names | welcomed and through is not None:
            try:
                role = management_role(opened(names | {"commercial"}), through)
            except NotFound:
                if "govcloud_management" in names:
                    raise
                welcomed -= {"govcloud_management"}
        estate = opened(names, role)
        if needed:  # without any, the work asks for itself
            estate.verify(*needed)
        return estate


def run(
    command: str,
    output: OutputOptions,
    empty: Mapping[str, Any],
    work: Callable[[Task], Answer],
    shown: Shown | None = progress_shown,
) -> int:
    """Do the work and give its answer; returns the exit code. See :func:`perform`."""
    return give(command, perform(command, empty, work, shown), as_json=output.as_json)


def perform(
    command: str,
    empty: Mapping[str, Any],
    work: Callable[[Task], Answer],
    shown: Shown | None = progress_shown,
    left: Callable[[Mapping[str, Any]], Answer] | None = None,
) -> Answer:
    """Do the work and return its answer, whatever happens: for commands that go on after it.

    empty: the command's own fields of the JSON document as they are when nothing could be found out, so that a reader
    finds the same keys whatever happened. shown: how progress is shown meanwhile; None for work that shows its own,
    hears `stop` itself and ends in its own time: it is never left behind. left: the answer where the work was left in
    the middle of a call (by Ctrl-C), if that isn't to be resumed.

    Raises:
        typer.BadParameter: wrong usage that shows only at work, such as an organization file that is wrong.
    """
    stop, known = threading.Event(), dict(empty)
    try:
        if shown is None:
            return run_interruptibly(lambda: work(Task(lambda text: None, stop, known)), stop, grace=None)
        with shown(command) as progress:
            return run_interruptibly(lambda: work(Task(progress, stop, known)), stop)
    except Interrupted:
        return left(known) if left is not None else interrupted(f"running govpair {command}", known)
    except Exception as error:
        if hasattr(error, "format_message"):
            raise  # wrong usage, which the command line tells
        return answer_to(error, known, command)
