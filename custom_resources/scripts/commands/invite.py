"""`govpair invite`: the GovCloud organization's half of joining."""

from __future__ import annotations

from typing import Annotated

import typer

from custom_resources.engine import rules
from custom_resources.engine.model import MembershipRequest
from custom_resources.scripts.answer import Answer
from custom_resources.scripts.credential_options import CredentialOptions
from custom_resources.scripts.documents import document_of
from custom_resources.scripts.invited import govcloud_account_of, membership_if_any
from custom_resources.scripts.needs import Needs
from custom_resources.scripts.output_options import OutputOptions
from custom_resources.scripts.pair_options import InvitedOptions
from custom_resources.scripts.task import Task, run
from custom_resources.scripts.texts import handshake_text, membership_text
from custom_resources.scripts.values import obeying

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


def invite(
    which: InvitedOptions,
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
    which.require_one()
    sets = ("govcloud_management",) if which.account_id else ("commercial", "govcloud_management")

    def work(task: Task) -> Answer:
        from custom_resources.engine.memberships import invite as send

        estate = task.estate(credentials, *sets)
        account_id = govcloud_account_of(estate, which)
        membership = membership_if_any(estate, account_id)
        task.known.update(account_id=account_id, membership=document_of(membership))
        if membership is not None:
            return Answer(
                task.known, f"GovCloud account {account_id} is a member already\n{membership_text(membership)}"
            )
        handshake = send(estate, MembershipRequest(account_id, notes=notes))
        task.known["handshake"] = document_of(handshake)
        return Answer(task.known, handshake_text(handshake))

    return run("invite", output, NOTHING, work)
