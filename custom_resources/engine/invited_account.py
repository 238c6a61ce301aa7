"""Becoming the invited GovCloud account: through the role that trusts the paired account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from custom_resources.engine import rules
from custom_resources.engine.calls import calling
from custom_resources.engine.checks import check
from custom_resources.engine.errors import EngineError, Invalid, Refused
from custom_resources.engine.govcloud_half import ask_account_management
from custom_resources.engine.handshake_reasons import HANDSHAKE_REASONS
from custom_resources.engine.handshakes import same_organization
from custom_resources.engine.model import MembershipRequest, Organization
from custom_resources.engine.pairing import refuse_other_pair
from custom_resources.engine.permissions import INVITED, needs
from custom_resources.engine.polling import POLLS, Deadline

if TYPE_CHECKING:
    from custom_resources.engine.estate import Estate
    from custom_resources.engine.session import AwsSession

ROLE_PATIENCE = 900.0
"""Seconds until a role that cannot be assumed is taken for wrong, not late (users report up to about 420)."""

_JUST_NOW = 5.0
"""Seconds for which an account that said it is in no organization isn't asked again before it is invited or accepts."""


def role_arn_of(request: MembershipRequest, doing: str) -> str:
    """Return the ARN of the role to assume, checked: GovCloud's partition, and in the invited account."""
    arn = request.role_arn or f"arn:aws-us-gov:iam::{request.account_id}:role/{request.role_name}"
    check(doing, "role_arn" if request.role_arn else "role_name", rules.role_arn, arn)
    _, partition, _, _, account_id, _ = arn.split(":", 5)
    if partition != "aws-us-gov":
        raise Invalid(
            doing,
            f"role_arn: {arn} is in partition {partition}; the role in a GovCloud account is in aws-us-gov. "
            "Nothing was changed.",
            attribute="role_arn",
        )
    if account_id != request.account_id:
        raise Invalid(
            doing,
            f"role_arn: {arn} is in account {account_id}; the invitation must be accepted in account "
            f"{request.account_id}. Nothing was changed.",
            attribute="role_arn",
        )
    return arn


@needs("govcloud_paired", "sts:AssumeRole")
def become_invited(
    estate: Estate, request: MembershipRequest, deadline: Deadline, patience: float = ROLE_PATIENCE
) -> AwsSession:
    """Return a session in the invited account, waiting until the role can be assumed ("created" is not "usable").

    Raises WrongCredentials when the set is of another pair than the commercial one, which no waiting mends; Refused
    when the role still cannot be assumed after `patience` seconds (15 minutes), or within the deadline.
    """
    paired = estate.govcloud_paired
    if paired.identity().account_id == request.account_id:
        return paired  # the paired account itself joins: no role needed
    arn = role_arn_of(request, deadline.doing)
    session, looks, began = paired.assumed(arn, request.external_id), 0, deadline.pace.now()
    while True:
        try:
            deadline.patiently(session.identity)
            if looks:
                deadline.progress(f"{deadline.doing}: its role can be assumed")
            return session
        except EngineError as error:
            if not error.denied:
                raise
            if looks == 0:
                refuse_other_pair(estate, deadline)
            waited, left = deadline.pace.now() - began, deadline.seconds - deadline.elapsed
            if waited >= patience or left <= 0:
                early = "" if waited >= patience else _early(deadline, waited)
                raise _never_assumable(estate, request, arn, error, deadline, early) from error
            # The looks are many; every fifth is enough for the log.
            deadline.wait(POLLS["role"].delay(looks), f"role {arn} cannot be assumed yet", quiet=looks % 5 != 0)
            looks += 1


def invited_if_possible(estate: Estate, request: MembershipRequest, deadline: Deadline) -> AwsSession | None:
    """Return a session in the account that is to be invited, or None when its role cannot be assumed (yet)."""
    paired = estate.govcloud_paired
    if paired.identity().account_id == request.account_id:
        return paired
    session = paired.assumed(role_arn_of(request, deadline.doing), request.external_id)
    try:
        deadline.patiently(session.identity)
    except EngineError as error:
        if not error.denied:
            raise
        return None
    return session


def just_now(standalone_at: float | None, deadline: Deadline) -> bool:
    """Whether the account itself said so lately, at that time of the pace, that it is in no organization."""
    return standalone_at is not None and deadline.pace.now() - standalone_at <= _JUST_NOW


@needs(INVITED, "organizations:DescribeOrganization")
def own_organization(session: AwsSession) -> Organization | None:
    """Return the organization that the session's own account is in; None for a standalone account."""
    try:
        with calling(f"reading the organization of {session.name}", session):
            answer = session.organizations().describe_organization()["Organization"]
    except EngineError as error:
        if error.code == "AWSOrganizationsNotInUseException":
            return None
        raise
    master = answer.get("MasterAccountId") or answer["MasterAccountArn"].split(":")[4]
    return Organization(answer["Id"], answer["Arn"], master)


def refuse_other_organization(
    session: AwsSession, request: MembershipRequest, organization_id: str, deadline: Deadline
) -> bool:
    """Raise Refused when the account is in another organization; return whether it is in this one already.

    AWS may not refuse: by the words of M, AcceptHandshake takes an account straight from one organization into another
    (unverified, claim: accepting-from-another-organization).
    """
    own = deadline.patiently(lambda: own_organization(session))
    if own is None or same_organization(own.id, organization_id):
        return own is not None
    entry = HANDSHAKE_REASONS["ALREADY_IN_AN_ORGANIZATION"]
    manages = own.management_account_id == request.account_id
    how = "manages it" if manages else f"is a member of it; account {own.management_account_id} manages it"
    raise Refused(
        f"{deadline.doing}: {entry.title}",
        f"GovCloud account {request.account_id} is in organization {own.id} and {how}. It is not taken from there into "
        f"organization {organization_id}. {entry.step}",
        reason="ALREADY_IN_AN_ORGANIZATION",
        attribute="account_id",
        govcloud_account_id=request.account_id,
    )


def _early(deadline: Deadline, waited: float) -> str:
    """Say that the operation's time was over before it can be told whether the role is late or wrong."""
    return (
        f"Gave up after {deadline.seconds:.0f} s, of which {waited:.0f} s were for the role: one that was just made "
        f"may take {ROLE_PATIENCE:.0f} s. Run again, or allow more time. Last seen: "
    )


def _never_assumable(
    estate: Estate, request: MembershipRequest, arn: str, error: EngineError, deadline: Deadline, early: str
) -> EngineError:
    who = estate.govcloud_paired.identity()
    return Refused(
        deadline.doing,
        f"{early}Account {who.account_id} (credential set govcloud_paired) cannot assume {arn}: {error.detail}\nThe "
        "role in a "
        "GovCloud account trusts only the GovCloud account paired with the commercial management account"
        f"{_paired_hint(estate, who.account_id)} Give that account's credentials as `govcloud_paired`, and the role's "
        "real name or ARN; a role with an external id needs `external_id`. An open invitation of account "
        f"{request.account_id} stays open until it expires, and running again resumes; without one, the "
        "organization invites it first.",
        reason=error.reason,
        code=error.code,
        attribute="account_id",
        govcloud_account_id=request.account_id,
    )


def _paired_hint(estate: Estate, used: str) -> str:
    """Say which account is the paired one, where the commercial set can tell; never raises an EngineError."""
    if not estate.commercial.credential_set.configured:
        return "."
    try:
        half = ask_account_management(estate, estate.commercial.identity().account_id)
    except EngineError:
        return "."
    return f": that is account {half.account_id}." if half.account_id != used else ", and this is that account."
