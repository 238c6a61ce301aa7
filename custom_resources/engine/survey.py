"""A survey: one reading of both partitions, from which reports and findings are made. Changes nothing.

What it costs, at AWS's rates: 20 accounts a page at 8 pages a second, a call for each unit, one for the GovCloud half
of each commercial account, and with tags one for each account at 10 a second (Q).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING

from custom_resources.engine.errors import NotFound, Refused
from custom_resources.engine.inventory import INVENTORY_SECONDS, half_or_refusal
from custom_resources.engine.journal import Journal
from custom_resources.engine.model import DEFAULT_ROLE_NAME, UNREADABLE
from custom_resources.engine.organization_survey import survey_organization
from custom_resources.engine.survey_model import (
    PairLink,
    Survey,
    SurveyedAccount,
    SurveyedOrganization,
    Unread,
    Untold,
)

if TYPE_CHECKING:
    from custom_resources.engine.estate import Estate
    from custom_resources.engine.polling import Deadline
    from custom_resources.engine.session import AwsSession

NOT_CONFIGURED = "No credentials of the GovCloud organization's management account were given."
NOBODY: Mapping[str, AwsSession] = MappingProxyType({})
"""No customers."""


def survey(
    estate: Estate,
    *,
    with_tags: bool = True,
    with_trails: bool = False,
    customers: Mapping[str, AwsSession] = NOBODY,
    role_name: str = DEFAULT_ROLE_NAME,
    seconds: float = INVENTORY_SECONDS,
    taken_at: datetime | None = None,
) -> Survey:
    """Read both partitions; the GovCloud side where it is configured, and told as unread where it can't be.

    customers: the management accounts of further GovCloud organizations (a reseller's), by name. with_trails: assume
    `role_name` in each account that is active, on both sides, and read its trails. seconds: for all of it.
    Raises what AWS answers on the commercial side, Unreachable or WrongCredentials on either, Stopped and TimedOut.
    """
    deadline = estate.deadline("surveying both partitions", seconds, "Run again.")
    commercial = survey_organization(estate.commercial, deadline, with_tags=with_tags)
    govcloud, unread = _govcloud(estate, customers, deadline, with_tags=with_tags)
    pairs, untold = _pairs(estate, commercial, deadline)
    known = {account.id: account for organization in govcloud for account in organization.accounts}
    found = Survey(
        taken_at=(taken_at or datetime.now(UTC)).replace(microsecond=0),
        commercial=commercial,
        govcloud=govcloud,
        pairs=tuple(_with_state(pair, known.get(pair.govcloud_account_id)) for pair in pairs),
        untold=untold,
        unread=unread,
    )
    if not with_trails:
        return found
    from custom_resources.engine.trail_survey import survey_trails

    return replace(found, trails=survey_trails(estate, found, deadline, role_name))


def _govcloud(
    estate: Estate, customers: Mapping[str, AwsSession], deadline: Deadline, *, with_tags: bool
) -> tuple[tuple[SurveyedOrganization, ...], tuple[Unread, ...]]:
    organizations: dict[str, SurveyedOrganization] = {}
    unread = []
    own = estate.govcloud_management
    if not own.credential_set.configured and not customers:
        unread.append(Unread(own.name, NOT_CONFIGURED))
    theirs = [(f"customer {name}", session) for name, session in customers.items()]
    for name, session in [(own.name, own), *theirs]:
        if session is own and not own.credential_set.configured:
            continue
        try:
            found = survey_organization(session, deadline, with_tags=with_tags)
        except (NotFound, Refused) as error:
            unread.append(Unread(name, error.detail))
        else:
            organizations.setdefault(found.id, found)  # two sets may lead to the same one
    return tuple(organizations.values()), tuple(unread)


def _pairs(
    estate: Estate, commercial: SurveyedOrganization, deadline: Deadline
) -> tuple[tuple[PairLink, ...], tuple[Untold, ...]]:
    journal = Journal(estate)
    pairs, untold = [], []
    for number, account in enumerate(commercial.accounts, 1):
        if number % 20 == 0:
            deadline.progress(f"{deadline.doing}: GovCloud halves of {number} of {len(commercial.accounts)} accounts")
        half, refusal = half_or_refusal(estate, account.id, journal, deadline)
        if half is not None:
            pairs.append(PairLink(account.id, half.account_id, half.state, half.why))
        elif refusal:
            untold.append(Untold(account.id, refusal))
    return tuple(pairs), tuple(untold)


def _with_state(pair: PairLink, member: SurveyedAccount | None) -> PairLink:
    """Fill in the state that the GovCloud organization shows, where Account Management does not tell it."""
    return replace(pair, govcloud_state=member.state) if pair.govcloud_state == UNREADABLE and member else pair
