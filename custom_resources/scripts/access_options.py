"""Options of `govpair access`: which role, for how long, and in which form access is given."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

import typer

from custom_resources.engine import rules
from custom_resources.engine.model import DEFAULT_ROLE_NAME
from custom_resources.scripts.option_groups import OptionGroup
from custom_resources.scripts.pair_options import PANEL, PairOptions
from custom_resources.scripts.values import obeying, seconds_of

_ROLE = "The role"
_FORM = "In which form"

SHORTEST, LONGEST = 900, 43200
"""Seconds that a session may last (M: AssumeRole, DurationSeconds); the role's own limit may be lower."""


class OneSide(StrEnum):
    """One half of a pair."""

    GOVCLOUD = "govcloud"
    COMMERCIAL = "commercial"


def _session_duration(duration: str) -> str:
    if not SHORTEST <= seconds_of(duration) <= LONGEST:
        raise typer.BadParameter("A session lasts 15m to 12h.")
    return duration


@dataclass(frozen=True)
class AccessedOptions(PairOptions):
    """The pair whose half is entered, or that half itself by its id."""

    account_id: Annotated[
        str | None,
        typer.Option(
            help="The account's id, on that side.",
            callback=obeying(rules.account_id),
            rich_help_panel=PANEL,
            metavar="ID",
        ),
    ] = None


@dataclass(frozen=True)
class RoleOptions(OptionGroup):
    """The role that is assumed, and its session."""

    side: Annotated[OneSide, typer.Option(help="Which half is entered.", rich_help_panel=_ROLE)] = OneSide.GOVCLOUD
    role_name: Annotated[
        str,
        typer.Option(
            help="The role in the account.", metavar="NAME", callback=obeying(rules.role_name), rich_help_panel=_ROLE
        ),
    ] = DEFAULT_ROLE_NAME
    role_arn: Annotated[
        str | None,
        typer.Option(
            help="The role's ARN, when it has a path.",
            metavar="ARN",
            callback=obeying(rules.role_arn),
            rich_help_panel=_ROLE,
        ),
    ] = None
    external_id: Annotated[
        str | None, typer.Option(help="External id that the role asks for.", metavar="TEXT", rich_help_panel=_ROLE)
    ] = None
    duration: Annotated[
        str,
        typer.Option(
            help="How long the session lasts.", metavar="DURATION", callback=_session_duration, rich_help_panel=_ROLE
        ),
    ] = "1h"


@dataclass(frozen=True)
class FormOptions(OptionGroup):
    """How access is given on, if at all."""

    export: Annotated[
        bool,
        typer.Option(
            "--export", help="Print lines that a shell takes with eval. They are secret.", rich_help_panel=_FORM
        ),
    ] = False
    profile_text: Annotated[
        bool,
        typer.Option("--profile-text", help="Print an AWS profile, which holds no secret.", rich_help_panel=_FORM),
    ] = False
    command: Annotated[
        list[str] | None,
        typer.Argument(
            help="After --: a command that is run with the credentials.", metavar="-- COMMAND", show_default=False
        ),
    ] = None

    def check(self, *, as_json: bool) -> None:
        """Refuse forms that exclude each other, and words that were not meant as a command.

        Raises:
            typer.BadParameter: as wrong usage, naming the options.
        """
        given = {"--export": self.export, "--profile-text": self.profile_text, "-- COMMAND": bool(self.command)}
        chosen = [name for name, is_given in given.items() if is_given]
        if len(chosen) > 1:
            raise typer.BadParameter("only one of them at a time.", param_hint=", ".join(chosen))
        if self.export and as_json:
            raise typer.BadParameter("the JSON document never holds a secret.", param_hint="--export, --json")
