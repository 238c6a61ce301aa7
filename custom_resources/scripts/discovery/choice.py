"""What of an estate an organization file can say just as it is. A pure function of what was read; nothing is guessed.

The file has one tree for both sides, so an organizational unit is taken over where both sides have it, and a pair where
both its accounts are in the same one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from custom_resources.engine import rules
from custom_resources.engine.model import UNREADABLE
from custom_resources.engine.organization_settings import OrganizationSettings
from custom_resources.engine.survey_model import PairLink, Survey, SurveyedAccount, SurveyedOrganization, Unit
from custom_resources.scripts.discovery.model import Discovery, FoundPair, FoundUnit, LeftOut, NotExpressible

ACCOUNT_MANAGEMENT = "account.amazonaws.com"


def choose(
    survey: Survey,
    settings: tuple[OrganizationSettings, OrganizationSettings],
    owner: str,
    policy_types: frozenset[str],
) -> Discovery:
    """Take over what the file can say; everything else is left out, with the reason.

    settings: of the commercial and the GovCloud organization. policy_types: those that the file knows.
    Raises NotExpressible where the estate as a whole is none of a single company.
    """
    govcloud = one_govcloud(survey)
    left_out: list[LeftOut] = []
    units = _units(survey.commercial, govcloud, left_out)
    pairs = _pairs(survey, govcloud, owner, {unit.path for unit in units}, left_out)
    return Discovery(
        commercial=survey.commercial,
        govcloud=govcloud,
        settings=settings,
        pairs=tuple(pairs),
        units=tuple(units),
        left_out=tuple(sorted(left_out)),
        would_change=tuple(_would_change(survey.commercial, settings, policy_types)),
    )


def one_govcloud(survey: Survey) -> SurveyedOrganization:
    """The GovCloud organization of a single company. Raises NotExpressible where there is none, or another's."""
    if survey.unread or not survey.govcloud:
        why = " ".join(f"{each.organization}: {each.why}" for each in survey.unread)
        raise NotExpressible(
            f"The GovCloud organization could not be read, and without it nothing can be said of memberships. {why}"
        )
    commercial, govcloud = survey.commercial, survey.govcloud[0]
    expected = survey.halves.get(commercial.management_account_id)
    if expected != govcloud.management_account_id:
        untold = {each.commercial_account_id: each.why for each in survey.untold}
        why = untold.get(commercial.management_account_id, "AWS tells of none")
        seen = f"that is {expected}" if expected else " ".join(why.split()).rstrip(".")
        raise NotExpressible(
            f"The GovCloud organization {govcloud.id} is managed by account {govcloud.management_account_id}, and not "
            f"by the account paired with the commercial management account {commercial.management_account_id} ({seen})."
            " That is no single-company model: write a reseller's organization file by hand, and import its resources."
        )
    if commercial.feature_set != "ALL":
        raise NotExpressible(
            f"The commercial organization {commercial.id} has the feature set {commercial.feature_set}; govpair needs "
            "all features (EnableAllFeatures, in the console of Organizations)."
        )
    return govcloud


def _units(
    commercial: SurveyedOrganization, govcloud: SurveyedOrganization, left_out: list[LeftOut]
) -> list[FoundUnit]:
    sides = (_sayable(commercial, left_out), _sayable(govcloud, left_out))
    for here, there, organization in ((sides[0], sides[1], commercial), (sides[1], sides[0], govcloud)):
        for path, unit in here.items():
            if path not in there:
                other = "GovCloud" if organization is commercial else "commercial"
                why = f"The {other} organization has none at that path, and the file's tree is made on both sides."
                left_out.append(LeftOut("organizational unit of one side", _unit_words(unit, organization), why))
    return [FoundUnit(path, unit.id, sides[1][path].id) for path, unit in sides[0].items() if path in sides[1]]


def _sayable(organization: SurveyedOrganization, left_out: list[LeftOut]) -> dict[str, Unit]:
    """The units that the file can name, by path; a / parts the names of a path there."""
    found: dict[str, Unit] = {}
    ids: set[str] = {organization.root_id}
    for unit in sorted(organization.units, key=lambda each: each.path.count("/")):
        if "/" in unit.name or rules.ou_name(unit.name):
            why = "Its name has a /, which stands between the names of a path in the file: rename it."
            left_out.append(LeftOut("organizational unit with a /", _unit_words(unit, organization), why))
        elif unit.parent_id in ids:
            ids.add(unit.id)
            found[unit.path] = unit
    return dict(sorted(found.items(), key=lambda each: each[0].split("/")))


def _unit_words(unit: Unit, organization: SurveyedOrganization) -> str:
    return f"{unit.path} ({unit.id}, {_side(organization)})"


def _side(organization: SurveyedOrganization) -> str:
    return "commercial" if organization.partition == "aws" else "GovCloud"


class _Halves(NamedTuple):
    link: PairLink
    commercial: SurveyedAccount
    govcloud: SurveyedAccount | None

    @property
    def words(self) -> str:
        return f"{self.commercial.name} ({self.link.commercial_account_id} and {self.link.govcloud_account_id})"


def _pairs(
    survey: Survey, govcloud: SurveyedOrganization, owner: str, paths: set[str], left_out: list[LeftOut]
) -> list[FoundPair]:
    members = {each.id: each for each in govcloud.accounts}
    untold = {each.commercial_account_id: each.why for each in survey.untold}
    links = {each.commercial_account_id: each for each in survey.pairs}
    names: dict[str, str] = {}
    emails: dict[str, str] = {}
    found = []
    for account in sorted(survey.commercial.accounts, key=lambda each: each.id):
        if account.is_management:
            continue
        link = links.get(account.id)
        if link is None:
            left_out.append(_unpaired(account, untold.get(account.id)))
            continue
        halves = _Halves(link, account, members.get(link.govcloud_account_id))
        if problem := _problem(halves, owner, paths, names, emails):
            left_out.append(LeftOut(problem[0], halves.words, problem[1]))
            continue
        names[account.name], emails[account.email.casefold()] = account.id, account.id
        found.append(_found(halves))
    for member in govcloud.accounts:
        if member.id not in survey.halves and not member.is_management:
            why = "No account of the commercial organization is paired with it"
            why += ", as far as AWS tells (see the accounts of which it doesn't)." if untold else "."
            left_out.append(LeftOut("foreign GovCloud member", f"{member.name} ({member.id}, {member.state})", why))
    return sorted(found, key=lambda each: each.name)


def _unpaired(account: SurveyedAccount, untold: str | None) -> LeftOut:
    what = f"{account.name} ({account.id}, {account.state})"
    if untold is not None:
        return LeftOut("account of which AWS doesn't tell", what, untold)
    return LeftOut("unpaired account", what, "AWS says that it has no GovCloud account.")


def _problem(
    halves: _Halves, owner: str, paths: set[str], names: Mapping[str, str], emails: Mapping[str, str]
) -> tuple[str, str] | None:
    """Why the file can't say this pair, as (kind, sentence)."""
    link, account, member = halves
    if account.state != "ACTIVE" or link.govcloud_state not in ("ACTIVE", UNREADABLE):
        states = f"The commercial account is {account.state}, the GovCloud account {link.govcloud_state}."
        return "pair that is not active", states
    if member is None:
        why = "Its GovCloud account is no member of the GovCloud organization: a plan would invite it."
        return "pair that is not joined", why
    if (marked := (account.tags or {}).get(rules.OWNER_MARKER)) not in (None, owner):
        return "another owner's pair", f"Its tag {rules.OWNER_MARKER} is {marked}, not {owner}."
    if account.path != member.path:
        places = f"{account.path or 'the root'} on the commercial side, {member.path or 'the root'} in GovCloud"
        return "pair in two places", f"It is in {places}; the file has one organizational unit for both."
    if account.path and account.path not in paths:
        return "pair in a unit that is left out", f"It is in {account.path}, which is not in the file."
    for value, rule in (
        (account.name, rules.account_name),
        (account.email, rules.email),
        (_tags(account), _pair_tags),
        (_tags(member), _pair_tags),
    ):
        if problem := rule(value):
            return "pair that breaks a rule", problem
    if first := names.get(account.name):
        return (
            "pair with a name that is taken",
            f"{first} has it too; Terraform addresses are made of names: rename one.",
        )
    if first := emails.get(account.email.casefold()):
        return "pair with an email that is taken", f"{first} has it too, but for the case of letters."
    return None


def _pair_tags(value: object) -> str | None:
    return rules.tags(value, limit=rules.MAX_TAGS - 1)


def _tags(account: SurveyedAccount) -> dict[str, str]:
    return {key: value for key, value in sorted((account.tags or {}).items()) if key not in rules.OWN_TAGS}


def _found(halves: _Halves) -> FoundPair:
    link, account, member = halves
    assert member is not None  # else the pair has a problem
    tags, govcloud_tags = _tags(account), _tags(member)
    return FoundPair(
        name=account.name,
        email=account.email,
        commercial_account_id=account.id,
        govcloud_account_id=link.govcloud_account_id,
        organizational_unit=account.path,
        tags=tags,
        govcloud_tags=None if tags == govcloud_tags else govcloud_tags,
        id_told=not link.why,
    )


def _would_change(
    commercial: SurveyedOrganization,
    settings: tuple[OrganizationSettings, OrganizationSettings],
    policy_types: frozenset[str],
) -> Iterator[str]:
    if ACCOUNT_MANAGEMENT not in settings[0].trusted_services:
        yield (
            f"The commercial organization {commercial.id} doesn't trust {ACCOUNT_MANAGEMENT}; govpair needs it, so the "
            "first plan switches it on."
        )
    for side, each in zip(("commercial", "GovCloud"), settings, strict=True):
        for unknown in sorted(set(each.enabled_policy_types) - policy_types):
            yield (
                f"The {side} organization has the policy type {unknown} enabled, which the file can't say: the first "
                "plan switches it off."
            )
