"""`govpair discover`: an existing estate as an organization file, and what Terraform needs to take it over."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from custom_resources.scripts.answer import Answer, Problem
from custom_resources.scripts.credential_options import CredentialOptions
from custom_resources.scripts.exit_codes import ExitCode
from custom_resources.scripts.output_options import OutputOptions
from custom_resources.scripts.task import Task, run

if TYPE_CHECKING:
    from custom_resources.engine.estate import Estate

EXAMPLES = (
    "govpair discover --owner platform-team",
    "govpair discover --owner platform-team --name agency --directory estate --force",
)
FILE = "organization.yaml"
SECONDS = 3600.0
"""How long reading may take: 1,000 pairs' tags alone are 2,000 calls at 10 a second and side (Q)."""
EMPTY = ("organization_file", "import_files", "pairs", "organizational_units", "left_out", "would_change", "policies")


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
    there = [each for each in (directory / FILE, *places.values()) if each.exists()]
    if there and not force:
        raise typer.BadParameter(
            f"{', '.join(map(str, there))} would be replaced. Give another --directory, or --force.",
            param_hint="--directory",
        )

    def work(task: Task) -> Answer:
        estate = task.estate(credentials, "commercial", "govcloud_paired", "govcloud_management")
        return _discover(task, estate, credentials.whose or "", directory / FILE, places, name)

    return run("discover", output, dict.fromkeys(EMPTY), work)


def _discover(task: Task, estate: Estate, owner: str, file: Path, places: dict[str, Path], name: str) -> Answer:
    from constructs_lib.organization_yaml import OrganizationFileError
    from custom_resources.engine.organization_settings import read_settings
    from custom_resources.engine.survey import survey
    from custom_resources.scripts.discovery.blocks import import_files
    from custom_resources.scripts.discovery.choice import choose, one_govcloud
    from custom_resources.scripts.discovery.file import organization_text, policy_types, write, write_read_back
    from custom_resources.scripts.discovery.model import NotExpressible
    from custom_resources.scripts.discovery.report import document, text

    deadline = estate.deadline("reading the settings of both organizations", SECONDS, "Run again.")
    try:
        seen = survey(estate, seconds=SECONDS)
        one_govcloud(seen)
        settings = (read_settings(estate.commercial, deadline), read_settings(estate.govcloud_management, deadline))
        found = choose(seen, settings, owner, policy_types())
    except NotExpressible as why:
        problem = Problem("discovering the estate", str(why))
        return Answer(task.known, "", ExitCode.FAILED, problem, "Nothing was written.")
    task.known.update(document(found))
    written = organization_text(
        found,
        file.parent,
        owner=owner,
        name=name,
        commercial=estate.commercial.credential_set,
        govcloud=estate.govcloud_management.credential_set,
    )
    try:
        write_read_back(file, written)
    except OrganizationFileError as error:
        problem = Problem("writing the organization file", f"It can't be read back; nothing was replaced. {error}")
        return Answer(task.known, "", ExitCode.FAILED, problem, "Please report it.")
    blocks = import_files(found, name)
    for stack, place in places.items():
        write(place, blocks[stack])
    task.known.update(organization_file=str(file), import_files={each: str(place) for each, place in places.items()})
    return Answer(task.known, text(found, file, places))
