"""A live table on a terminal, a line for each change elsewhere: for what goes on until somebody ends it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import UTC, datetime
from typing import Any

from custom_resources.scripts.answer import print_out, say
from custom_resources.scripts.times import time_text
from custom_resources.scripts.watching import Row, Watch, change_text

Changes = list[tuple[Row | None, Row]]


class ChangeLines:
    """A line for each change, with the time at which it was seen."""

    def __init__(self, command: str, write: Callable[[str], None]) -> None:
        self._command, self._write = command, write
        self._noted: dict[str, str] = {}

    def __call__(self, text: str) -> None:
        """What goes on beside: to standard error."""
        say(f"govpair {self._command}: {text}")

    def show(self, watch: Watch, changes: Changes) -> None:
        """Tell what has changed, and once why something isn't watched."""
        for before, row in changes:
            self._write(f"{time_text(datetime.now(UTC))} {change_text(before, row)}")
        for key, note in watch.notes.items():
            if self._noted.get(key) != note:
                self(note)
        self._noted = dict(watch.notes)

    def end(self) -> None:
        """Nothing to put back."""


class LiveTable:
    """The table of all that is watched, renewed in place; it stays when the watching ends."""

    def __init__(self, interval: float) -> None:
        from rich.console import Console
        from rich.live import Live

        self._interval = interval
        self._live = Live("looking…", console=Console(), refresh_per_second=4, vertical_overflow="visible")
        self._live.start()

    def __call__(self, text: str) -> None:
        """What goes on beside is not shown: the table is."""

    def show(self, watch: Watch, changes: Changes) -> None:
        """Renew the table."""
        with suppress(OSError):  # the terminal was closed; the work ends by its SIGHUP
            self._live.update(self._table(watch))

    def end(self) -> None:
        """Leave the terminal as it was: the cursor is shown again."""
        with suppress(OSError):
            self._live.stop()

    def _table(self, watch: Watch) -> Any:
        from rich.console import Group
        from rich.table import Table
        from rich.text import Text

        told = f"seen {time_text(datetime.now(UTC))}, looks every {self._interval:.0f} s, Ctrl-C ends"
        if not watch.rows:
            told = f"nothing is in progress; {told}"
        table = Table(box=None)
        for heading in ("WHAT", "ID", "ACCOUNT", "STATE", "SINCE", ""):
            table.add_column(heading, overflow="fold")
        for row in sorted(watch.rows.values(), key=lambda row: (row.done, row.kind, str(row.since))):
            style = "green" if row.state in ("SUCCEEDED", "ACCEPTED") else "red" if row.done else "yellow"
            since = time_text(row.since) if row.since else ""
            table.add_row(row.kind, row.id, Text(row.what), Text(row.state, style=style), since, Text(row.detail))
        # Beside the table, not as its caption, which would be no wider than a table without rows.
        below = Text("\n".join([told, *watch.notes.values()]), style="italic dim")
        return Group(table, below) if watch.rows else below


def watch_shown(interval: float, *, as_json: bool) -> Callable[[str], AbstractContextManager[Any]]:
    """Give what shows a watch: a live table on a terminal, else lines; with a JSON document on standard error."""

    @contextmanager
    def shown(command: str) -> Iterator[ChangeLines | LiveTable]:
        live = sys.stdout.isatty() and not as_json
        shows = LiveTable(interval) if live else ChangeLines(command, say if as_json else print_out)
        try:
            yield shows
        finally:
            shows.end()

    return shown
