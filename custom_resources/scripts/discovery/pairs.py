"""Which pairs the file can say just as they are, and why not the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from custom_resources.engine import rules
from custom_resources.engine.model import UNREADABLE
from custom_resources.engine.survey_model import PairLink, Survey, SurveyedAccount
from custom_resources.scripts.discovery.model import FoundPair, LeftOut
from custom_resources.scripts.discovery.places import Place

Problem = tuple[str, str]
"""Kind and sentence of something left out."""


@dataclass
class Sorted:
    """The pairs of an estate: by the name of their place, outside of the file, and left out."""

    found: dict[str, list[FoundPair]] = field(default_factory=dict)
    outside: list[FoundPair] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)


class Halves(NamedTuple):
    """A pair as a survey shows it. govcloud: as the member of an organization that was read."""

    link: PairLink
    commercial: SurveyedAccount
    govcloud: SurveyedAccount | None

    @property
    def words(self) -> str:
        """The pair as it is told."""
        return f"{self.commercial.name} ({self.link.commercial_account_id} and {self.link.govcloud_account_id})"


class Sorter:
    """Sorts the pairs of a survey to the places of an organization file."""

    def __init__(self, survey: Survey, places: list[Place], owner: str) -> None:
        self._survey, self._owner = survey, owner
        self._places = {each.govcloud.id: each for each in places}
        self._names: dict[str, str] = {}
        self._emails: dict[str, str] = {}

    def sort(self, not_joined: Mapping[str, Problem] | None = None) -> Sorted:
        """Sort them. not_joined: what is said of pairs in no organization, by the first name of their path."""
        made = Sorted()
        untold = {each.commercial_account_id: each.why for each in self._survey.untold}
        links = {each.commercial_account_id: each for each in self._survey.pairs}
        for account in sorted(self._survey.commercial.accounts, key=lambda each: each.id):
            if account.is_management:
                continue
            link = links.get(account.id)
            if link is None:
                made.left_out.append(_unpaired(account, untold.get(account.id)))
                continue
            halves = Halves(link, account, self._survey.accounts.get(link.govcloud_account_id))
            self._one(halves, made, not_joined or {})
        return made

    def _one(self, halves: Halves, made: Sorted, not_joined: Mapping[str, Problem]) -> None:
        account = halves.commercial
        if problem := self._problem(halves):
            made.left_out.append(LeftOut(problem[0], halves.words, problem[1]))
            return
        organization = self._survey.organization_of.get(halves.link.govcloud_account_id)
        place = self._places.get(organization.id) if organization else None
        if problem := self._misplaced(halves, place, not_joined):
            made.left_out.append(LeftOut(problem[0], halves.words, problem[1]))
            made.outside.append(found_pair(halves, account.path))
            return
        assert place is not None  # else the pair is misplaced
        self._names[account.name], self._emails[account.email.casefold()] = account.id, account.id
        path, manages = place.commercial_path(account) or "", _manages(halves, place)
        made.found.setdefault(place.name, []).append(found_pair(halves, path, manages=manages))
        made.differences += _differences(halves, manages=manages)

    def _problem(self, halves: Halves) -> Problem | None:
        """Why no resource can have this pair."""
        link, account, member = halves
        if account.state != "ACTIVE" or link.govcloud_state not in ("ACTIVE", UNREADABLE):
            states = f"The commercial account is {account.state}, the GovCloud account {link.govcloud_state}."
            return "pair that is not active", states
        if (marked := (account.tags or {}).get(rules.OWNER_MARKER)) not in (None, self._owner):
            return "another owner's pair", f"Its tag {rules.OWNER_MARKER} is {marked}, not {self._owner}."
        for value, rule in (
            (account.name, rules.account_name),
            (account.email, rules.email),
            (_tags(account), _pair_tags),
            (_tags(member) if member else {}, _pair_tags),
        ):
            if problem := rule(value):
                return "pair that breaks a rule", problem
        if first := self._names.get(account.name):
            why = f"{first} has it too; Terraform addresses are made of names: rename one."
            return "pair with a name that is taken", why
        if first := self._emails.get(account.email.casefold()):
            return "pair with an email that is taken", f"{first} has it too, but for the case of letters."
        return None

    def _misplaced(self, halves: Halves, place: Place | None, not_joined: Mapping[str, Problem]) -> Problem | None:
        """Why the file can't say where this pair is."""
        _, account, member = halves
        if member is None:
            usual = "Its GovCloud account is no member of the GovCloud organization: a plan would invite it."
            return (
                not_joined.get(account.path.split("/")[0]) or not_joined.get("") or ("pair that is not joined", usual)
            )
        if place is None:
            organization = self._survey.organization_of[member.id]
            why = f"It is in the GovCloud organization {organization.id}, which is not in the file."
            return "pair of an organization that is left out", why
        path, manages = place.commercial_path(account), _manages(halves, place)
        here = account.path or "the root"
        if path is None:
            why = (
                f"It is in {here} on the commercial side and in the GovCloud organization of {place.name}, whose pairs "
                f"the file has in the organizational unit {place.name}."
            )
            return "pair in two places", why
        if not manages and path != member.path:
            places = f"{here} on the commercial side, {member.path or 'the root'} in GovCloud"
            return "pair in two places", f"It is in {places}; the file has one organizational unit for both."
        if not place.has(account.parent_id, None if manages else member.parent_id):
            return "pair in a unit that is left out", f"It is in {here}, which is not in the file."
        return None


def _manages(halves: Halves, place: Place) -> bool:
    return halves.link.govcloud_account_id == place.govcloud.management_account_id


def foreign_members(survey: Survey, place: Place) -> Iterator[LeftOut]:
    """Members of a GovCloud organization that are half of no pair of the commercial one."""
    for member in place.govcloud.accounts:
        if member.id not in survey.halves and not member.is_management:
            why = "No account of the commercial organization is paired with it"
            why += ", as far as AWS tells (see the accounts of which it doesn't)." if survey.untold else "."
            yield LeftOut("foreign GovCloud member", f"{member.name} ({member.id}, {member.state})", why)


def _unpaired(account: SurveyedAccount, untold: str | None) -> LeftOut:
    what = f"{account.name} ({account.id}, {account.state})"
    if untold is not None:
        return LeftOut("account of which AWS doesn't tell", what, untold)
    return LeftOut("unpaired account", what, "AWS says that it has no GovCloud account.")


def _pair_tags(value: object) -> str | None:
    return rules.tags(value, limit=rules.MAX_TAGS - 1)


def _tags(account: SurveyedAccount) -> dict[str, str]:
    return {key: value for key, value in sorted((account.tags or {}).items()) if key not in rules.OWN_TAGS}


def _differences(halves: Halves, *, manages: bool) -> Iterator[str]:
    _, account, member = halves
    assert member is not None  # else the pair isn't found
    if member.name != account.name:
        yield f"{halves.words}: its GovCloud account is called {member.name}."
    if manages and _tags(member) != _tags(account):
        yield f"{halves.words}: its GovCloud account, which manages the organization, has other tags."


def found_pair(halves: Halves, path: str, *, manages: bool = False) -> FoundPair:
    """The pair as the file says it. manages: its GovCloud account manages the customer's organization."""
    link, account, member = halves
    tags = _tags(account)
    govcloud_tags = tags if member is None or manages else _tags(member)
    return FoundPair(
        name=account.name,
        email=account.email,
        commercial_account_id=account.id,
        govcloud_account_id=link.govcloud_account_id,
        organizational_unit=path,
        tags=tags,
        govcloud_tags=None if tags == govcloud_tags else govcloud_tags,
        id_told=not link.why,
    )
