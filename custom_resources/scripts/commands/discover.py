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
    stacks = (outdir or directory / "cdktf.out") / "stacks"
    places = {each: stacks / each / "imports.tf" for each in ("commercial", "account-pairs", f"govcloud-{name}")}
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

    wish = _Wish(credentials.whose or "", directory / FILE, name, role_name, places, known or [], ways_out)

    def work(task: Task) -> Answer:
        estate = task.estate(credentials, "commercial", "govcloud_paired", "govcloud_management")
        return _discover(task, estate, wish)

    return run("discover", output, dict.fromkeys(EMPTY), work)


@dataclass(frozen=True)
class _Wish:
    """What is to be written where. places: of the import blocks, by stack. ways_out: of the files WAYS_OUT."""

    owner: str
    file: Path
    name: str
    role_name: str
    places: Mapping[str, Path]
    state: Sequence[StateInstance]
    ways_out: Mapping[str, Path]


def _discover(task: Task, estate: Estate, wish: _Wish) -> Answer:
    from constructs_lib.organization_yaml import OrganizationFileError
    from custom_resources.scripts.discovery.file import organization_text, write, write_read_back
    from custom_resources.scripts.discovery.model import NotExpressible
    from custom_resources.scripts.discovery.report import document, text

    try:
        found = _found(estate, wish)
    except NotExpressible as why:
        problem = Problem("discovering the estate", str(why))
        return Answer(task.known, "", ExitCode.FAILED, problem, "Nothing was written.")
    task.known.update(document(found))
    written = organization_text(
        found,
        wish.file.parent,
        owner=wish.owner,
        name=wish.name,
        commercial=estate.commercial.credential_set,
        govcloud=estate.govcloud_management.credential_set,
    )
    try:
        write_read_back(wish.file, written)
    except OrganizationFileError as error:
        problem = Problem("writing the organization file", f"It can't be read back; nothing was replaced. {error}")
        return Answer(task.known, "", ExitCode.FAILED, problem, "Please report it.")
    for path, content in _terraform(found, wish).items():
        write(path, content)
    task.known.update(
        organization_file=str(wish.file),
        import_files={each: str(place) for each, place in wish.places.items()},
        hashicorp_aws_files={each: str(place) for each, place in wish.ways_out.items()},
    )
    return Answer(task.known, text(found, wish.file, wish.places, wish.ways_out))


def _found(estate: Estate, wish: _Wish) -> Discovery:
    from custom_resources.engine.organization_settings import read_settings
    from custom_resources.engine.survey import survey
    from custom_resources.scripts.discovery.choice import choose, one_govcloud
    from custom_resources.scripts.discovery.file import policy_types
    from custom_resources.scripts.discovery.never_told import with_never_told

    seen = survey(estate, seconds=SECONDS)
    one_govcloud(seen)
    deadline = estate.deadline("reading the settings of both organizations", SECONDS, "Run again.")
    settings = (read_settings(estate.commercial, deadline), read_settings(estate.govcloud_management, deadline))
    return with_never_told(choose(seen, settings, wish.owner, policy_types()), wish.state, wish.role_name)


def _terraform(found: Discovery, wish: _Wish) -> dict[Path, str]:
    from custom_resources.scripts.discovery.blocks import import_files
    from custom_resources.scripts.discovery.moves import moved_text, removed_text

    blocks = import_files(found, wish.name)
    files = {place: blocks[stack] for stack, place in wish.places.items()}
    if wish.ways_out:
        files[wish.ways_out["moved"]] = moved_text(found, wish.state)
        files[wish.ways_out["removed"]] = removed_text(found, wish.state)
    return files
