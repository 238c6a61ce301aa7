"""`govpair accept`: the invited account's half of joining, through the role in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from custom_resources.engine import rules
from custom_resources.engine.model import DEFAULT_ROLE_NAME, MembershipRequest
from custom_resources.scripts.answer import Answer
from custom_resources.scripts.credential_options import CredentialOptions
from custom_resources.scripts.documents import document_of
from custom_resources.scripts.invited import (
    INVITED_COLUMNS,
    govcloud_account_of,
    govcloud_account_of_many,
    membership_if_any,
    require_invitation,
)
from custom_resources.scripts.many import Many
from custom_resources.scripts.membership_options import JOIN_TIMEOUT
from custom_resources.scripts.needs import Needs
from custom_resources.scripts.output_options import OutputOptions
from custom_resources.scripts.pair_options import InvitedOptions, PairOptions
from custom_resources.scripts.subjects import ManyOptions
from custom_resources.scripts.task import Task, run
from custom_resources.scripts.texts import handshake_text, membership_text
from custom_resources.scripts.values import check_duration, obeying, seconds_of

if TYPE_CHECKING:
    from custom_resources.engine.estate import Estate

EXAMPLES = (
    "govpair accept --account-id 210987654321",
    "govpair accept --account-id 210987654321 --organization-id o-exampleorgid",
)
NEEDS = {
    "accept": Needs(
        commercial="""
            account:GetGovCloudAccountInformation
            cloudtrail:LookupEvents
            organizations:ListAccounts
            organizations:ListCreateAccountStatus
            organizations:ListTagsForResource
        """,
        govcloud_management="""
            organizations:DescribeAccount
            organizations:DescribeOrganization
            organizations:ListHandshakesForOrganization
            organizations:ListParents
            organizations:ListTagsForResource
        """,
        govcloud_paired="sts:AssumeRole",
        invited="""
            iam:CreateServiceLinkedRole
            organizations:AcceptHandshake
            organizations:DescribeHandshake
            organizations:DescribeOrganization
            organizations:ListHandshakesForAccount
        """,
    ),
}
NOTHING: dict[str, object] = {"account_id": None, "handshake": None, "membership": None}


def accept(
    which: InvitedOptions,
    many: ManyOptions,
    credentials: CredentialOptions,
    output: OutputOptions,
    organization_id: Annotated[
        str | None,
        typer.Option(
            help="The only organization whose invitation is accepted; else that of the GovCloud management account.",
            metavar="ID",
            callback=obeying(rules.organization_id),
        ),
    ] = None,
    role_name: Annotated[
        str, typer.Option(help="The role in the GovCloud account.", metavar="NAME", callback=obeying(rules.role_name))
    ] = DEFAULT_ROLE_NAME,
    role_arn: Annotated[
        str | None,
        typer.Option(help="The role's ARN, when it has a path.", metavar="ARN", callback=obeying(rules.role_arn)),
    ] = None,
    external_id: Annotated[str | None, typer.Option(help="External id that the role asks for.", metavar="TEXT")] = None,
    timeout: Annotated[
        str,
        typer.Option(
            help="How long to wait for the role and the invitation.", callback=check_duration, metavar="DURATION"
        ),
    ] = JOIN_TIMEOUT,
) -> int:
    """Accept the GovCloud organization's invitation, as the invited GovCloud account.

    Waits until the role can be assumed. What is accepted already is shown, and nothing done. --account-id is the
    GovCloud account's id here, and needs no commercial credentials.
    """
    options = {"role_name": role_name, "role_arn": role_arn, "external_id": external_id}

    def one(task: Task, estate: Estate, account_id: str, **given: str) -> Answer:
        from custom_resources.engine.memberships import accept as accept_invitation

        task.known["account_id"] = account_id
        membership = membership_if_any(estate, account_id) if organization_id is None else None
        if membership is not None:
            task.known["membership"] = document_of(membership)
            return Answer(
                task.known, f"GovCloud account {account_id} is a member already\n{membership_text(membership)}"
            )
        if organization_id is None:
            require_invitation(estate, account_id, seconds_of(timeout))
        role: dict[str, Any] = {**options, **given}
        request = MembershipRequest(account_id, **role)
        handshake = accept_invitation(estate, request, organization_id, seconds_of(timeout))
        task.known["handshake"] = document_of(handshake)
        return Answer(task.known, handshake_text(handshake))

    def opened(task: Task, wanted: Sequence[PairOptions]) -> Estate:
        sets = ("govcloud_paired",) if organization_id else ("govcloud_paired", "govcloud_management")
        commercial = () if all(each.account_id for each in wanted) else ("commercial",)
        return task.estate(credentials, *commercial, *sets)

    if many.given:
        subjects = many.subjects(credentials, vars(which), tuple(options))
        return Many("accept", NOTHING, "accepted", INVITED_COLUMNS).run(
            output,
            subjects,
            lambda task: opened(task, [subject.which for subject in subjects]),
            lambda task, estate, subject: one(
                task, estate, govcloud_account_of_many(estate, subject), **subject.values
            ),
        )
    which.require_one()

    def work(task: Task) -> Answer:
        estate = opened(task, [which])
        return one(task, estate, govcloud_account_of(estate, which))

    return run("accept", output, NOTHING, work)
