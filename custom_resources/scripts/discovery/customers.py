"""How the GovCloud organizations of a reseller's customers are reached: by options, or as an organization file says."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import typer

from custom_resources.engine import rules
from custom_resources.engine.errors import NotFound, Refused, WrongCredentials

if TYPE_CHECKING:
    from custom_resources.engine.session import AwsSession
    from custom_resources.scripts.credential_options import CredentialOptions
    from custom_resources.scripts.task import Task

OPTION = "--customer-organization"
_ROLE = re.compile(r"arn:aws-us-gov:iam::[0-9]{12}:role/[^/]+")
"""Without a path: the file names the role of a pair, and AWS makes it without one (CreateGovCloudAccount)."""


@dataclass(frozen=True)
class Reached:
    """The customers' sessions by name, and why others could not be reached."""

    sessions: dict[str, AwsSession] = field(default_factory=dict)
    unread: dict[str, str] = field(default_factory=dict)


def customers_named(given: Sequence[str], credentials: CredentialOptions) -> Mapping[str, str | None]:
    """What reaches each customer's organization: a profile, a role, or None for what the organization file says.

    Empty for a company.

    Raises:
        typer.BadParameter: as wrong usage.
    """
    from constructs_lib.organization_file_parts import stack_name

    file = credentials.declared
    named: dict[str, str | None] = dict.fromkeys(file.customers) if file else {}
    said: set[str] = set()
    for each in given:
        name, equals, way = each.partition("=")
        problem = stack_name(name)
        if not equals or not way:
            problem = "It is NAME=PROFILE or NAME=ROLE_ARN."
        elif name in said:
            problem = "That customer is given twice."
        elif way.startswith("arn:") and not (_ROLE.fullmatch(way) and rules.role_arn(way) is None):
            problem = "The role is arn:aws-us-gov:iam::ACCOUNT:role/NAME, in the account that manages the organization."
        if problem:
            raise typer.BadParameter(f"{each!r}: {problem}", param_hint=OPTION)
        said.add(name)
        named[name] = way
    for name in named:
        if name.endswith("-commercial") and name.removesuffix("-commercial") in named:
            problem = f"{name}: {name.removesuffix('-commercial')} is a customer too, and has stacks of that name."
            raise typer.BadParameter(problem, param_hint=OPTION)
    if said and credentials.customer is not None:
        raise typer.BadParameter(
            f"all customers are discovered at once: leave it out, or {OPTION}.", param_hint="--customer"
        )
    return named


def reach(task: Task, credentials: CredentialOptions, named: Mapping[str, str | None]) -> Reached:
    """Open the organizations; those that can't be are told. A role is assumed with the paired account's credentials."""
    made = Reached()
    for name, way in named.items():
        try:
            made.sessions[name] = _session(task, credentials, name, way)
        except (NotFound, Refused, WrongCredentials) as error:
            made.unread[name] = error.detail
    return made


def _session(task: Task, credentials: CredentialOptions, name: str, way: str | None) -> AwsSession:
    role_arn = None
    if way is None:
        credentials = replace(credentials, customer=name)
    elif way.startswith("arn:"):
        role_arn = way
    else:
        credentials = replace(
            credentials,
            govcloud_management_profile=way,
            govcloud_management_region=None,
            govcloud_management_account_id=None,
            govcloud_management_role_arn=None,
        )
    return task.estate(credentials, "govcloud_management", role_arn=role_arn).govcloud_management
