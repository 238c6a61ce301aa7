"""`govpair estimate`: how long so many new pairs will take, and what won't fit. Changes nothing."""

from __future__ import annotations

from typing import Annotated

import typer

from custom_resources.scripts.answer import Answer, Problem
from custom_resources.scripts.credential_options import CredentialOptions
from custom_resources.scripts.documents import document_of
from custom_resources.scripts.exit_codes import ExitCode
from custom_resources.scripts.needs import Needs
from custom_resources.scripts.output_options import OutputOptions
from custom_resources.scripts.task import Task, run
from custom_resources.scripts.texts import facts

EXAMPLES = ("govpair estimate --pairs 50", "govpair estimate --pairs 50 --json")
NEEDS = {
    "estimate": Needs(
        commercial="""
            organizations:ListAccounts
            organizations:ListCreateAccountStatus
            organizations:ListHandshakesForOrganization
            servicequotas:GetServiceQuota
            servicequotas:ListServiceQuotas
        """,
        govcloud_management="""
            organizations:ListHandshakesForOrganization
            servicequotas:GetServiceQuota
            servicequotas:ListServiceQuotas
        """,
    ),
}
SECONDS = 1800.0
"""How long reading the quotas may take: counting 50,000 accounts takes 6 minutes (2,500 pages at 8 a second, Q)."""


def estimate(
    credentials: CredentialOptions,
    output: OutputOptions,
    pairs: Annotated[int, typer.Option(help="How many new account pairs are meant.", min=1, max=50_000)],
) -> int:
    """Say how long making so many pairs and letting them join will take, and which of them won't fit.

    The quotas are read, and the durations of earlier creations; nothing is changed. Exit code 0 when all fit, as far
    as it can be known, and 1 when some don't.
    """

    def work(task: Task) -> Answer:
        from custom_resources.engine.estimate import duration
        from custom_resources.engine.foresight import foresee

        estate = task.estate(credentials, "commercial", welcome="govcloud_management")
        foresight = foresee(estate, estate.deadline("estimating the creations", SECONDS, "Run again."))
        expected = foresight.estimate(pairs)
        unreadable = dict(foresight.seen.unknown)
        task.known.update(estimate=document_of(expected), quotas=document_of(foresight.quotas), unreadable=unreadable)
        rows = [
            ("account pairs", expected.pairs),
            ("made in about", duration(expected.vending_seconds)),
            ("joined after about", duration(expected.joining_seconds)),
        ]
        text = "\n".join([facts(rows), "", *expected.arithmetic, *expected.unknown, *unreadable.values()])
        if not expected.problems:
            return Answer(task.known, text)
        problem = Problem(f"estimating {pairs} account pairs", " ".join(expected.problems))
        return Answer(task.known, text, ExitCode.FAILED, problem)

    return run("estimate", output, {"estimate": None, "quotas": None, "unreadable": None}, work)
