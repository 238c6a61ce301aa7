"""Which pair a command is about."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Annotated

import typer

from custom_resources.engine import rules
from custom_resources.scripts.option_groups import OptionGroup
from custom_resources.scripts.values import obeying

PANEL = "Which pair"


@dataclass(frozen=True)
class PairOptions(OptionGroup):
    """One pair, by exactly one of its properties."""

    email: Annotated[
        str | None,
        typer.Option(help="The pair's email.", callback=obeying(rules.email), rich_help_panel=PANEL, metavar="EMAIL"),
    ] = None
    name: Annotated[
        str | None,
        typer.Option(
            help="The commercial account's name.",
            callback=obeying(rules.account_name),
            rich_help_panel=PANEL,
            metavar="NAME",
        ),
    ] = None
    account_id: Annotated[
        str | None,
        typer.Option(
            help="The id of either half.", callback=obeying(rules.account_id), rich_help_panel=PANEL, metavar="ID"
        ),
    ] = None

    @property
    def given(self) -> list[str]:
        """The names of the options that were given."""
        return [field.name for field in fields(self) if getattr(self, field.name) is not None]

    def require_one(self, others: str = "") -> None:
        """Refuse none and several.

        Raises:
            typer.BadParameter: as wrong usage, naming the options.
        """
        if len(self.given) != 1:
            raise typer.BadParameter(
                f"exactly one of them says which pair{others}; {len(self.given) or 'none'} given.",
                param_hint="--email, --name or --account-id",
            )

    @property
    def words(self) -> str:
        """The pair as it was asked for, in words."""
        if self.email:
            return f"with the email {self.email}"
        return f"named {self.name}" if self.name else f"with the account id {self.account_id}"


@dataclass(frozen=True)
class InvitedOptions(PairOptions):
    """The GovCloud account of a pair: by its own id, or by the pair's email or name."""

    account_id: Annotated[
        str | None,
        typer.Option(
            help="The GovCloud account's id.", callback=obeying(rules.account_id), rich_help_panel=PANEL, metavar="ID"
        ),
    ] = None
