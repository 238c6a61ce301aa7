"""`govpair discover`: an existing estate as an organization file, and what Terraform needs to take it over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from custom_resources.engine import rules
from custom_resources.engine.model import DEFAULT_ROLE_NAME
from custom_resources.scripts.answer import Answer, Problem
from custom_resources.scripts.credential_options import CredentialOptions
from custom_resources.scripts.discovery.blocks import import_files, stack_names
from custom_resources.scripts.discovery.customers import customers_named, reach
from custom_resources.scripts.discovery.terraform_state import StateInstance, UnreadableState, read_state
from custom_resources.scripts.exit_codes import ExitCode
from custom_resources.scripts.needs import SURVEY, Needs
from custom_resources.scripts.output_options import OutputOptions
from custom_resources.scripts.task import Task, run
from custom_resources.scripts.values import obeying

if TYPE_CHECKING:
    from custom_resources.engine.estate import Estate
    from custom_resources.scripts.discovery.model import Discovery

EXAMPLES = (
    "govpair discover --owner platform-team",
    "govpair discover --owner platform-team --name agency --directory estate --force",
    "govpair discover --owner reseller --customer-organization harbor=harbor-profile "
    "--customer-organization meadow=arn:aws-us-gov:iam::444455556666:role/OrganizationAccountAccessRole",
)
_SETTINGS = "organizations:ListAWSServiceAccessForOrganization organizations:ListPolicies"
NEEDS = {"discover": SURVEY | Needs(commercial=_SETTINGS, govcloud_management=_SETTINGS)}
FILE = "organization.yaml"
SECONDS = 3600.0
"""How long reading may take: 1,000 pairs' tags alone are 2,000 calls at 10 a second and side (Q)."""
EMPTY = (
    "organization_file",
    "import_files",
    "hashicorp_aws_files",
    "pairs",
    "organizational_units",
    "left_out",
    "would_change",
    "differences",
    "policies",
)
WAYS_OUT = ("moved", "removed")
"""Files for who has the accounts in a state of hashicorp/aws."""


def discover(
    credentials: CredentialOptions,
    output: OutputOptions,
    directory: Annotated[Path, typer.Option(help="Where organization.yaml goes.", metavar="DIR")] = Path(),
    outdir: Annotated[
        Path | None, typer.Option(help="Where the stacks go; default cdktf.out in --directory.", metavar="DIR")
    ] = None,
    name: Annotated[
        str, typer.Option(help="What the GovCloud organization is called in the file and its stacks.", metavar="NAME")
    ] = "agency",
    customer_organization: Annotated[
        list[str] | None,
        typer.Option(
            help="A reseller's customer: its name, which is that of its commercial organizational unit, and what "
            "reaches the account that manages its GovCloud organization, a profile or a role that govcloud-paired "
            "assumes; may be repeated.",
            metavar="NAME=PROFILE|ROLE_ARN",
        ),
    ] = None,
    role_name: Annotated[
        str,
        typer.Option(
            help="The role that AWS made in the accounts, which it never tells.",
            metavar="NAME",
            callback=obeying(rules.role_name),
        ),
    ] = DEFAULT_ROLE_NAME,
    state: Annotated[
        Path | None,
        typer.Option(
            help="A state of hashicorp/aws (terraform state pull): writes its moved and removed blocks.", metavar="FILE"
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace files that are there.")] = False,
) -> int:
    """Write an organization file of what there is in both partitions, and import blocks for Terraform.

    Reads only. Pairs are those that AWS tells (GetGovCloudAccountInformation). What the file can't say just as it is
    stays out of it, with the reason, and no plan touches it.
    """
    from constructs_lib.organization_file_parts import stack_name

    credentials.require_owner()
    if problem := stack_name(name) or (name == "commercial" and "It is the other organization's.") or None:
        raise typer.BadParameter(f"{name!r}: {problem}", param_hint="--name")
    customers = customers_named(customer_organization or (), credentials)
    stacks = (outdir or directory / "cdktf.out") / "stacks"
    names = stack_names(customers or (name,), reseller=bool(customers))
    places = {each: stacks / each / "imports.tf" for each in names}
    try:
        known = read_state(state) if state else None
    except UnreadableState as why:
        raise typer.BadParameter(str(why), param_hint="--state") from None
    ways_out = {} if known is None else {each: directory / "hashicorp-aws" / f"{each}.tf" for each in WAYS_OUT}
    there = [each for each in (directory / FILE, *places.values(), *ways_out.values()) if each.exists()]
    if there and not force:
        raise typer.BadParameter(
            f"{', '.join(map(str, there))} would be replaced. Give another --directory, or --force.",
            param_hint="--directory",
        )

    wish = _Wish(
        credentials.whose or "",
        directory / FILE,
        name,
        role_name,
        places,
        known or [],
        ways_out,
        credentials,
        customers,
    )

    def work(task: Task) -> Answer:
        return _discover(task, wish)

    return run("discover", output, dict.fromkeys(EMPTY), work)


@dataclass(frozen=True)
class _Wish:
    """What is to be written where. places: of the import blocks, by stack. ways_out: of the files WAYS_OUT.

    customers: a reseller's, with what reaches their organizations.
    """

    owner: str
    file: Path
    name: str
    role_name: str
    places: Mapping[str, Path]
    state: Sequence[StateInstance]
    ways_out: Mapping[str, Path]
    credentials: CredentialOptions
    customers: Mapping[str, str | None]


def _discover(task: Task, wish: _Wish) -> Answer:
    from constructs_lib.organization_yaml import OrganizationFileError
    from custom_resources.scripts.discovery.file import organization_text, write, write_read_back
    from custom_resources.scripts.discovery.model import NotExpressible
    from custom_resources.scripts.discovery.report import document, text

    try:
        estate, found = (_of_reseller if wish.customers else _of_company)(task, wish)
    except NotExpressible as why:
        problem = Problem("discovering the estate", str(why))
        return Answer(task.known, "", ExitCode.FAILED, problem, "Nothing was written.")
    task.known.update(document(found))
    written = organization_text(
        found,
        wish.file.parent,
        owner=wish.owner,
        commercial=estate.commercial.credential_set,
        govcloud_paired=estate.govcloud_paired.credential_set,
        paired_account_id=estate.govcloud_paired.identity().account_id,
    )
    try:
        write_read_back(wish.file, written)
    except OrganizationFileError as error:
        problem = Problem("writing the organization file", f"It can't be read back; nothing was replaced. {error}")
        return Answer(task.known, "", ExitCode.FAILED, problem, "Please report it.")
    blocks = import_files(found)
    places = {stack: wish.places[stack] for stack in blocks}
    for stack, place in places.items():
        write(place, blocks[stack])
    for path, content in _ways_out(found, wish).items():
        write(path, content)
    task.known.update(
        organization_file=str(wish.file),
        import_files={each: str(place) for each, place in places.items()},
        hashicorp_aws_files={each: str(place) for each, place in wish.ways_out.items()},
    )
    return Answer(task.known, text(found, wish.file, places, wish.ways_out))


def _of_company(task: Task, wish: _Wish) -> tuple[Estate, Discovery]:
    from custom_resources.engine.organization_settings import read_settings
    from custom_resources.engine.survey import survey
    from custom_resources.scripts.discovery.choice import choose, one_govcloud
    from custom_resources.scripts.discovery.file import policy_types
    from custom_resources.scripts.discovery.never_told import with_never_told

    estate = task.estate(wish.credentials, "commercial", "govcloud_paired", "govcloud_management")
    seen = survey(estate, seconds=SECONDS)
    one_govcloud(seen)
    deadline = estate.deadline("reading the settings of both organizations", SECONDS, "Run again.")
    settings = (read_settings(estate.commercial, deadline), read_settings(estate.govcloud_management, deadline))
    found = choose(seen, settings, wish.owner, policy_types(), wish.name)
    return estate, with_never_told(found, wish.state, wish.role_name)


def _of_reseller(task: Task, wish: _Wish) -> tuple[Estate, Discovery]:
    from custom_resources.engine.errors import Refused
    from custom_resources.engine.organization_settings import read_settings
    from custom_resources.engine.survey import survey
    from custom_resources.scripts.discovery.file import policy_types
    from custom_resources.scripts.discovery.never_told import with_never_told
    from custom_resources.scripts.discovery.reseller_choice import ReadCustomer, choose_customers

    estate = task.estate(wish.credentials, "commercial", "govcloud_paired")
    reached = reach(task, wish.credentials, wish.customers)
    seen = survey(estate, customers=reached.sessions, seconds=SECONDS)
    unread = reached.unread | {
        name: each.why for each in seen.unread for name in reached.sessions if each.organization == f"customer {name}"
    }
    deadline = estate.deadline("reading the settings of all organizations", SECONDS, "Run again.")
    customers = {}
    for name in reached.sessions.keys() - unread.keys():
        session = reached.sessions[name]
        try:
            settings = read_settings(session, deadline)
        except Refused as error:
            unread[name] = error.detail
        else:
            customers[name] = ReadCustomer(session.credential_set, session.identity().account_id, settings)
    found = choose_customers(
        seen,
        read_settings(estate.commercial, deadline),
        customers,
        unread,
        estate.govcloud_paired.identity().account_id,
        wish.owner,
        policy_types(),
    )
    return estate, with_never_told(found, wish.state, wish.role_name)


def _ways_out(found: Discovery, wish: _Wish) -> dict[Path, str]:
    from custom_resources.scripts.discovery.moves import moved_text, removed_text

    if not wish.ways_out:
        return {}
    return {
        wish.ways_out["moved"]: moved_text(found, wish.state),
        wish.ways_out["removed"]: removed_text(found, wish.state),
    }
