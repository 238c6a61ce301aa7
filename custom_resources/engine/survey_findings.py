"""What a survey shows that its operator should know: a pure function of the survey."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from custom_resources.engine.finding import Finding, in_a_line, in_order
from custom_resources.engine.model import CLOSED_STATES, UNREADABLE
from custom_resources.engine.rules import OWN_TAGS
from custom_resources.engine.survey_model import PairLink, Survey, SurveyedAccount
from custom_resources.engine.trail_findings import trail_findings


def survey_findings(survey: Survey) -> tuple[Finding, ...]:
    """Return every finding, the worst first. What was not read is told once, and nothing is concluded from it."""
    return in_order(_findings(survey))


def _findings(survey: Survey) -> Iterator[Finding]:
    for pair in survey.pairs:
        yield from _of_pair(survey, pair)
    yield from _unpaired(survey)
    yield from _foreign(survey)
    yield from _not_told(survey)
    yield from trail_findings(survey)


def name_of(survey: Survey, account_id: str) -> str:
    """Say which account it is: its name and id, or those of the half that has a name."""
    account = survey.accounts.get(account_id) or survey.accounts.get(survey.halves.get(account_id, ""))
    return f"{account.name} ({account_id})" if account else account_id


def _of_pair(survey: Survey, pair: PairLink) -> Iterator[Finding]:
    ids = (pair.commercial_account_id, pair.govcloud_account_id)
    commercial, govcloud = survey.accounts.get(ids[0]), survey.accounts.get(ids[1])
    states = (commercial.state if commercial else UNREADABLE, govcloud.state if govcloud else pair.govcloud_state)
    name = f"The pair {commercial.name if commercial else ids[0]} ({ids[0]}, {ids[1]})"
    yield from _of_states(name, ids, states)
    manages = ids[0] == survey.commercial.management_account_id
    if govcloud is None and survey.govcloud and states[0] not in CLOSED_STATES and not manages:
        some = " that were read" if survey.unread else ""
        yield Finding(
            "govcloud_not_joined",
            "note" if survey.unread else "problem",
            ids,
            f"{name}: its GovCloud account is in none of the GovCloud organizations{some}.",
            f"Let it join: `govpair invite --account-id {ids[1]}`, then `govpair accept --account-id {ids[1]}`; or "
            "declare it in the organization file."
            if not survey.unread
            else "Look first whether it is in an organization that was not read; an account is in one only.",
        )
    if commercial and govcloud:
        yield from _of_halves(name, commercial, govcloud)


def _of_states(name: str, ids: tuple[str, str], states: tuple[str, str]) -> Iterator[Finding]:
    closed = [state in CLOSED_STATES for state in states]
    if states[1] == UNREADABLE:
        yield Finding(
            "govcloud_state_not_told",
            "note",
            ids,
            f"{name}: AWS does not tell the state of its GovCloud account.",
            "Allow account:GetGovCloudAccountInformation, with trusted access for account.amazonaws.com.",
        )
    elif states[0] != states[1]:
        yield Finding(
            "states_differ",
            "problem",
            ids,
            f"{name}: the commercial account is {states[0]}, the GovCloud account {states[1]}.",
            "Closing the commercial account closes both, in minutes; a difference that stays is one for AWS Support.",
        )
    if any(closed):
        which = "both halves are" if all(closed) else f"the {'commercial' if closed[0] else 'GovCloud'} half is"
        yield Finding(
            "suspended",
            "warning",
            ids,
            f"{name}: {which} closed or being closed ({', '.join(sorted(set(states)))}).",
            "For 90 days AWS Support can reopen it. After that, take it out of the organization file and the state.",
        )


def _of_halves(name: str, commercial: SurveyedAccount, govcloud: SurveyedAccount) -> Iterator[Finding]:
    ids = (commercial.id, govcloud.id)
    if commercial.name != govcloud.name:
        yield Finding(
            "names_differ",
            "note",
            ids,
            f"{name}: the commercial account is called {commercial.name}, the GovCloud account {govcloud.name}.",
            "Rename one of them; a pair in the organization file has one name for both.",
        )
    if commercial.tags is None or govcloud.tags is None:
        return
    one, other = own_tags(commercial.tags), own_tags(govcloud.tags)
    differing = sorted(key for key in one.keys() | other.keys() if one.get(key) != other.get(key))
    if differing:
        said = "; ".join(f"{key}: {_value(one, key)} and {_value(other, key)}" for key in differing)
        yield Finding(
            "tags_differ",
            "warning",
            ids,
            f"{name}: its tags differ (commercial and GovCloud): {said}.",
            "Tags given at creation land on the commercial account only; declare the pair's tags, and both get them.",
        )


def own_tags(tags: Mapping[str, str]) -> dict[str, str]:
    """Return the tags that people gave, without the marker and the claims."""
    return {key: value for key, value in tags.items() if key not in OWN_TAGS}


def _value(tags: Mapping[str, str], key: str) -> str:
    return f'"{tags[key]}"' if key in tags else "none"


def _unpaired(survey: Survey) -> Iterator[Finding]:
    untold = {each.commercial_account_id for each in survey.untold}
    for account in survey.commercial.accounts:
        if account.id not in survey.halves and account.id not in untold:
            yield Finding(
                "not_paired",
                "note",
                (account.id,),
                f"The commercial account {account.name} ({account.id}) has no GovCloud half.",
                "Nothing, where it is a commercial account only: a half can't be added to an account that exists.",
            )


def _foreign(survey: Survey) -> Iterator[Finding]:
    perhaps = " It may be the half of an account of which AWS tells nothing." if survey.untold else ""
    for organization in survey.govcloud:
        for account in organization.accounts:
            if account.id not in survey.halves:
                yield Finding(
                    "foreign",
                    "warning",
                    (account.id,),
                    f"The GovCloud account {account.name} ({account.id}) in {organization.id} belongs to no account of "
                    f"the commercial organization.{perhaps}",
                    "Find out whose it is: its commercial half is in another organization, or has left this one.",
                )


def _not_told(survey: Survey) -> Iterator[Finding]:
    for each in survey.untold:
        yield Finding(
            "pair_not_told",
            "warning",
            (each.commercial_account_id,),
            f"AWS does not tell whether {name_of(survey, each.commercial_account_id)} has a GovCloud half: "
            f"{in_a_line(each.why)}",
            "Enable trusted access for account.amazonaws.com and allow account:GetGovCloudAccountInformation.",
        )
    for unread in survey.unread:
        yield Finding(
            "not_read",
            "warning",
            (),
            f"The GovCloud organization of the credential set {unread.organization} was not read: "
            f"{in_a_line(unread.why)}",
            "Give its management account's credentials, and run again.",
        )
