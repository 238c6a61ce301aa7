"""`govpair vend`: make an account pair and, with `--join`, go all the way into the GovCloud organization."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from custom_resources.engine import rules
from custom_resources.engine.errors import AlreadyExists, CreationFailed, EngineError, Unreachable
from custom_resources.engine.model import DEFAULT_ROLE_NAME, MembershipRequest, PairRequest
from custom_resources.scripts.answer import Answer
from custom_resources.scripts.credential_options import CredentialOptions
from custom_resources.scripts.documents import document_of
from custom_resources.scripts.failures import PartlyDone
from custom_resources.scripts.many import PAIR_COLUMNS, Many
from custom_resources.scripts.membership_options import JoinOptions
from custom_resources.scripts.needs import Needs
from custom_resources.scripts.output_options import OutputOptions
from custom_resources.scripts.pair_options import PairOptions
from custom_resources.scripts.subjects import ManyOptions, Subject
from custom_resources.scripts.task import Task, run
from custom_resources.scripts.texts import membership_text, pair_text
from custom_resources.scripts.values import check_duration, check_tags, obeying, seconds_of, tags_of
from custom_resources.scripts.vending import (
    COLUMNS,
    MAX_NEW_PAIRS,
    Requests,
    VendOptions,
    Wanted,
    bound_of,
    check_bound,
    to_be_open,
)

if TYPE_CHECKING:
    from custom_resources.engine.estate import Estate
    from custom_resources.engine.model import AccountPair, Membership

EXAMPLES = (
    "govpair vend --owner platform-team --email aws+log-archive@example.gov --name log-archive --tag CostCenter=100",
    "govpair vend --owner platform-team --email aws+log-archive@example.gov --name log-archive --join "
    "--govcloud-parent-id ou-ab12-cd34ef56",
    "govpair vend --owner platform-team --from accounts.csv --join",
    "govpair vend --organization organization.yaml --select 'app-*' --join",
)
_MAKING = """
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
"""
NEEDS = {
    "vend": Needs(
        commercial=_MAKING,
    ),
    "vend --join": Needs(
        commercial=_MAKING,
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


def _unless_many(rule: rules.Rule) -> Callable[[typer.Context, Any], Any]:
    """A check of an option that one account needs, and many have no use for."""

    def check(ctx: typer.Context, value: Any) -> Any:
        if value is None and not any(ctx.params.get(name) for name in ("from_file", "all_declared", "select")):
            raise typer.BadParameter("it is missing. Many pairs at once: --from, --all-declared or --select.")
        return obeying(rule)(value)

    return check


def vend(
    many: ManyOptions,
    join: JoinOptions,
    credentials: CredentialOptions,
    output: OutputOptions,
    email: Annotated[
        str | None,
        typer.Option(help="Root email of both accounts.", metavar="EMAIL", callback=_unless_many(rules.email)),
    ] = None,
    name: Annotated[
        str | None,
        typer.Option(help="Name of both accounts.", metavar="NAME", callback=_unless_many(rules.account_name)),
    ] = None,
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
    max_new_pairs: Annotated[
        int | None,
        typer.Option(
            help=f"Of many, the most that may be made; default the organization file's, else {MAX_NEW_PAIRS}.",
            metavar="NUMBER",
            min=1,
            show_default=False,
        ),
    ] = None,
    timeout: Annotated[
        str, typer.Option(help="How long to wait for the pair.", callback=check_duration, metavar="DURATION")
    ] = "60m",
) -> int:
    """Make an account pair, or take up the one that an earlier run has begun.

    Run again, it makes no second pair: AWS is asked what there is. With --join the GovCloud account is invited,
    accepts, and is placed and tagged in the GovCloud organization, too. Exit code 3 means partly done: the same command
    goes on from there.
    """
    options = VendOptions(role_name, iam_user_access_to_billing.value, parent_id, tag or [], adopt_existing, join)

    def opened(task: Task) -> Estate:
        sets = ("commercial", "govcloud_paired", "govcloud_management") if join.join else ("commercial",)
        return task.estate(credentials, *sets, creation_marker=not no_creation_marker)

    def one(task: Task, estate: Estate, wanted: Wanted) -> Answer:
        join = wanted.join
        pair, adopted = _make(estate, wanted.pair, wanted.adopt_existing, seconds_of(timeout))
        task.known.update(pair=document_of(pair), created=not adopted)
        text = f"{'account pair exists' if adopted else 'account pair made'}\n{pair_text(pair)}"
        if not join.join:
            return Answer(task.known, text)
        membership = _join(estate, pair, wanted.pair.role_name, join, text)
        task.known.update(membership=document_of(membership))
        return Answer(task.known, f"{text}\n{membership_text(membership)}")

    if not many.given:
        _check(credentials, join, no_creation_marker)
        subject = Subject(PairOptions(email=email, name=name))

        def work(task: Task) -> Answer:
            estate = opened(task)
            return one(task, estate, Requests(estate, options).of(subject))

        return run("vend", output, NOTHING, work)
    subjects = to_be_open(many.subjects(credentials, {"email": email, "name": name}, COLUMNS, ("email", "name")))
    _check(credentials, join, no_creation_marker)
    bound = max_new_pairs or bound_of(credentials)
    requests: list[Requests] = []

    def opened_within_bound(task: Task) -> Estate:
        estate = opened(task)
        check_bound(estate, subjects, bound)
        requests.append(Requests(estate, options))
        return estate

    return Many("vend", NOTHING, "made" if not join.join else "joined", PAIR_COLUMNS).run(
        output,
        subjects,
        opened_within_bound,
        lambda task, estate, subject: one(task, estate, requests[0].of(subject)),
        look_up=False,
    )


def _check(credentials: CredentialOptions, join: JoinOptions, no_creation_marker: bool) -> None:
    join.check()
    if not no_creation_marker:
        credentials.require_owner()


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
