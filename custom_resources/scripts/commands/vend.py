"""`govpair vend`: make an account pair and, with `--join`, go all the way into the GovCloud organization."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from custom_resources.engine import rules
from custom_resources.engine.errors import AlreadyExists, CreationFailed, EngineError, Unreachable
from custom_resources.engine.model import DEFAULT_ROLE_NAME, MembershipRequest, PairRequest
from custom_resources.scripts.answer import Answer
from custom_resources.scripts.credential_options import CredentialOptions
from custom_resources.scripts.documents import document_of
from custom_resources.scripts.failures import PartlyDone
from custom_resources.scripts.membership_options import JoinOptions
from custom_resources.scripts.needs import Needs
from custom_resources.scripts.output_options import OutputOptions
from custom_resources.scripts.task import Task, run
from custom_resources.scripts.texts import membership_text, pair_text
from custom_resources.scripts.values import check_duration, check_tags, obeying, seconds_of, tags_of

if TYPE_CHECKING:
    from custom_resources.engine.estate import Estate
    from custom_resources.engine.model import AccountPair, Membership

EXAMPLES = (
    "govpair vend --owner platform-team --email aws+log-archive@example.gov --name log-archive --tag CostCenter=100",
    "govpair vend --owner platform-team --email aws+log-archive@example.gov --name log-archive --join "
    "--govcloud-parent-id ou-ab12-cd34ef56",
)
NEEDS = {
    "vend": Needs(
        commercial="""
            account:GetGovCloudAccountInformation
            cloudtrail:LookupEvents
            organizations:CreateGovCloudAccount
            organizations:DescribeAccount
            organizations:DescribeCreateAccountStatus
            organizations:ListAccounts
            organizations:ListChildren
            organizations:ListCreateAccountStatus
            organizations:ListParents
            organizations:ListTagsForResource
            organizations:MoveAccount
            organizations:TagResource
        """,
    ),
    "vend --join": Needs(
        commercial="""
            account:GetGovCloudAccountInformation
            cloudtrail:LookupEvents
            organizations:CreateGovCloudAccount
            organizations:DescribeAccount
            organizations:DescribeCreateAccountStatus
            organizations:ListAccounts
            organizations:ListChildren
            organizations:ListCreateAccountStatus
            organizations:ListParents
            organizations:ListTagsForResource
            organizations:MoveAccount
            organizations:TagResource
        """,
        govcloud_management="""
            organizations:DescribeAccount
            organizations:DescribeOrganization
            organizations:InviteAccountToOrganization
            organizations:ListChildren
            organizations:ListHandshakesForOrganization
            organizations:ListParents
            organizations:ListTagsForResource
            organizations:MoveAccount
            organizations:TagResource
        """,
        govcloud_paired="sts:AssumeRole",
        invited="""
            iam:CreateServiceLinkedRole
            organizations:AcceptHandshake
            organizations:DescribeHandshake
            organizations:DescribeOrganization
        """,
    ),
}
NOTHING: dict[str, object] = {"pair": None, "created": None, "membership": None}


class BillingAccess(StrEnum):
    """Whether users other than root may see the bills, in AWS's words."""

    ALLOW = "ALLOW"
    DENY = "DENY"


def vend(
    email: Annotated[
        str, typer.Option(help="Root email of both accounts.", metavar="EMAIL", callback=obeying(rules.email))
    ],
    name: Annotated[
        str, typer.Option(help="Name of both accounts.", metavar="NAME", callback=obeying(rules.account_name))
    ],
    join: JoinOptions,
    credentials: CredentialOptions,
    output: OutputOptions,
    role_name: Annotated[
        str, typer.Option(help="The role made in both accounts.", metavar="NAME", callback=obeying(rules.role_name))
    ] = DEFAULT_ROLE_NAME,
    iam_user_access_to_billing: Annotated[
        BillingAccess, typer.Option(help="ALLOW or DENY users other than root to see the bills.", metavar="ACCESS")
    ] = BillingAccess.ALLOW,
    parent_id: Annotated[
        str | None,
        typer.Option(help="Commercial root or OU to be put below.", metavar="ID", callback=obeying(rules.parent_id)),
    ] = None,
    tag: Annotated[
        list[str] | None,
        typer.Option(help="A tag of the commercial account; repeatable.", metavar="KEY=VALUE", callback=check_tags),
    ] = None,
    adopt_existing: Annotated[
        bool, typer.Option("--adopt-existing", help="Take over an account that has this email and isn't ours.")
    ] = False,
    no_creation_marker: Annotated[
        bool,
        typer.Option(
            "--no-creation-marker", help="Make it without the tag govpair:owner; only by hand taken up again."
        ),
    ] = False,
    timeout: Annotated[
        str, typer.Option(help="How long to wait for the pair.", callback=check_duration, metavar="DURATION")
    ] = "60m",
) -> int:
    """Make an account pair, or take up the one that an earlier run has begun.

    Run again, it makes no second pair: AWS is asked what there is. With --join the GovCloud account is invited,
    accepts, and is placed and tagged in the GovCloud organization, too. Exit code 3 means partly done: the same command
    goes on from there.
    """
    request = PairRequest(email, name, role_name, iam_user_access_to_billing.value, parent_id, tags_of(tag or []))

    def work(task: Task) -> Answer:
        sets = ("commercial", "govcloud_paired", "govcloud_management") if join.join else ("commercial",)
        estate = task.estate(credentials, *sets, creation_marker=not no_creation_marker)
        pair, adopted = _make(estate, request, adopt_existing, seconds_of(timeout))
        task.known.update(pair=document_of(pair), created=not adopted)
        text = f"{'account pair exists' if adopted else 'account pair made'}\n{pair_text(pair)}"
        if not join.join:
            return Answer(task.known, text)
        membership = _join(estate, pair, role_name, join, text)
        task.known.update(membership=document_of(membership))
        return Answer(task.known, f"{text}\n{membership_text(membership)}")

    join.check()
    if not no_creation_marker:
        credentials.require_owner()
    return run("vend", output, NOTHING, work)


def _make(estate: Estate, request: PairRequest, adopt_existing: bool, timeout: float) -> tuple[AccountPair, bool]:
    from custom_resources.engine.account_pairs import create_pair

    try:
        return create_pair(estate, request, adopt_existing, timeout)
    except (AlreadyExists, CreationFailed):
        raise
    except Unreachable as error:
        raise PartlyDone(error) from error  # the credentials were checked before, so this came in the middle
    except EngineError as error:
        if error.commercial_account_id and error.govcloud_account_id:
            raise PartlyDone(error) from error  # the pair is there, but not yet as asked for
        raise


def _join(estate: Estate, pair: AccountPair, role_name: str, options: JoinOptions, text: str) -> Membership:
    from custom_resources.engine.memberships import join

    request = MembershipRequest(
        pair.govcloud_account_id,
        role_name=role_name,
        external_id=options.external_id,
        parent_id=options.govcloud_parent_id,
        tags=tags_of(options.govcloud_tag or []),
        notes=options.notes,
    )
    try:
        return join(estate, request, seconds_of(options.join_timeout))
    except EngineError as error:
        raise PartlyDone(error, text) from error
