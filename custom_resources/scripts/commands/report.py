"""`govpair report`: both partitions side by side, with the pairs and what is amiss, in one file. Changes nothing."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from custom_resources.engine import rules
from custom_resources.engine.model import DEFAULT_ROLE_NAME
from custom_resources.scripts.answer import Answer, Problem
from custom_resources.scripts.credential_options import CredentialOptions
from custom_resources.scripts.exit_codes import ExitCode
from custom_resources.scripts.needs import SURVEY_WITH_TRAILS
from custom_resources.scripts.output_options import OutputOptions
from custom_resources.scripts.task import Task, run
from custom_resources.scripts.values import check_duration, obeying, seconds_of

if TYPE_CHECKING:
    from custom_resources.engine.drift import DeclaredPair
    from custom_resources.scripts.report.document import Report

EXAMPLES = (
    "govpair report --output report.html",
    "govpair report --format csv --organization organization.yaml",
)
NEEDS = {"report": SURVEY_WITH_TRAILS}
NOTHING: dict[str, object] = dict.fromkeys(("format", "file", "counts", "findings", "report"))


class Format(StrEnum):
    """What a report is written as."""

    HTML = "html"
    MERMAID = "mermaid"
    CSV = "csv"
    JSON = "json"


def report(
    credentials: CredentialOptions,
    output: OutputOptions,
    written_as: Annotated[
        Format, typer.Option("--format", help="html, mermaid, csv or json.", metavar="FORMAT")
    ] = Format.HTML,
    output_file: Annotated[
        Path | None,
        typer.Option("--output", help="File to write; else it goes to standard output.", metavar="FILE"),
    ] = None,
    with_trails: Annotated[
        bool, typer.Option("--with-trails", help="Read the trails of every account, through the role in it.")
    ] = False,
    role_name: Annotated[
        str, typer.Option(help="That role.", metavar="NAME", callback=obeying(rules.role_name))
    ] = DEFAULT_ROLE_NAME,
    no_tags: Annotated[bool, typer.Option("--no-tags", help="Don't read tags: a call less for each account.")] = False,
    timeout: Annotated[
        str, typer.Option(help="How long reading may take.", callback=check_duration, metavar="DURATION")
    ] = "60m",
) -> int:
    """Show both partitions side by side, their pairs, and what is amiss.

    The HTML page needs no network and no other file. Findings: GovCloud accounts that haven't joined, suspended halves,
    tags and names that differ between the halves, accounts of unknown pairs, with --with-trails accounts without a
    trail, with --organization drift. A reseller's file without --customer shows every customer's organization. Without
    GovCloud credentials that side is told as not read. Exit code 0 whatever
    is found.
    """
    _check(output_file, written_as, output)
    declared = _declared(credentials)

    def work(task: Task) -> Answer:
        from custom_resources.engine.drift import survey_drift
        from custom_resources.engine.finding import in_order
        from custom_resources.engine.survey import survey
        from custom_resources.engine.survey_findings import survey_findings
        from custom_resources.scripts.report.customers import customers_organizations
        from custom_resources.scripts.report.document import build_report, document_of_report
        from custom_resources.scripts.report.formats import write

        customers, unread = customers_organizations(task, credentials)
        resellers = bool(credentials.declared and credentials.declared.customers)
        own = "" if resellers else " govcloud_management"
        estate = task.estate(credentials, "commercial", welcome=f"govcloud_paired{own}")
        found = survey(
            estate,
            with_tags=not no_tags,
            with_trails=with_trails,
            customers=customers,
            role_name=role_name,
            seconds=seconds_of(timeout),
        )
        # A reseller's own GovCloud account needs no organization.
        unread += [
            each for each in found.unread if not resellers or each.organization != estate.govcloud_management.name
        ]
        found = replace(found, unread=tuple(unread))
        findings = survey_findings(found)
        if declared is not None:
            findings = in_order((*findings, *survey_drift(found, declared)))
        made = build_report(found, findings)
        document = document_of_report(made)
        written = write(made, written_as.value)
        task.known.update(format=written_as.value, counts=document["counts"], findings=document["findings"])
        if output_file is None:
            task.known["report"] = document if written_as is Format.JSON else written
            return Answer(task.known, written.rstrip("\n"))
        try:
            output_file.write_text(written, encoding="utf-8")
        except OSError as error:
            problem = Problem(f"writing {output_file}", f"{error.strerror or error}. Nothing else was to be done.")
            return Answer(task.known, "", ExitCode.FAILED, problem, "Give another file with --output.")
        task.known["file"] = str(output_file)
        return Answer(task.known, _summary(made, output_file))

    return run("report", output, NOTHING, work)


def _check(file: Path | None, written_as: Format, output: OutputOptions) -> None:
    """Refuse what would only fail after minutes of reading."""
    import sys

    if file is not None and (file.is_dir() or not file.absolute().parent.is_dir()):
        why = "is a folder; name a file in it." if file.is_dir() else "is in a folder that isn't there."
        raise typer.BadParameter(f"{file} {why}", param_hint="--output")
    if file is None and written_as is Format.HTML and not output.as_json and sys.stdout.isatty():
        raise typer.BadParameter(
            "a page is nothing for a terminal: name a file, such as report.html.", param_hint="--output"
        )


def _declared(credentials: CredentialOptions) -> list[DeclaredPair] | None:
    """Return the pairs of the organization file; None without a file."""
    from custom_resources.scripts.report.declared import declared_pairs

    file = credentials.declared
    if file is None:
        return None
    return declared_pairs(file.organization.declaration())


def _summary(made: Report, file: Path) -> str:
    counts = made.counts
    kinds: dict[tuple[str, str], int] = {}
    for finding in made.findings:
        kinds[finding.severity, finding.kind] = kinds.get((finding.severity, finding.kind), 0) + 1
    lines = [
        f"{file}: {counts.pairs} account pairs, {counts.joined} of them joined; {counts.problems} problems, "
        f"{counts.warnings} warnings, {counts.notes} notes",
        *(f"  {severity}: {kind.replace('_', ' ')}: {count}" for (severity, kind), count in kinds.items()),
    ]
    return "\n".join(lines)
