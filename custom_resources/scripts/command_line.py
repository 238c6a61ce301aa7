"""How a command reads its options and shows its help, where typer's own way isn't enough."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import typer
from typer.core import TyperCommand


class SeveralWrong(typer.BadParameter):
    """Several options are wrong at once; the message tells them all."""

    def __init__(self, errors: list[Any]) -> None:
        super().__init__(" ".join(f"{error.format_message().rstrip('.')}." for error in errors), ctx=errors[0].ctx)

    def format_message(self) -> str:
        """Tell them all; each names its option itself."""
        return str(self.message)


class Command(TyperCommand):
    """A command that tells every wrong option at once, and whose help can be copied from at any width.

    Plain text instead of typer's tables: those cut long options off in a narrow terminal.
    """

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the command line.

        Raises:
            typer.BadParameter: an option is wrong, or several are (`SeveralWrong`). The checks of options have no side
                effects: each round leaves out the options found wrong before, until there is no new one.
        """
        wrong: list[Any] = []
        left_out: list[Any] = []
        try:
            while True:
                try:
                    rest = super().parse_args(ctx, list(args))
                except Exception as error:
                    param: Any = getattr(error, "param", None)
                    if param is None and not (wrong and hasattr(error, "format_message")):
                        raise  # an option that doesn't exist, --help, and the like
                    wrong.append(error)
                    if param is None or param in left_out:
                        break
                    left_out.append(param)
                    param.handle_parse_result = lambda ctx, opts, args: (None, args)
                else:
                    break
        finally:
            for param in left_out:
                del param.handle_parse_result
        if not wrong:
            return rest
        raise wrong[0] if len(wrong) == 1 else SeveralWrong(wrong)

    def get_short_help_str(self, limit: int = 0) -> str:
        """Return the first paragraph for the list of commands, all of it."""
        return (self.help or "").split("\n\n")[0]

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write the options below the headings of their groups, each as long as it is."""
        groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for param in self.get_params(ctx):
            if record := param.get_help_record(ctx):
                groups[getattr(param, "rich_help_panel", None) or "Options"].append(record)
        for heading in sorted(groups, key=lambda heading: heading != "Options"):
            with formatter.section(heading):
                formatter.write_dl(groups[heading])
