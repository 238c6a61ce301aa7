"""`govpair invite`: the GovCloud organization's half of joining."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from custom_resources.engine import rules
from custom_resources.engine.model import MembershipRequest
from custom_resources.scripts.answer import Answer
from custom_resources.scripts.credential_options import CredentialOptions
from custom_resources.scripts.documents import document_of
from custom_resources.scripts.invited import (
    INVITED_COLUMNS,
    govcloud_account_of,
    govcloud_account_of_many,
    membership_if_any,
)
from custom_resources.scripts.many import Many
from custom_resources.scripts.needs import Needs
from custom_resources.scripts.output_options import OutputOptions
from custom_resources.scripts.pair_options import InvitedOptions, PairOptions
from custom_resources.scripts.subjects import ManyOptions, Subject
from custom_resources.scripts.task import Task, run
from custom_resources.scripts.texts import handshake_text, membership_text
from custom_resources.scripts.values import obeying

if TYPE_CHECKING:
    from custom_resources.engine.estate import Estate

EXAMPLES = ("govpair invite --account-id 210987654321", "govpair invite --name log-archive --notes 'From platform'")
NEEDS = {
    "invite": Needs(
        commercial="""
            account:GetGovCloudAccountInformation
            cloudtrail:LookupEvents
            organizations:DescribeAccount
            organizations:ListAccounts
            organizations:ListCreateAccountStatus
            organizations:ListTagsForResource
        """,
        govcloud_management="""
            organizations:DescribeAccount
            organizations:DescribeHandshake
            organizations:InviteAccountToOrganization
            organizations:ListHandshakesForOrganization
            organizations:ListParents
            organizations:ListTagsForResource
        """,
    ),
}
NOTHING: dict[str, object] = {"account_id": None, "handshake": None, "membership": None}


def sets_of(wanted: Sequence[PairOptions]) -> tuple[str, ...]:
    """The credential sets that it takes: the commercial one only to look for a pair."""
    return (
        ("govcloud_management",) if all(each.account_id for each in wanted) else ("commercial", "govcloud_management")
    )


def notes_of(subject: Subject) -> dict[str, str]:
    """The notes of one of many; the organization file has none."""
    return {"notes": subject.values["notes"]} if "notes" in subject.values else {}


def invite(
    which: InvitedOptions,
    many: ManyOptions,
    credentials: CredentialOptions,
    output: OutputOptions,
    notes: Annotated[
        str | None,
        typer.Option(help="Notes on the invitation.", metavar="TEXT", callback=obeying(rules.invitation_notes)),
    ] = None,
) -> int:
    """Invite a GovCloud account into the GovCloud organization.

    An invitation that is open already is shown, and no second one sent; a member is left alone. --account-id is the
    GovCloud account's id here, and needs no commercial credentials.
    """

    def one(task: Task, estate: Estate, account_id: str, notes: str | None = notes) -> Answer:
        from custom_resources.engine.memberships import invite as send

        membership = membership_if_any(estate, account_id)
        task.known.update(account_id=account_id, membership=document_of(membership))
        if membership is not None:
            return Answer(
                task.known, f"GovCloud account {account_id} is a member already\n{membership_text(membership)}"
            )
        handshake = send(estate, MembershipRequest(account_id, notes=notes))
        task.known["handshake"] = document_of(handshake)
        return Answer(task.known, handshake_text(handshake))

    if many.given:
        subjects = many.subjects(credentials, vars(which), ("notes",))
        sets = sets_of([subject.which for subject in subjects])
        return Many("invite", NOTHING, "invited", INVITED_COLUMNS).run(
            output,
            subjects,
            lambda task: task.estate(credentials, *sets),
            lambda task, estate, subject: one(
                task, estate, govcloud_account_of_many(estate, subject), **notes_of(subject)
            ),
        )
    which.require_one()

    def work(task: Task) -> Answer:
        estate = task.estate(credentials, *sets_of([which]))
        return one(task, estate, govcloud_account_of(estate, which))

    return run("invite", output, NOTHING, work)
