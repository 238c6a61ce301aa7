"""`govpair doctor`: every prerequisite by itself, what was seen, and how to mend it. Changes nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from custom_resources.engine import rules
from custom_resources.engine.model import DEFAULT_ROLE_NAME
from custom_resources.scripts.answer import Answer, Problem
from custom_resources.scripts.credential_options import CredentialOptions
from custom_resources.scripts.documents import document_of
from custom_resources.scripts.exit_codes import ExitCode
from custom_resources.scripts.needs import SURVEY_WITH_TRAILS, Needs
from custom_resources.scripts.output_options import OutputOptions
from custom_resources.scripts.task import Task, run
from custom_resources.scripts.values import obeying
from custom_resources.scripts.wording import in_options

if TYPE_CHECKING:
    from custom_resources.engine.diagnosis.examination import Examination
    from custom_resources.engine.readiness_model import Check

EXAMPLES = (
    "govpair doctor",
    "govpair doctor --pairs 3 --owner platform-team --state states",
    "govpair doctor --organization organization.yaml --quick --json",
)

_OWN = "iam:GetRole iam:SimulatePrincipalPolicy organizations:DescribeOrganization"
_LEFT = "organizations:ListHandshakesForOrganization servicequotas:GetServiceQuota servicequotas:ListServiceQuotas"
NEEDS = {
    "doctor": SURVEY_WITH_TRAILS
    | Needs(
        commercial=f"{_OWN} {_LEFT} organizations:ListAWSServiceAccessForOrganization",
        govcloud_management=f"{_OWN} {_LEFT}",
        govcloud_paired=_OWN,
    )
}


def doctor(
    credentials: CredentialOptions,
    output: OutputOptions,
    pairs: Annotated[
        int | None, typer.Option(help="How many new pairs are meant: whether they fit is checked.", min=1, max=50_000)
    ] = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="Don't look into every account: roles, memberships, trails.")
    ] = False,
    state: Annotated[
        list[Path] | None,
        typer.Option(
            "--state",
            help="Terraform state file, or a folder of them; accounts with the owner's marker in none are told.",
            metavar="PATH",
            exists=True,
        ),
    ] = None,
    role_name: Annotated[
        str, typer.Option(help="The role in vended accounts.", metavar="NAME", callback=obeying(rules.role_name))
    ] = DEFAULT_ROLE_NAME,
) -> int:
    """Check everything that making, joining and looking after account pairs needs, and say how to mend what is missing.

    Exit code 0 when all is well, 1 when something that is needed is missing or a check has found something. What AWS
    doesn't permit to see is told as unknown.
    """

    def work(task: Task) -> Answer:
        from custom_resources.engine.diagnosis.examination import examine
        from custom_resources.scripts.report.customers import customers_organizations

        customers, unread = customers_organizations(task, credentials)
        resellers = bool(credentials.declared and credentials.declared.customers)
        own = "" if resellers else " govcloud_management"
        estate = task.estate(credentials, welcome=f"commercial govcloud_paired{own}")
        found = examine(
            estate,
            new_pairs=pairs,
            role_name=role_name,
            states=state or (),
            every_account=not quick,
            customers=customers,
            unread=unread,
            resellers=resellers,
        )
        found = replace(found, checks=tuple(_in_options(each) for each in found.checks))
        task.known.update(
            ready=found.readiness.ready,
            healthy=found.healthy,
            checks=[document_of(each) for each in found.checks],
            quotas=document_of(found.readiness.quotas),
            estimate=document_of(found.readiness.estimate) if found.readiness.estimate else None,
        )
        return _answer(task, found)

    empty = dict.fromkeys(("ready", "healthy", "checks", "quotas", "estimate"))
    return run("doctor", output, empty, work)


def _answer(task: Task, found: Examination) -> Answer:
    text = "\n".join(_lines(each) for each in found.checks)
    bad = [each.name for each in found.checks if each.ready is False or (each.ready is None and each.required)]
    if not bad:
        return Answer(task.known, text)
    problem = Problem(
        "examining the estate", f"{len(bad)} of {len(found.checks)} checks need attention: {', '.join(bad)}."
    )
    return Answer(task.known, text, ExitCode.FAILED, problem, "Mend the first one first: the others build on it.")


def _in_options(check: Check) -> Check:
    """The check with options for the settings that the engine names."""
    return replace(check, detail=in_options(check.detail), next_step=in_options(check.next_step))


def _lines(check: Check) -> str:
    """The check with what was seen, and below it how to mend it; the words are the sign, not a colour."""
    word = "ok" if check.ready else "MEND" if check.ready is False else "unknown" if not check.required else "UNKNOWN"
    seen = " ".join(check.detail.split())
    step = f"\n{'':9}→ {check.next_step}" if check.next_step and not check.ready else ""
    return f"{word:<8} {check.name}: {seen}{step}"
