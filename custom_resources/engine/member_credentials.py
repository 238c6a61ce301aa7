"""Short-lived credentials for a member account, to be handed on: never cached, never logged."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from custom_resources.engine.calls import calling
from custom_resources.engine.errors import EngineError, NotFound, Refused, WrongCredentials
from custom_resources.engine.member_role import PARTITION_OF_SIDE, MemberRole, Side
from custom_resources.engine.member_session import MEMBER, explanation, trusted_session
from custom_resources.engine.permissions import needs
from custom_resources.engine.session import AwsSession

if TYPE_CHECKING:
    from custom_resources.engine.estate import Estate
    from custom_resources.engine.model import Identity


@dataclass(frozen=True)
class SessionOptions:
    """What a session may be given: its name in CloudTrail, its length in seconds, a policy (JSON) that narrows it."""

    session_name: str = "govpair"
    duration_seconds: int = 3600
    policy: str | None = None


@dataclass(frozen=True)
class MemberCredentials:
    """Keys of a role session. Secrets never show in `repr`."""

    account_id: str
    side: Side
    partition: str
    access_key_id: str
    secret_access_key: str = field(repr=False)
    session_token: str = field(repr=False)
    expiration: datetime


@needs(("commercial", "govcloud_paired"), "sts:AssumeRole")
def issue_credentials(estate: Estate, role: MemberRole, options: SessionOptions) -> MemberCredentials:
    """Assume the role once and return its keys. Raises Refused with what AWS said and the ways out."""
    doing = f"getting credentials for {role.side} account {role.account_id}"
    role.check(doing)
    own = trusted_session(estate, role.side)
    asked: dict[str, Any] = {
        "RoleArn": role.arn,
        "RoleSessionName": options.session_name,
        "DurationSeconds": options.duration_seconds,
    }
    if role.external_id:
        asked["ExternalId"] = role.external_id
    if options.policy:
        asked["Policy"] = options.policy

    def call() -> Any:
        with calling(doing, own):
            return own.sts().assume_role(**asked)["Credentials"]

    try:
        keys = estate.short_deadline(doing).patiently(call)
    except EngineError as error:
        if error.denied:
            detail = f"{error.detail}\n{explanation(estate, role)}"
            raise Refused(doing, detail, reason=error.reason, code=error.code) from error
        if error.code == "ValidationError" and "DurationSeconds" in error.detail:
            error.attribute = "duration_seconds"
        elif error.code in ("MalformedPolicyDocument", "PackedPolicyTooLarge"):
            error.attribute = "policy"
        raise
    return MemberCredentials(
        account_id=role.account_id,
        side=role.side,
        partition=PARTITION_OF_SIDE[role.side],
        access_key_id=keys["AccessKeyId"],
        secret_access_key=keys["SecretAccessKey"],
        session_token=keys["SessionToken"],
        expiration=keys["Expiration"],
    )


@needs(MEMBER, "sts:GetCallerIdentity")
def prove(estate: Estate, role: MemberRole, keys: MemberCredentials) -> Identity:
    """Ask STS, with these credentials, who they are. Raises WrongCredentials when they lead to another account."""
    doing = f"asking STS who the credentials for {role.side} account {role.account_id} are"
    own = trusted_session(estate, role.side)
    given = replace(
        own.credential_set,
        access_key=keys.access_key_id,
        secret_key=keys.secret_access_key,
        token=keys.session_token,
        assume_role=(),
    )
    session = AwsSession(given)
    try:
        who = estate.short_deadline(doing).patiently(session.identity)
    except EngineError as error:
        error.title = doing
        raise
    if who.account_id != role.account_id:
        raise WrongCredentials(doing, f"{role.arn} led to account {who.account_id} ({who.arn}), not to it.")
    return who


def account_of_pair(estate: Estate, email: str, side: Side) -> str:
    """Return the id of one half of the pair with that email. Raises NotFound when no such pair exists (yet)."""
    from custom_resources.engine.account_pairs import find_pair

    pair = find_pair(estate, email=email)
    if pair is None:
        raise NotFound(
            f"getting credentials for the {side} account of {email}",
            f"The commercial organization has no account pair with the email {email}: it is not made yet, or made "
            "elsewhere.",
            attribute="email",
        )
    return pair.commercial_account_id if side == "commercial" else pair.govcloud_account_id
