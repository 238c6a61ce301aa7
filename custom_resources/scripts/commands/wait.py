"""`govpair wait`: until a pair is created, its roles can be assumed, or it has joined."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from custom_resources.engine import rules
from custom_resources.engine.arns import role_arn
from custom_resources.engine.model import DEFAULT_ROLE_NAME
from custom_resources.scripts.answer import Answer
from custom_resources.scripts.credential_options import CredentialOptions
from custom_resources.scripts.documents import document_of
from custom_resources.scripts.many import PAIR_COLUMNS, Many
from custom_resources.scripts.needs import READING_A_MEMBERSHIP, READING_A_PAIR, Needs
from custom_resources.scripts.output_options import OutputOptions
from custom_resources.scripts.pair_options import PairOptions
from custom_resources.scripts.subjects import ManyOptions
from custom_resources.scripts.task import Task, run
from custom_resources.scripts.texts import membership_text, pair_text
from custom_resources.scripts.values import check_duration, obeying, seconds_of
from custom_resources.scripts.waiting import until_assumable, until_created, until_joined

if TYPE_CHECKING:
    from custom_resources.engine.estate import Estate
    from custom_resources.engine.model import AccountPair
    from custom_resources.engine.session import AwsSession

EXAMPLES = (
    "govpair wait --name log-archive --for assumable",
    "govpair wait --email aws+log-archive@example.gov --for joined --timeout 2h",
)
NEEDS = {
    "wait": Needs(
        commercial=f"{READING_A_PAIR} sts:AssumeRole",
        govcloud_management=READING_A_MEMBERSHIP,
        govcloud_paired="sts:AssumeRole",
    ),
}
NOTHING: dict[str, object] = {"pair": None, "membership": None, "roles": None}


class Goal(StrEnum):
    """What to wait for; each contains the ones before it, except that a pair may join before roles can be assumed."""

    CREATED = "created"
    ASSUMABLE = "assumable"
    JOINED = "joined"


class Side(StrEnum):
    """Which half's role must be assumable."""

    COMMERCIAL = "commercial"
    GOVCLOUD = "govcloud"
    BOTH = "both"


def wait(
    which: PairOptions,
    many: ManyOptions,
    credentials: CredentialOptions,
    output: OutputOptions,
    goal: Annotated[Goal, typer.Option("--for", help="What to wait for.")] = Goal.CREATED,
    side: Annotated[Side, typer.Option(help="With --for assumable: on which side.")] = Side.BOTH,
    role_name: Annotated[
        str, typer.Option(help="With --for assumable: which role.", metavar="NAME", callback=obeying(rules.role_name))
    ] = DEFAULT_ROLE_NAME,
    timeout: Annotated[
        str, typer.Option(help="How long to wait.", callback=check_duration, metavar="DURATION")
    ] = "60m",
) -> int:
    """Wait until a pair is created, its role can be assumed, or its GovCloud account has joined the organization.

    Exit code 0 when that is so, 3 when the time is over, 1 when it can't come: no such pair is being made, or its
    creation failed.
    """

    def one(task: Task, estate: Estate, which: PairOptions, role_name: str = role_name) -> Answer:
        deadline = estate.deadline(f"waiting for the account pair {which.words}", seconds_of(timeout), "")
        pair = until_created(estate, which, deadline)
        task.known["pair"] = document_of(pair)
        text = pair_text(pair)
        if goal is Goal.ASSUMABLE:
            roles = _roles(estate, pair, side, role_name)
            until_assumable(roles, deadline)
            task.known["roles"] = {side: arn for side, (_, arn) in roles.items()}
            text += "\n" + "\n".join(f"can be assumed: {arn}" for _, arn in roles.values())
        if goal is Goal.JOINED:
            membership = until_joined(estate, pair.govcloud_account_id, deadline)
            task.known["membership"] = document_of(membership)
            text += "\n" + membership_text(membership)
        return Answer(task.known, text)

    def opened(task: Task) -> Estate:
        return task.estate(credentials, "commercial", *_sets(goal, side))

    if many.given:
        subjects = many.subjects(credentials, vars(which), ("role_name",))
        return Many("wait", NOTHING, goal.value, PAIR_COLUMNS).run(
            output, subjects, opened, lambda task, estate, subject: one(task, estate, subject.lookup, **subject.values)
        )
    which.require_one()

    def work(task: Task) -> Answer:
        return one(task, opened(task), which)

    return run("wait", output, NOTHING, work)


def _sets(goal: Goal, side: Side) -> tuple[str, ...]:
    if goal is Goal.JOINED:
        return ("govcloud_management",)
    return ("govcloud_paired",) if goal is Goal.ASSUMABLE and side is not Side.COMMERCIAL else ()


def _roles(estate: Estate, pair: AccountPair, side: Side, role_name: str) -> dict[str, tuple[AwsSession, str]]:
    both = {
        Side.COMMERCIAL: (estate.commercial, role_arn("aws", pair.commercial_account_id, role_name)),
        Side.GOVCLOUD: (estate.govcloud_paired, role_arn("aws-us-gov", pair.govcloud_account_id, role_name)),
    }
    return {name.value: role for name, role in both.items() if side in (name, Side.BOTH)}
