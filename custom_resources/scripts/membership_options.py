"""Options about joining the GovCloud organization."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import typer

from custom_resources.engine import rules
from custom_resources.scripts.option_groups import OptionGroup
from custom_resources.scripts.values import check_duration, check_tags, obeying

PANEL = "With --join"
JOIN_TIMEOUT = "20m"


@dataclass(frozen=True)
class JoinOptions(OptionGroup):
    """What `vend --join` does besides making the pair."""

    join: Annotated[
        bool,
        typer.Option("--join", help="Invite, accept, place and tag the GovCloud account, too.", rich_help_panel=PANEL),
    ] = False
    govcloud_parent_id: Annotated[
        str | None,
        typer.Option(
            help="GovCloud root or OU to be put below.",
            callback=obeying(rules.parent_id),
            rich_help_panel=PANEL,
            metavar="ID",
        ),
    ] = None
    govcloud_tag: Annotated[
        list[str] | None,
        typer.Option(
            help="A tag of the GovCloud account; repeatable.",
            callback=check_tags,
            rich_help_panel=PANEL,
            metavar="KEY=VALUE",
        ),
    ] = None
    notes: Annotated[
        str | None,
        typer.Option(
            help="Notes on the invitation.",
            callback=obeying(rules.invitation_notes),
            rich_help_panel=PANEL,
            metavar="TEXT",
        ),
    ] = None
    external_id: Annotated[
        str | None, typer.Option(help="External id that the role asks for.", rich_help_panel=PANEL, metavar="TEXT")
    ] = None
    join_timeout: Annotated[
        str,
        typer.Option(
            help="How long to wait for joining.", callback=check_duration, rich_help_panel=PANEL, metavar="DURATION"
        ),
    ] = JOIN_TIMEOUT

    def check(self) -> None:
        """Refuse options that would do nothing without `--join`.

        Raises:
            typer.BadParameter: as wrong usage, naming the option.
        """
        given = {
            "--govcloud-parent-id": self.govcloud_parent_id,
            "--govcloud-tag": self.govcloud_tag,
            "--notes": self.notes,
            "--external-id": self.external_id,
        }
        alone = [option for option, value in given.items() if value]
        if alone and not self.join:
            raise typer.BadParameter("does nothing without --join.", param_hint=", ".join(alone))
