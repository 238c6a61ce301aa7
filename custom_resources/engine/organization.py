"""The calls that both organizations share: accounts, parents, tags. One function per call, no decisions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from custom_resources.engine.calls import calling
from custom_resources.engine.errors import EngineError, Refused, WrongCredentials
from custom_resources.engine.model import Organization
from custom_resources.engine.permissions import BOTH_MANAGEMENT, needs
from custom_resources.engine.polling import Deadline
from custom_resources.engine.rules import OWN_TAGS

if TYPE_CHECKING:
    from custom_resources.engine.estate import Estate
    from custom_resources.engine.session import AwsSession


@dataclass(frozen=True)
class MemberAccount:
    """A member as DescribeAccount and ListAccounts show it. `parent_id` is "" where the answer has no `Paths`."""

    id: str
    arn: str
    email: str
    name: str
    state: str
    joined_method: str
    joined_timestamp: datetime | None
    parent_id: str


def member_from(answer: Mapping[str, Any], session: AwsSession) -> MemberAccount:
    """Read an Account; raises WrongCredentials when it is of another partition than the session."""
    # Status was retired on 2026-09-09 in favour of State; older endpoints only have Status.
    state = answer.get("State") or answer.get("Status") or "UNKNOWN"
    arn = str(answer.get("Arn", ""))
    if arn and arn.split(":")[1] != session.partition:
        raise WrongCredentials(
            f"reading account {answer['Id']}",
            f"The credential set {session.name} answers with {arn}, expected partition {session.partition}. "
            "Look at the set's keys and `endpoints`.",
        )
    return MemberAccount(
        id=answer["Id"],
        arn=arn,
        email=answer.get("Email", ""),
        name=answer.get("Name", ""),
        state=state,
        joined_method=answer.get("JoinedMethod", ""),
        joined_timestamp=answer.get("JoinedTimestamp"),
        parent_id=_parent_in(answer.get("Paths") or ()),
    )


def _parent_in(paths: Any) -> str:
    """Take the parent out of a path (M, new in 2026): o-ID/r-ID/ou-ID/ou-ID/ACCOUNT/."""
    for path in paths:
        parts = [part for part in str(path).split("/") if part.startswith(("r-", "ou-"))]
        if parts:
            return parts[-1]
    return ""


def organization_id_in(account_arn: str) -> str:
    """Take the organization's id out of a member's ARN: arn:PARTITION:organizations::MANAGEMENT:account/o-ID/ID (M)."""
    return account_arn.split("/")[1]


@needs(BOTH_MANAGEMENT, "organizations:DescribeAccount")
def describe_account(session: AwsSession, account_id: str) -> MemberAccount | None:
    """Return the member, or None when AWS does not know it in this organization."""
    try:
        with calling(f"reading account {account_id}", session):
            answer = session.organizations().describe_account(AccountId=account_id)
    except EngineError as error:
        if error.code == "AccountNotFoundException":
            return None
        raise
    return member_from(answer["Account"], session)


@needs(BOTH_MANAGEMENT, "organizations:ListAccounts")
def list_accounts(session: AwsSession) -> Iterator[MemberAccount]:
    """Yield every member. An empty page with a token is not the end (M), so the token alone decides."""
    more: dict[str, Any] = {}
    while True:
        with calling(f"listing the accounts of the organization of {session.name}", session):
            page = session.organizations().list_accounts(**more)
        for account in page.get("Accounts", []):
            yield member_from(account, session)
        if not page.get("NextToken"):
            return
        more = {"NextToken": page["NextToken"]}


@needs(BOTH_MANAGEMENT, "organizations:ListParents")
def parent_of(session: AwsSession, account_id: str) -> str:
    """Return the id of the root or organizational unit that holds the account."""
    more: dict[str, Any] = {}
    while True:
        with calling(f"reading the parent of account {account_id}", session):
            page = session.organizations().list_parents(ChildId=account_id, **more)
        for parent in page.get("Parents", []):
            return str(parent["Id"])
        if not page.get("NextToken"):
            return ""
        more = {"NextToken": page["NextToken"]}


@needs(BOTH_MANAGEMENT, "organizations:MoveAccount")
def move_account(
    session: AwsSession, deadline: Deadline, account_id: str, parent_id: str, known_source: str = ""
) -> str:
    """Put the account below the parent, if it is not there already; returns the parent it came from.

    known_source: where it was seen just now; looked up where that is not known, or proves wrong.
    """
    known = [known_source] if known_source else []
    seen: list[tuple[str, EngineError]] = []

    def attempt() -> tuple[str | None, str]:
        source = known.pop() if known else deadline.patiently(lambda: parent_of(session, account_id))
        if source == parent_id:
            return source, ""
        try:
            deadline.patiently(lambda: _move(session, account_id, source, parent_id))
        except EngineError as error:
            if error.code == "DestinationParentNotFoundException":
                error.attribute = "parent_id"
            # Another mover, or our own call whose answer was lost: look again.
            if error.code in ("SourceParentNotFoundException", "DuplicateAccountException"):
                seen.append((source, error))
                return None, f"account {account_id} is being moved: {error.code}"
            raise
        return source, ""

    source = deadline.until("look", attempt)
    if source is None:
        below, last = seen[-1]
        raise Refused(
            f"moving account {account_id} to {parent_id}",
            f"AWS refused the move {len(seen)} times, the account last seen below {below}. {last.detail}",
            reason=last.reason,
            code=last.code,
        )
    return source


def _move(session: AwsSession, account_id: str, source: str, parent_id: str) -> None:
    with calling(f"moving account {account_id} from {source} to {parent_id}", session):
        session.organizations().move_account(AccountId=account_id, SourceParentId=source, DestinationParentId=parent_id)


@needs(BOTH_MANAGEMENT, "organizations:ListTagsForResource")
def tags_of(session: AwsSession, resource_id: str) -> dict[str, str]:
    """Return all tags of an account, the marker among them; not those that AWS sets and nobody else can (`aws:`)."""
    tags: dict[str, str] = {}
    more: dict[str, Any] = {}
    while True:
        with calling(f"reading the tags of {resource_id}", session):
            page = session.organizations().list_tags_for_resource(ResourceId=resource_id, **more)
        found = page.get("Tags", [])
        tags.update({tag["Key"]: tag["Value"] for tag in found if not tag["Key"].lower().startswith("aws:")})
        if not page.get("NextToken"):
            return tags
        more = {"NextToken": page["NextToken"]}


@needs(BOTH_MANAGEMENT, "organizations:TagResource", "organizations:UntagResource")
def change_tags(
    session: AwsSession,
    deadline: Deadline,
    resource_id: str,
    desired: Mapping[str, str],
    previous: Mapping[str, str] | None,
    present: Mapping[str, str] | None = None,
) -> None:
    """Make the managed tags so: `desired` are set where they differ, `previous` ones no longer desired are removed.

    Tags that are in neither (other tools', the creation marker) stay untouched; None for `previous` is all that it has,
    but those of govpair. present: the tags that it has, where they were read just now.
    """
    if present is None:
        present = deadline.patiently(lambda: tags_of(session, resource_id))
    if previous is None:
        previous = {key: value for key, value in present.items() if key not in OWN_TAGS}
    gone = sorted(key for key in previous if key not in desired and key in present)
    new = {key: value for key, value in desired.items() if present.get(key) != value}

    def untag() -> None:
        with calling(f"removing the tags {', '.join(gone)} of {resource_id}", session):
            session.organizations().untag_resource(ResourceId=resource_id, TagKeys=gone)

    def tag() -> None:
        with calling(f"tagging {resource_id} with {', '.join(sorted(new))}", session):
            session.organizations().tag_resource(ResourceId=resource_id, Tags=as_aws(new))

    try:
        if gone:  # first, so that 50 changed keys never meet 50 old ones
            deadline.patiently(untag)
        if new:
            deadline.patiently(tag)
    except EngineError as error:
        error.attribute = error.attribute or "tags"
        raise


def as_aws(tags: Mapping[str, str]) -> list[Any]:
    """Write tags the way the API takes them."""
    return [{"Key": key, "Value": value} for key, value in sorted(tags.items())]


@needs(BOTH_MANAGEMENT, "organizations:DescribeOrganization")
def organization_of(estate: Estate, session: AwsSession) -> Organization:
    """Return the organization of a credential set; asked once per set, since it is allowed once a second."""
    known = estate.organizations.get(session.name)
    if known is not None:
        return known
    doing = f"reading the organization of {session.name}"
    with estate.one_at_a_time(doing):
        known = estate.organizations.get(session.name)
        if known is None:
            with calling(doing, session):
                answer = session.organizations().describe_organization()["Organization"]
            master = answer.get("MasterAccountId") or answer["MasterAccountArn"].split(":")[4]
            known = estate.organizations[session.name] = Organization(answer["Id"], answer["Arn"], master)
        return known
