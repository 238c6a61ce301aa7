"""A CSV file of accounts: a header row with the options' own names, and everything that is wrong said at once."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import typer

from custom_resources.engine import rules
from custom_resources.scripts.values import tags_of

WHICH = ("email", "name", "account_id")

Row = tuple[dict[str, str], dict[str, Any]]
"""Which pair, and the rest."""


class WrongCsv(typer.BadParameter):
    """The CSV file cannot be used. `lines`: every complaint, as `FILE:LINE: column COLUMN: …`."""

    def __init__(self, path: Path, lines: list[str]) -> None:
        count = f"{len(lines)} things are wrong" if len(lines) > 1 else "one thing is wrong"
        super().__init__(f"{count} in {path}, see above. Nothing was done.", param_hint="--from")
        self.lines = lines


def _tags(value: str) -> list[str]:
    """`KEY=VALUE;KEY=VALUE`: AWS's tags have no semicolon."""
    return [part.strip() for part in value.split(";") if part.strip()]


def _tags_problem(value: object) -> str | None:
    try:
        tags_of(_tags(str(value)), rules.MAX_TAGS)
    except typer.BadParameter as error:
        return str(error.message)
    return None


def _access(value: object) -> str | None:
    return None if value in ("ALLOW", "DENY") else f"{value!r} is neither ALLOW nor DENY."


RULES: Mapping[str, Callable[[object], str | None]] = {
    "email": rules.email,
    "name": rules.account_name,
    "account_id": rules.account_id,
    "role_name": rules.role_name,
    "role_arn": rules.role_arn,
    "external_id": lambda value: None,
    "iam_user_access_to_billing": _access,
    "parent_id": rules.parent_id,
    "tag": _tags_problem,
    "govcloud_parent_id": rules.parent_id,
    "govcloud_tag": _tags_problem,
    "notes": rules.invitation_notes,
}
"""The columns, by the options' names, and the rule of each. One file serves all commands: each takes its own columns
from it, and leaves the others alone."""


def read_csv(path: Path, columns: Sequence[str], required: Sequence[str] = ()) -> list[Row]:
    """Read the accounts. An empty cell is as an option that is not given.

    columns: those that the command takes beside `WHICH`. required: what each line must have; without any, one of
    `WHICH`.

    Raises:
        WrongCsv: with every complaint.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise WrongCsv(path, [f"{path}:1: It cannot be read as CSV (UTF-8, commas): {why}."]) from error
    if not rows:
        raise WrongCsv(path, [f"{path}:1: It is empty. Expected a header row with: {_names(tuple(RULES))}."])
    (head_line, head), body = rows[0], rows[1:]
    names = [cell.strip().lower().replace("-", "_") for cell in head]
    wrong = _head_problems(f"{path}:{head_line}", names, head, required)
    if not body:
        wrong.append(f"{path}:{head_line}: There is only a header row. Expected a line for each account below it.")
    if wrong:
        raise WrongCsv(path, wrong)
    found: list[Row] = []
    seen: dict[tuple[str, str], int] = {}
    for line, row in body:
        if len(row) != len(names):
            wrong.append(f"{path}:{line}: {len(row)} values. Expected {len(names)}, as the header row has columns.")
            continue
        given = {name: cell.strip() for name, cell in zip(names, row, strict=True) if cell.strip()}
        wrong += [f"{path}:{line}: {problem}" for problem in _row_problems(given, required, seen, line)]
        which = {name: given.pop(name) for name in WHICH if name in given}
        taken = {name: _tags(given[name]) if "tag" in name else given[name] for name in columns if name in given}
        found.append((which, taken))
    if wrong:
        raise WrongCsv(path, wrong)
    return found


def _names(names: Sequence[str]) -> str:
    return ", ".join(name.replace("_", "-") for name in names)


def _head_problems(where: str, names: Sequence[str], head: Sequence[str], required: Sequence[str]) -> list[str]:
    problems = [
        f"{where}: column {number} ({cell.strip() or 'empty'}): No such column. Expected: {_names(tuple(RULES))}."
        for number, (name, cell) in enumerate(zip(names, head, strict=True), start=1)
        if name not in RULES
    ]
    problems += [
        f"{where}: column {name.replace('_', '-')}: It is there {names.count(name)} times. Expected once."
        for name in dict.fromkeys(names)
        if names.count(name) > 1 and name in RULES
    ]
    missing = [name for name in required if name not in names]
    if missing:
        problems.append(f"{where}: Expected the columns {_names(missing)}, too.")
    elif not required and not any(name in names for name in WHICH):
        problems.append(f"{where}: Expected one of the columns {_names(WHICH)}.")
    return problems


def _row_problems(
    given: Mapping[str, str], required: Sequence[str], seen: dict[tuple[str, str], int], line: int
) -> list[str]:
    problems = [
        f"column {name.replace('_', '-')}: {problem}"
        for name, value in given.items()
        if (problem := RULES[name](value)) is not None
    ]
    problems += [f"column {_names([name])}: Empty. Expected a value." for name in required if name not in given]
    if not required and not any(name in given for name in WHICH):
        problems.append(f"columns {_names(WHICH)}: All empty. Expected one of them.")
    for name in WHICH:
        if name not in given:
            continue
        key = (name, given[name].casefold() if name == "email" else given[name])
        if key in seen:
            problems.append(f"column {_names([name])}: {given[name]} is on line {seen[key]} already.")
        seen.setdefault(key, line)
    return problems
