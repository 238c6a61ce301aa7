"""What of a reseller's estate an organization file can say: its customers, each with a GovCloud organization."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from custom_resources.engine.credentials import CredentialSet
from custom_resources.engine.organization_settings import OrganizationSettings
from custom_resources.engine.survey_model import Survey, Unit
from custom_resources.scripts.discovery.choice import (
    by_name,
    commercial_changes,
    paired_with,
    refuse_without_all_features,
    unknown_types,
)
from custom_resources.scripts.discovery.model import (
    CustomersOwn,
    Discovery,
    FoundOrganization,
    FoundPair,
    LeftOut,
    NotExpressible,
)
from custom_resources.scripts.discovery.pairs import Problem, Sorted, Sorter, foreign_members
from custom_resources.scripts.discovery.places import Place, unit_words


@dataclass(frozen=True)
class ReadCustomer:
    """A customer's organization as it was reached: by these credentials, as this account."""

    credentials: CredentialSet
    account_id: str
    settings: OrganizationSettings


def choose_customers(
    survey: Survey,
    settings: OrganizationSettings,
    customers: Mapping[str, ReadCustomer],
    unread: Mapping[str, str],
    paired_account_id: str,
    owner: str,
    policy_types: frozenset[str],
) -> Discovery:
    """Take over what a reseller's file can say; everything else is left out, with the reason.

    settings: the commercial organization's. unread: why a customer's organization wasn't read, by name.
    Raises NotExpressible where no customer can be in the file, or the paired account is another one.
    """
    if problem := paired_with(survey, paired_account_id):
        raise NotExpressible(
            f"The credential set govcloud_paired is of account {paired_account_id}. The GovCloud accounts of the pairs "
            f"can only be entered {problem}"
        )
    refuse_without_all_features(survey.commercial)
    why_not = dict(unread)
    places = {name: place for name, each in sorted(customers.items()) if (place := _place(survey, name, each, why_not))}
    made = Sorter(survey, list(places.values()), owner).sort(_not_joined(why_not))
    organizations = [
        each
        for name, place in places.items()
        if (each := _organization(place, customers[name], made, why_not)) is not None
    ]
    if not organizations:
        reasons = " ".join(f"{name}: {why}" for name, why in sorted(why_not.items()))
        raise NotExpressible(f"No customer can be in the file as it is. {reasons}")
    there = [places[each.name] for each in organizations]
    left_out = [
        *(LeftOut("customer", name, why) for name, why in why_not.items()),
        *made.left_out,
        *(each for place in there for each in (*place.left_out(), *foreign_members(survey, place))),
        *_of_no_customer(survey, there),
    ]
    return Discovery(
        commercial=survey.commercial,
        settings=settings,
        organizations=tuple(organizations),
        left_out=tuple(sorted(left_out)),
        would_change=(
            *commercial_changes(survey.commercial, settings, policy_types),
            *(line for each in organizations for line in unknown_types(f"{each.name}'s", each.settings, policy_types)),
        ),
        outside=by_name(made.outside),
        differences=tuple(made.differences),
    )


def _place(survey: Survey, name: str, customer: ReadCustomer, why_not: dict[str, str]) -> Place | None:
    """Where the customer's pairs are; None where the file can't say that, and then ``why_not`` has the reason."""
    organization = next((each for each in survey.govcloud if each.management_account_id == customer.account_id), None)
    base = _own_unit(survey, name)
    if organization is None:
        why_not[name] = f"Account {customer.account_id}, which its credentials are of, manages no organization."
    elif organization.feature_set != "ALL":
        why_not[name] = f"Its organization {organization.id} has the feature set {organization.feature_set}, not ALL."
    elif base is None:
        why_not[name] = (
            f"The commercial organization has no organizational unit {name} directly below the root, where the file "
            "has its accounts. Give the customer its unit's name; one with more than a-z, 0-9 and - is renamed first."
        )
    else:
        return Place(name, survey.commercial, organization, base)
    return None


def _own_unit(survey: Survey, name: str) -> Unit | None:
    root = survey.commercial.root_id
    return next((each for each in survey.commercial.units if each.parent_id == root and each.name == name), None)


def _not_joined(why_not: Mapping[str, str]) -> dict[str, Problem]:
    elsewhere = (
        "Its GovCloud account is in none of the organizations that were read. If it is in another customer's, name "
        "that with --customer-organization; else a plan would invite it."
    )
    kind = "pair of a customer that is left out"
    return {"": ("pair that is not joined", elsewhere)} | {
        name: (kind, f"It is in the organizational unit of {name}. {why}") for name, why in why_not.items()
    }


def _organization(
    place: Place, customer: ReadCustomer, made: Sorted, why_not: dict[str, str]
) -> FoundOrganization | None:
    """The customer as the file says it; None where its management pair can't be in the file: nor can its others."""
    pairs = made.found.pop(place.name, [])
    manager = place.govcloud.management_account_id
    managing = next((each for each in pairs if each.govcloud_account_id == manager), None)
    if managing is not None:
        own = CustomersOwn(place.base.id if place.base else "", managing.name, customer.credentials)
        return FoundOrganization(place.name, place.govcloud, customer.settings, by_name(pairs), tuple(place.units), own)
    why_not[place.name] = (
        f"Its organization {place.govcloud.id} is managed by account {manager}, and the file can't say the pair of "
        "that account: it is left out, or AWS doesn't tell of it."
    )
    made.outside += pairs
    made.left_out += [_without_customer(each, place.name) for each in pairs]
    return None


def _without_customer(pair: FoundPair, name: str) -> LeftOut:
    what = f"{pair.name} ({pair.commercial_account_id} and {pair.govcloud_account_id})"
    return LeftOut("pair of a customer that is left out", what, f"It is in the GovCloud organization of {name}.")


def _of_no_customer(survey: Survey, places: list[Place]) -> Iterator[LeftOut]:
    known = {each.govcloud.id for each in places}
    for organization in survey.govcloud:
        if organization.id not in known:
            what = f"{organization.id} (managed by {organization.management_account_id})"
            yield LeftOut("GovCloud organization of no customer", what, "A reseller's file has its customers' alone.")
    theirs = {each for place in places for each in place.commercial_ids}
    for unit in survey.commercial.units:
        if unit.id not in theirs:
            why = "A reseller's file has its customers' units alone, each below one of the customer's name."
            what = unit_words(unit, survey.commercial)
            yield LeftOut("organizational unit of no customer", what, why)
