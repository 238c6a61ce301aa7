"""`govpair status --watch`: creation requests and open invitations, live."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from custom_resources.engine.errors import Stopped
from custom_resources.scripts.answer import Answer, give
from custom_resources.scripts.credential_options import CredentialOptions
from custom_resources.scripts.option_groups import OptionGroup
from custom_resources.scripts.output_options import OutputOptions
from custom_resources.scripts.task import Task, perform
from custom_resources.scripts.values import seconds_of

if TYPE_CHECKING:
    from custom_resources.engine.estate import Estate

PANEL = "Watching"
SHORTEST = 5.0
"""Seconds between two looks at least."""
DEFAULT = "15s"
NOTHING: dict[str, object] = {"requests": None, "invitations": None}


def _interval(value: str | None) -> str | None:
    if value is not None and seconds_of(value) < SHORTEST:
        raise typer.BadParameter(f"{SHORTEST:.0f}s is the least: others use the same rates of AWS.")
    return value


@dataclass(frozen=True)
class WatchOptions(OptionGroup):
    """Looking again and again."""

    watch: Annotated[
        bool,
        typer.Option("--watch", help="Show creations and open invitations of both sides, live.", rich_help_panel=PANEL),
    ] = False
    interval: Annotated[
        str | None,
        typer.Option(
            help=f"How long from look to look; default {DEFAULT}, longer where there is very much to list.",
            metavar="DURATION",
            callback=_interval,
            rich_help_panel=PANEL,
        ),
    ] = None
    until_done: Annotated[
        bool,
        typer.Option("--until-done", help="End when nothing is in progress any more.", rich_help_panel=PANEL),
    ] = False

    def check(self) -> None:
        """Refuse options that would do nothing without `--watch`.

        Raises:
            typer.BadParameter: as wrong usage, naming the option.
        """
        given = {"--interval": self.interval, "--until-done": self.until_done}
        alone = [option for option, value in given.items() if value]
        if alone and not self.watch:
            raise typer.BadParameter("does nothing without --watch.", param_hint=", ".join(alone))


def watch(options: WatchOptions, credentials: CredentialOptions, output: OutputOptions) -> int:
    """Look until somebody ends it, or nothing is in progress. Ctrl-C is the usual end: exit code 0."""
    from custom_resources.scripts.live import watch_shown
    from custom_resources.scripts.watching import Watch

    interval = seconds_of(options.interval or DEFAULT)

    def work(task: Task) -> Answer:
        estate = task.estate(credentials, "commercial", welcome="govcloud_management")
        watched = Watch(estate, ("commercial", "govcloud") if _has_govcloud(estate) else ("commercial",))
        if len(watched.sides) == 1:
            watched.notes["govcloud"] = "GovCloud invitations are not watched: no credentials of the GovCloud side."
        board: Any = task.progress
        try:
            while True:
                changes = watched.look()
                task.known.update(watched.document())
                board.show(watched, changes)
                if options.until_done and not watched.in_progress:
                    return Answer(task.known)
                if estate.pace.wait(max(interval, watched.least_gap)):
                    return Answer(task.known)
        except Stopped:
            return Answer(task.known)

    def left(known: Mapping[str, Any]) -> Answer:
        return Answer(known)

    shown = watch_shown(interval, as_json=output.as_json)
    return give("status", perform("status", NOTHING, work, shown, left), as_json=output.as_json)


def _has_govcloud(estate: Estate) -> bool:
    return estate.govcloud_management.credential_set.configured
