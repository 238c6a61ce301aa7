"""Reading account pairs: one by its commercial id, one by what is known of it, or all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from custom_resources.engine import rules
from custom_resources.engine.checks import check
from custom_resources.engine.errors import Elsewhere, EngineError, Invalid, NotFound, Refused
from custom_resources.engine.govcloud_half import GovCloudHalf, govcloud_half
from custom_resources.engine.journal import Journal
from custom_resources.engine.model import AccountPair
from custom_resources.engine.organization import (
    MemberAccount,
    describe_account,
    list_accounts,
    organization_of,
    parent_of,
    tags_of,
)
from custom_resources.engine.requests import request_for_account

if TYPE_CHECKING:
    from custom_resources.engine.estate import Estate


def read_pair(
    estate: Estate, commercial_account_id: str, with_tags: bool = True, known_govcloud_id: str | None = None
) -> AccountPair:
    """Read a pair truthfully. A suspended or closed pair is returned with its states, not called gone.

    known_govcloud_id: used where AWS does not tell the id (rule 6). Without `with_tags`, `tags` is empty and `owner`
    None. Raises Elsewhere (made here, no member any more), NotFound (AWS does not know it here), Refused (not
    readable); each with the ways out.
    """
    doing = f"reading the account pair of commercial account {commercial_account_id}"
    check(doing, "commercial_account_id", rules.account_id, commercial_account_id)

    def look() -> AccountPair:
        account = describe_account(estate.commercial, commercial_account_id)
        if account is None:
            raise missing(estate, doing, commercial_account_id)
        return assemble(estate, account, govcloud_half(estate, account.id, known_govcloud_id), with_tags=with_tags)

    return estate.short_deadline(doing).patiently(look)


def in_organization(estate: Estate, account_arn: str) -> bool:
    """Whether the commercial organization is the one that the account with this ARN was read in."""
    deadline = estate.short_deadline(f"reading the organization of {account_arn}")
    organization = deadline.patiently(lambda: organization_of(estate, estate.commercial))
    return account_arn.split("/")[1:2] == [organization.id]


def assemble(estate: Estate, account: MemberAccount, half: GovCloudHalf, *, with_tags: bool = True) -> AccountPair:
    """Put a pair together from its commercial account and its GovCloud half; reads the parent and the tags."""
    tags = tags_of(estate.commercial, account.id) if with_tags else {}
    return AccountPair(
        email=account.email,
        name=account.name,
        commercial_account_id=account.id,
        govcloud_account_id=half.account_id,
        commercial_arn=account.arn,
        govcloud_arn=f"arn:aws-us-gov:iam::{half.account_id}:root",
        commercial_state=account.state,
        govcloud_state=half.state,
        parent_id=account.parent_id or parent_of(estate.commercial, account.id),
        tags={key: value for key, value in tags.items() if key != rules.OWNER_MARKER},
        owner=tags.get(rules.OWNER_MARKER),
        joined_timestamp=account.joined_timestamp,
        joined_method=account.joined_method,
    )


def missing(estate: Estate, doing: str, account_id: str) -> EngineError:
    """Return the error for an account that the commercial organization doesn't know: Elsewhere, or NotFound."""
    request = None
    why = ""
    try:
        request = request_for_account(estate, commercial_account_id=account_id)
    except EngineError as error:
        why = f" (the creation requests could not be read either: {error.detail})"
    ways = (
        "Ways out: check that the credential set commercial is the right management account; bring the account back "
        "into the organization; or, when it is really gone, take it out of the state with a `removed` block or "
        "`terraform state rm` (nothing in AWS is changed by that)."
    )
    if request is not None:
        return Elsewhere(
            doing,
            f"Account {account_id} was made here (request {request.id}, GovCloud account "
            f"{request.govcloud_account_id or 'not told'}) but is not a member of this organization any more "
            "(DescribeAccount answers AccountNotFoundException): it left, was removed, or was closed more than 90 days "
            f"ago. {ways}",
            commercial_account_id=account_id,
            govcloud_account_id=request.govcloud_account_id,
            code="AccountNotFoundException",
        )
    return NotFound(
        doing,
        f"The organization of the credential set commercial has no account {account_id}{why} "
        "(DescribeAccount answers AccountNotFoundException). It may be in another "
        f"organization, or closed for good. {ways}",
        commercial_account_id=account_id,
        code="AccountNotFoundException",
    )


def account_by_email(estate: Estate, email: str) -> MemberAccount | None:
    """Return the commercial member with that email, or None; follows every page."""
    return next(
        (account for account in list_accounts(estate.commercial) if rules.same_email(account.email, email)), None
    )


def find_pair(
    estate: Estate,
    *,
    email: str | None = None,
    account_id: str | None = None,
    govcloud_account_id: str | None = None,
    name: str | None = None,
) -> AccountPair | None:
    """Return the pair known by exactly one of email, commercial id, GovCloud id or name; None when there is none.

    Raises Refused when a name fits several accounts, and for an account that is not paired.
    """
    given = [value for value in (email, account_id, govcloud_account_id, name) if value]
    if len(given) != 1:
        raise Invalid("finding an account pair", "Give exactly one of email, account_id, govcloud_account_id and name.")
    doing = f"finding account pair {given[0]}"
    if account_id:
        check(doing, "account_id", rules.account_id, account_id)
    if govcloud_account_id:
        check(doing, "govcloud_account_id", rules.account_id, govcloud_account_id)

    def look() -> AccountPair | None:
        if name:
            return _find_by_name(estate, name)
        if govcloud_account_id:
            return _find_by_govcloud_id(estate, govcloud_account_id)
        account = account_by_email(estate, email) if email else describe_account(estate.commercial, given[0])
        return _paired(estate, account) if account else None

    return estate.short_deadline(doing).patiently(look)


def _find_by_name(estate: Estate, name: str) -> AccountPair | None:
    accounts = [account for account in list_accounts(estate.commercial) if account.name == name]
    if len(accounts) > 1:
        ids = ", ".join(f"{account.id} ({account.email})" for account in accounts)
        raise Refused(
            f"finding account pair {name}", f"{len(accounts)} accounts have this name: {ids}. Give the email."
        )
    return _paired(estate, accounts[0]) if accounts else None


def _find_by_govcloud_id(estate: Estate, govcloud_account_id: str) -> AccountPair | None:
    # No call goes from GovCloud to commercial (aws-facts), so: the creation requests first, then one by one.
    try:
        request = request_for_account(estate, govcloud_account_id=govcloud_account_id)
    except Refused:
        request = None  # not permitted: the accounts themselves may still tell
    if request is not None and request.commercial_account_id:
        account = describe_account(estate.commercial, request.commercial_account_id)
        if account is not None:
            return assemble(estate, account, govcloud_half(estate, account.id, govcloud_account_id))
    journal = Journal(estate)
    untold: Refused | None = None
    for account in list_accounts(estate.commercial):
        try:
            half = govcloud_half(estate, account.id, journal=journal)
        except NotFound:
            continue
        except Refused as error:
            untold = error
            continue
        if half.account_id == govcloud_account_id:
            return assemble(estate, account, half)
    if untold is not None:  # it may be one of those: not to be called absent
        raise untold
    return None


def _paired(estate: Estate, account: MemberAccount) -> AccountPair:
    try:
        half = govcloud_half(estate, account.id)
    except NotFound as error:
        raise Refused(
            f"reading the account pair of commercial account {account.id}",
            f"Account {account.id} ({account.email}) is in the organization but has no GovCloud half ({error.detail}) "
            "Only CreateGovCloudAccount makes one; an existing account gets one by signing up for GovCloud.",
            commercial_account_id=account.id,
            code=error.code,
        ) from error
    return assemble(estate, account, half)
