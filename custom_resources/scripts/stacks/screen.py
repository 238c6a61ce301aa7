"""The live screen: the stacks above, below them a line for each pair, as much as fits the terminal."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from custom_resources.scripts.stacks.rows import PairRow, Rows
from custom_resources.scripts.stacks.steps import Step, short

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult
    from rich.table import Table
    from rich.text import Text

_STEPS = tuple(step for step in Step if step not in (Step.DECLARED, Step.WAITING))
_MARGIN = 4
"""Lines of the terminal that are left free, for the message below and the cursor."""


class Screen:
    """Renders the rows as they are at that moment. A rich renderable."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self.message = ""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        from rich.text import Text

        now = self._rows.now()
        stacks = self._stacks(now)
        yield stacks
        yield Text("")
        room = console.size.height - len(self._rows.stacks) - _MARGIN - 2
        shown, hidden = fitting(list(self._rows.pairs.values()), max(room, 1))
        yield self._pairs(shown, now)
        if hidden:
            yield Text(f" and {hidden_text(hidden)}", style="dim", no_wrap=True, overflow="ellipsis")
        if self.message:
            yield Text(self.message, style="yellow")

    def _stacks(self, now: float) -> Table:
        from rich.table import Table
        from rich.text import Text

        table = Table(box=None, pad_edge=False, expand=True, header_style="bold")
        table.add_column("STACK", no_wrap=True)
        table.add_column("", ratio=1, no_wrap=True, overflow="ellipsis")
        table.add_column("CHANGES", justify="right", no_wrap=True)
        table.add_column("TIME", justify="right", no_wrap=True)
        for row in self._rows.stacks.values():
            text = row.phase
            if row.current:
                more = f" and {len(row.current) - 1} more" if len(row.current) > 1 else ""
                text = f"{row.phase} {row.current[0]}{more}"
            changes = f"{row.done}/{row.total}" if row.total else ""
            style = _stack_style(row.phase, over=row.ended is not None)
            table.add_row(row.name, Text(text, style=style), changes, clock_text(row.seconds(now)))
        return table

    def _pairs(self, rows: list[PairRow], now: float) -> Table:
        from rich.table import Table
        from rich.text import Text

        table = Table(box=None, pad_edge=False, expand=True, header_style="bold")
        table.add_column("PAIR", no_wrap=True, max_width=32, overflow="ellipsis")
        table.add_column("STEPS", no_wrap=True)
        table.add_column("STATE", no_wrap=True)
        table.add_column("TIME", justify="right", no_wrap=True)
        table.add_column("", ratio=1, no_wrap=True, overflow="ellipsis")
        for row in rows:
            seen = row.problem or short(row.detail)
            table.add_row(
                row.pair.name,
                _marks(row),
                Text(row.words, style=_style(row)),
                clock_text(row.seconds(now)),
                Text(seen, style="red" if row.problem else "dim"),
            )
        return table


def fitting(rows: list[PairRow], room: int) -> tuple[list[PairRow], list[PairRow]]:
    """The rows that fit, in their order, and the others: failed and moving ones go before those at rest."""
    if len(rows) <= room:
        return rows, []
    room = max(room - 1, 0)  # a line tells of the others
    ranked = sorted(rows, key=lambda row: (not row.problem, not row.moving, row.ended is None, -(row.ended or 0.0)))
    chosen = {id(row) for row in ranked[:room]}
    return [row for row in rows if id(row) in chosen], [row for row in rows if id(row) not in chosen]


def hidden_text(rows: list[PairRow]) -> str:
    """How many more there are, and in which states."""
    counts = Counter(row.words for row in rows)
    return f"{len(rows)} more: " + ", ".join(f"{count} {words}" for words, count in counts.most_common())


def clock_text(seconds: float | None) -> str:
    """Seconds as minutes and seconds, hours before them where there are any; nothing for None."""
    if seconds is None:
        return ""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _marks(row: PairRow) -> Text:
    from rich.text import Text

    text = Text()
    for step in _STEPS:
        if step > row.goal:
            text.append(" ")
        elif step in row.reached:
            text.append("●", style="green")
        else:
            text.append("·", style="dim")
    return text


def _style(row: PairRow) -> str:
    if row.problem:
        return "bold red"
    if row.gone:
        return "dim"
    if row.moving:
        return "yellow" if row.step is Step.WAITING else "cyan"
    return "green" if row.step >= row.goal else ""


def _stack_style(phase: str, *, over: bool) -> str:
    if phase.startswith(("failed", "not reached")):
        return "red"
    if over:
        return "green"
    return "dim" if phase == "to do" else "cyan"
