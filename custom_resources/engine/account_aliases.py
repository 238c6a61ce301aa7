"""The alias of a member account, which is its sign-in URL: given and verified, read truthfully, deleted on request.

An account has one alias at most, and CreateAccountAlias overwrites it; an alias is unique in its partition (IAM User
Guide, "Use an alias for your AWS account ID"). So the engine looks first: the alias asked for is taken up where the
account has it already, and one that nobody said may go is never overwritten. IAM is eventually consistent (IAM User
Guide, "Troubleshoot IAM"), so what is seen once is looked at again before it is believed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from custom_resources.engine import rules
from custom_resources.engine.calls import calling
from custom_resources.engine.checks import check
from custom_resources.engine.errors import EngineError, Refused
from custom_resources.engine.estate import SHORT
from custom_resources.engine.member_role import SET_OF_SIDE, MemberRole
from custom_resources.engine.member_session import MEMBER, await_member_session, member_session
from custom_resources.engine.permissions import needs

if TYPE_CHECKING:
    from custom_resources.engine.estate import Estate
    from custom_resources.engine.polling import Deadline
    from custom_resources.engine.session import AwsSession


@dataclass(frozen=True)
class AliasRequest:
    """An alias as declared. replaces: the only other alias that may be overwritten by it; None for none."""

    role: MemberRole
    alias: str
    replaces: str | None = None

    def check(self, doing: str) -> None:
        """Raise Invalid, naming the attribute, for what IAM would refuse."""
        self.role.check(doing)
        check(doing, "alias", rules.account_alias, self.alias)


class AliasCalls:
    """The calls to IAM of one member account, each with its permission."""

    def __init__(self, session: AwsSession, account_id: str) -> None:
        self.session, self.account_id = session, account_id
        self._client = session.client("iam")

    @needs(MEMBER, "iam:ListAccountAliases")
    def find(self) -> str | None:
        """Return the account's alias; None for none."""
        with calling(f"reading the alias of account {self.account_id}", self.session):
            pages = self._client.get_paginator("list_account_aliases").paginate()
            return next((alias for page in pages for alias in page["AccountAliases"]), None)

    @needs(MEMBER, "iam:CreateAccountAlias")
    def create(self, alias: str) -> None:
        """CreateAccountAlias, which overwrites the account's present alias."""
        with calling(f"giving account {self.account_id} the alias {alias}", self.session):
            self._client.create_account_alias(AccountAlias=alias)

    @needs(MEMBER, "iam:DeleteAccountAlias")
    def delete(self, alias: str) -> None:
        """DeleteAccountAlias."""
        with calling(f"deleting the alias {alias} of account {self.account_id}", self.session):
            self._client.delete_account_alias(AccountAlias=alias)


def put_alias(estate: Estate, request: AliasRequest, timeout: float) -> bool:
    """Give the account the alias, and look whether IAM shows it; return whether it had it already.

    Waits for the role, within the timeout. Raises Refused when the account has an alias that may not be overwritten, or
    when another account has the one asked for; TimedOut, Stopped.
    """
    account_id = request.role.account_id
    doing = f"giving {request.role.side} account {account_id} the alias {request.alias}"
    request.check(doing)
    estate.verify(SET_OF_SIDE[request.role.side])
    deadline = estate.deadline(doing, timeout, "Run again to go on: it looks first.")
    calls = AliasCalls(await_member_session(estate, request.role, deadline), account_id)
    found = _seen(calls, deadline, request.alias, request.replaces, None)
    if found == request.alias:
        return True
    if found not in (None, request.replaces):
        raise _another(deadline.doing, account_id, found, request)
    _create(calls, deadline, request.alias)
    seen = _seen(calls, deadline, request.alias)
    if seen != request.alias:
        raise Refused(
            doing,
            f"CreateAccountAlias succeeded, but IAM still shows {_said(seen)}. Run again; it looks first.",
            attribute="alias",
        )
    return False


def read_alias(estate: Estate, role: MemberRole) -> str | None:
    """Return the account's alias as IAM shows it, or None when it has none."""
    doing = f"reading the alias of {role.side} account {role.account_id}"
    role.check(doing)
    estate.verify(SET_OF_SIDE[role.side])
    deadline = estate.short_deadline(doing)
    calls = AliasCalls(member_session(estate, role, deadline), role.account_id)
    return deadline.patiently(calls.find)


def delete_alias(estate: Estate, role: MemberRole, alias: str, timeout: float = SHORT) -> str | None:
    """Delete the account's alias, if it is this one; return the other that it has instead, which stays."""
    doing = f"deleting the alias {alias} of {role.side} account {role.account_id}"
    role.check(doing)
    estate.verify(SET_OF_SIDE[role.side])
    deadline = estate.deadline(doing, timeout)
    calls = AliasCalls(member_session(estate, role, deadline), role.account_id)
    found = deadline.patiently(calls.find)
    if found == alias:
        deadline.heed_stop("nothing was sent yet")
        try:
            deadline.patiently(lambda: calls.delete(alias))
        except EngineError as error:
            # Our own call whose answer was lost, or another's? Then the account shows it no more.
            if error.code != "NoSuchEntity" or _seen(calls, deadline, None) == alias:
                raise
        return None
    return found


def _seen(calls: AliasCalls, deadline: Deadline, *expected: str | None) -> str | None:
    """Look until IAM shows one of the expected; what it showed last, if it never does."""
    last: list[str | None] = [None]

    def look() -> tuple[list[str | None] | None, str]:
        last[:] = [deadline.patiently(calls.find)]
        return (last if last[0] in expected else None), f"IAM shows {_said(last[0])}"

    deadline.until("look", look)
    return last[0]


def _create(calls: AliasCalls, deadline: Deadline, alias: str) -> None:
    deadline.heed_stop("nothing was sent yet")
    try:
        deadline.patiently(lambda: calls.create(alias))
    except EngineError as error:
        # Our own call whose answer was lost, asked again by botocore? Then the account shows it, else it is another's.
        if error.code != "EntityAlreadyExists" or _seen(calls, deadline, alias) != alias:
            raise


def _another(doing: str, account_id: str, found: str | None, request: AliasRequest) -> Refused:
    expected = "none" if request.replaces is None else f"the alias {request.replaces}"
    return Refused(
        doing,
        f"Account {account_id} has the alias {found} already, where {expected} was expected. An account has one alias: "
        "this would overwrite it, its sign-in URL would end, and anybody could take the name. Nothing was changed. "
        f'Give alias = "{found}", or have {found} deleted first, if it is used no more.',
        attribute="alias",
    )


def _said(alias: str | None) -> str:
    return "no alias" if alias is None else f"the alias {alias}"
