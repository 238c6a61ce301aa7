"""Many accounts at once: which ones, from a CSV file or from the organization file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from custom_resources.scripts.csv_subjects import read_csv
from custom_resources.scripts.lookup import find
from custom_resources.scripts.option_groups import OptionGroup
from custom_resources.scripts.pair_options import PairOptions

if TYPE_CHECKING:
    from custom_resources.engine.estate import Estate
    from custom_resources.engine.model import AccountPair
    from custom_resources.scripts.credential_options import CredentialOptions
    from custom_resources.scripts.declared import DeclaredPair

PANEL = "Many at once"


@dataclass(frozen=True)
class Subject:
    """One account of many: which pair, and what else is said about it, by the options' names (`role_name`, …).

    declared: where it comes from the organization file. commercial_account_id, looked_for: see `identified`.
    """

    which: PairOptions
    values: Mapping[str, Any] = field(default_factory=dict)
    declared: DeclaredPair | None = None
    commercial_account_id: str | None = None
    looked_for: bool = True

    @property
    def label(self) -> str:
        """What the account is called in tables and lines of progress."""
        return self.which.name or self.which.email or self.which.account_id or ""

    def pair(self, estate: Estate) -> AccountPair | None:
        """Look for the pair; None where there is none. See `identified`."""
        from custom_resources.engine.account_pairs import find_pair

        if self.commercial_account_id:
            return find_pair(estate, account_id=self.commercial_account_id)
        return find(estate, self.which) if self.looked_for or self.which.account_id else None

    @property
    def lookup(self) -> PairOptions:
        """The pair as it is looked for: by its commercial id, where that is known."""
        return PairOptions(account_id=self.commercial_account_id) if self.commercial_account_id else self.which


@dataclass(frozen=True)
class ManyOptions(OptionGroup):
    """Which accounts, where it is more than one."""

    from_file: Annotated[
        Path | None,
        typer.Option(
            "--from",
            help="CSV file: a line per account, a header row with the options' names.",
            metavar="FILE",
            rich_help_panel=PANEL,
        ),
    ] = None
    all_declared: Annotated[
        bool,
        typer.Option("--all-declared", help="All pairs of the --organization file.", rich_help_panel=PANEL),
    ] = False
    select: Annotated[
        list[str] | None,
        typer.Option(
            help="Pairs of the --organization file by name, * and ? standing for any; repeatable.",
            metavar="NAME",
            rich_help_panel=PANEL,
        ),
    ] = None

    @property
    def given(self) -> bool:
        """Whether many are meant."""
        return self.from_file is not None or self.all_declared or bool(self.select)

    def subjects(
        self,
        credentials: CredentialOptions,
        single: Mapping[str, object],
        columns: Sequence[str],
        required: Sequence[str] = (),
    ) -> list[Subject]:
        """Return the accounts; reads the file.

        single: options of one account, which have no place here. columns: those of a CSV file beside `email`, `name`
        and `account-id`. required: those that each line must have; without any, one of these three.

        Raises:
            typer.BadParameter: as wrong usage: more than one way, or a file or pattern that is wrong.
        """
        alone = [f"--{name.replace('_', '-')}" for name, value in single.items() if value]
        ways = {"--from": self.from_file is not None, "--all-declared": self.all_declared, "--select": self.select}
        chosen = [name for name, is_given in ways.items() if is_given]
        if alone or len(chosen) > 1:
            raise typer.BadParameter(
                "say in one way which accounts are meant.", param_hint=", ".join([*alone, *chosen])
            )
        if self.from_file is not None:
            rows = read_csv(self.from_file, columns, required)
            return [Subject(PairOptions(**which), values) for which, values in rows]
        return self._declared(credentials)

    def _declared(self, credentials: CredentialOptions) -> list[Subject]:
        declared = credentials.declared
        if declared is None:
            raise typer.BadParameter(
                "the pairs are those of an organization file. Give it with --organization.",
                param_hint="--all-declared" if self.all_declared else "--select",
            )
        pairs = declared.pairs
        for pattern in self.select or ():
            if not any(fnmatchcase(each.part.name, pattern) for each in pairs):
                names = [each.part.name for each in pairs]
                near = get_close_matches(pattern, names)
                meant = f"Did you mean {' or '.join(near)}?" if near else f"There are: {', '.join(names)}."
                raise typer.BadParameter(f"{declared.path} has no pair {pattern!r}. {meant}", param_hint="--select")
        wanted = [
            each
            for each in pairs
            if self.all_declared or any(fnmatchcase(each.part.name, pattern) for pattern in self.select or ())
        ]
        if not wanted:
            raise typer.BadParameter(f"{declared.path} has no pairs.", param_hint="--all-declared")
        return [_subject(each) for each in wanted]


def _subject(declared: DeclaredPair) -> Subject:
    part = declared.part
    values = {"role_name": part.role_name} if part.role_name else {}
    return Subject(PairOptions(email=part.email, name=part.name), values, declared)


def identified(estate: Estate, subjects: Sequence[Subject]) -> list[Subject]:
    """Return the accounts with their commercial ids, where they exist, from one listing for all of them.

    Where several accounts have the name, it is left to be looked for by itself, which says so; where none has, there
    is none (`looked_for` is False).
    """
    from custom_resources.engine.tree import all_accounts

    if all(subject.which.account_id for subject in subjects):
        return list(subjects)
    ids: dict[str, list[str]] = {}
    for account in all_accounts(estate.commercial, estate.short_deadline("listing the accounts")):
        ids.setdefault(account.email.casefold(), []).append(account.id)
        ids.setdefault(f"name {account.name}", []).append(account.id)
    found = []
    for subject in subjects:
        which = subject.which
        there = ids.get(which.email.casefold() if which.email else f"name {which.name}", [])
        known = there[0] if len(there) == 1 and not which.account_id else None
        found.append(replace(subject, commercial_account_id=known, looked_for=len(there) > 1))
    return found
