"""`govpair accept`: the invited account's half of joining, through the role in it."""

from __future__ import annotations

from typing import Annotated

import typer

from custom_resources.engine import rules
from custom_resources.engine.model import DEFAULT_ROLE_NAME, MembershipRequest
from custom_resources.scripts.answer import Answer
from custom_resources.scripts.credential_options import CredentialOptions
from custom_resources.scripts.documents import document_of
from custom_resources.scripts.invited import govcloud_account_of, membership_if_any, require_invitation
from custom_resources.scripts.membership_options import JOIN_TIMEOUT
from custom_resources.scripts.needs import Needs
from custom_resources.scripts.output_options import OutputOptions
from custom_resources.scripts.pair_options import InvitedOptions
from custom_resources.scripts.task import Task, run
from custom_resources.scripts.texts import handshake_text, membership_text
from custom_resources.scripts.values import check_duration, obeying, seconds_of

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
    which.require_one()
    sets = ("govcloud_paired",) if organization_id else ("govcloud_paired", "govcloud_management")
    if not which.account_id:
        sets = ("commercial", *sets)

    def work(task: Task) -> Answer:
        from custom_resources.engine.memberships import accept as accept_invitation

        estate = task.estate(credentials, *sets)
        account_id = govcloud_account_of(estate, which)
        task.known["account_id"] = account_id
        membership = membership_if_any(estate, account_id) if organization_id is None else None
        if membership is not None:
            task.known["membership"] = document_of(membership)
            return Answer(
                task.known, f"GovCloud account {account_id} is a member already\n{membership_text(membership)}"
            )
        if organization_id is None:
            require_invitation(estate, account_id, seconds_of(timeout))
        request = MembershipRequest(account_id, role_name=role_name, role_arn=role_arn, external_id=external_id)
        handshake = accept_invitation(estate, request, organization_id, seconds_of(timeout))
        task.known["handshake"] = document_of(handshake)
        return Answer(task.known, handshake_text(handshake))

    return run("accept", output, NOTHING, work)
