"""What of an estate an organization file can say just as it is. Pure; nothing is guessed."""

from __future__ import annotations

from collections.abc import Iterator

from custom_resources.engine.organization_settings import OrganizationSettings
from custom_resources.engine.survey_model import Survey, SurveyedOrganization
from custom_resources.scripts.discovery.model import Discovery, FoundOrganization, FoundPair, NotExpressible
from custom_resources.scripts.discovery.pairs import Sorter, foreign_members
from custom_resources.scripts.discovery.places import Place

ACCOUNT_MANAGEMENT = "account.amazonaws.com"


def choose(
    survey: Survey,
    settings: tuple[OrganizationSettings, OrganizationSettings],
    owner: str,
    policy_types: frozenset[str],
    name: str,
) -> Discovery:
    """Take over what the file of a company can say; everything else is left out, with the reason.

    settings: of the commercial and the GovCloud organization. policy_types: those that the file knows. name: the
    GovCloud organization's in the file. Raises NotExpressible where the estate as a whole is none of a company.
    """
    place = Place(name, survey.commercial, one_govcloud(survey))
    made = Sorter(survey, [place], owner).sort()
    return Discovery(
        commercial=survey.commercial,
        settings=settings[0],
        organizations=(
            FoundOrganization(name, place.govcloud, settings[1], by_name(made.found.get(name, [])), tuple(place.units)),
        ),
        left_out=tuple(sorted([*place.left_out(), *made.left_out, *foreign_members(survey, place)])),
        would_change=(
            *commercial_changes(survey.commercial, settings[0], policy_types),
            *unknown_types("GovCloud", settings[1], policy_types),
        ),
        outside=by_name(made.outside),
        differences=tuple(made.differences),
    )


def by_name(pairs: list[FoundPair]) -> tuple[FoundPair, ...]:
    """The pairs in the order of the file."""
    return tuple(sorted(pairs, key=lambda each: each.name))


def one_govcloud(survey: Survey) -> SurveyedOrganization:
    """The GovCloud organization of a single company. Raises NotExpressible where there is none, or another's."""
    if survey.unread or not survey.govcloud:
        why = " ".join(f"{each.organization}: {each.why}" for each in survey.unread)
        raise NotExpressible(
            f"The GovCloud organization could not be read, and without it nothing can be said of memberships. {why}"
        )
    govcloud = survey.govcloud[0]
    if problem := paired_with(survey, govcloud.management_account_id):
        raise NotExpressible(
            f"The GovCloud organization {govcloud.id} is managed by account {govcloud.management_account_id}, and not "
            f"{problem} That is no single-company model: name the organization of each of a reseller's customers with "
            "--customer-organization NAME=PROFILE."
        )
    refuse_without_all_features(survey.commercial)
    refuse_without_all_features(govcloud)
    return govcloud


def paired_with(survey: Survey, govcloud_account_id: str) -> str | None:
    """What is wrong where that account isn't paired with the commercial management account; None where it is."""
    management = survey.commercial.management_account_id
    expected = survey.halves.get(management)
    if expected == govcloud_account_id:
        return None
    untold = {each.commercial_account_id: each.why for each in survey.untold}
    why = untold.get(management, "AWS tells of none")
    seen = f"that is {expected}" if expected else " ".join(why.split()).rstrip(".")
    return f"by the account paired with the commercial management account {management} ({seen})."


def refuse_without_all_features(organization: SurveyedOrganization) -> None:
    """Raise NotExpressible where an organization has consolidated billing only."""
    if organization.feature_set != "ALL":
        side = "commercial" if organization.partition == "aws" else "GovCloud"
        raise NotExpressible(
            f"The {side} organization {organization.id} has the feature set {organization.feature_set}; govpair needs "
            "all features (EnableAllFeatures, in the console of Organizations)."
        )


def commercial_changes(
    commercial: SurveyedOrganization, settings: OrganizationSettings, policy_types: frozenset[str]
) -> Iterator[str]:
    """What the first plan would change in the commercial organization all the same."""
    if ACCOUNT_MANAGEMENT not in settings.trusted_services:
        yield (
            f"The commercial organization {commercial.id} doesn't trust {ACCOUNT_MANAGEMENT}; govpair needs it, so the "
            "first plan switches it on."
        )
    yield from unknown_types("commercial", settings, policy_types)


def unknown_types(which: str, settings: OrganizationSettings, policy_types: frozenset[str]) -> Iterator[str]:
    """Policy types of an organization that the file can't say."""
    for unknown in sorted(set(settings.enabled_policy_types) - policy_types):
        yield (
            f"The {which} organization has the policy type {unknown} enabled, which the file can't say: the first "
            "plan switches it off."
        )
