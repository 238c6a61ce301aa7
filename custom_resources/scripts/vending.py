"""Vending many pairs: what is asked for each, and a bound on how many are made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from custom_resources.engine.errors import Invalid
from custom_resources.engine.model import BillingAccess, PairRequest
from custom_resources.scripts.credential_options import CredentialOptions
from custom_resources.scripts.membership_options import JoinOptions
from custom_resources.scripts.subjects import Subject
from custom_resources.scripts.values import tags_of

if TYPE_CHECKING:
    from custom_resources.engine.estate import Estate

COLUMNS = (
    "role_name",
    "iam_user_access_to_billing",
    "parent_id",
    "tag",
    "govcloud_parent_id",
    "govcloud_tag",
    "notes",
    "external_id",
)
"""Columns of a CSV file of pairs, beside `email` and `name`."""

MAX_NEW_PAIRS = 10
"""How many new pairs one command makes where nobody says: accounts can't be deleted, and a wrong file makes many."""


@dataclass(frozen=True)
class VendOptions:
    """What was asked for on the command line: for one pair, or for each of many that says nothing else."""

    role_name: str
    iam_user_access_to_billing: BillingAccess
    parent_id: str | None
    tags: Sequence[str]
    adopt_existing: bool
    join: JoinOptions


@dataclass(frozen=True)
class Wanted:
    """What is asked of the engine for one pair."""

    pair: PairRequest
    join: JoinOptions
    adopt_existing: bool


class Requests:
    """Makes of each account what is asked for it. Paths of organizational units are looked up, each level once."""

    def __init__(self, estate: Estate, options: VendOptions) -> None:
        from custom_resources.engine.unit_paths import UnitPaths

        self._estate, self._options = estate, options
        self._commercial = UnitPaths(estate.commercial)
        self._govcloud = UnitPaths(estate.govcloud_management)

    def of(self, subject: Subject) -> Wanted:
        """Return what is asked for. Raises NotFound when its organizational unit isn't there (yet)."""
        options, values = self._options, subject.values
        assert subject.which.email is not None
        assert subject.which.name is not None
        request = PairRequest(
            subject.which.email,
            subject.which.name,
            values.get("role_name") or options.role_name,
            cast("BillingAccess", values.get("iam_user_access_to_billing") or options.iam_user_access_to_billing),
            values.get("parent_id") or options.parent_id,
            tags_of(values.get("tag") or options.tags),
        )
        join = replace(
            options.join,
            **{
                name: values[name]
                for name in ("govcloud_parent_id", "govcloud_tag", "notes", "external_id")
                if name in values
            },
        )
        wanted = Wanted(request, join, options.adopt_existing)
        return wanted if subject.declared is None else self._declared(wanted, subject)

    def _declared(self, wanted: Wanted, subject: Subject) -> Wanted:
        """Fill in what the organization file says; where to put it only where no option said so."""
        assert subject.declared is not None
        part, customer = subject.declared.part, subject.declared.customer
        deadline = self._estate.short_deadline(f"looking for the organizational unit of {part.name}")
        parent_id, govcloud_parent_id = wanted.pair.parent_id, wanted.join.govcloud_parent_id
        path = [part.organizational_unit] if part.organizational_unit else []
        # A customer's accounts are in its own unit of the reseller's organization (docs/organization-models.md).
        above = [customer.name] if customer is not None else []
        if parent_id is None and (above or path):
            parent_id = self._commercial.id_of("/".join([*above, *path]), deadline)
        if wanted.join.join and govcloud_parent_id is None and path:
            govcloud_parent_id = self._govcloud.id_of(path[0], deadline)
        pair = replace(
            wanted.pair,
            parent_id=parent_id,
            iam_user_access_to_billing=part.iam_user_access_to_billing or wanted.pair.iam_user_access_to_billing,
            tags={**wanted.pair.tags, **part.tags},
        )
        tags = {**tags_of(wanted.join.govcloud_tag or []), **part.tags}
        join = replace(
            wanted.join,
            govcloud_parent_id=govcloud_parent_id,
            govcloud_tag=[f"{key}={value}" for key, value in tags.items()],
        )
        return Wanted(pair, join, wanted.adopt_existing or bool(part.adopt_existing))


def to_be_open(subjects: Sequence[Subject]) -> list[Subject]:
    """Leave out what the organization file declares as closed."""
    return [
        each
        for each in subjects
        if each.declared is None
        or not (each.declared.part.closed or (each.declared.customer is not None and each.declared.customer.closed))
    ]


def bound_of(credentials: CredentialOptions) -> int:
    """How many new pairs may be made where no option says so: as the organization file says."""
    declared = credentials.declared
    return (declared.organization.max_new_pairs if declared else None) or MAX_NEW_PAIRS


def check_bound(estate: Estate, subjects: Sequence[Subject], bound: int) -> None:
    """Refuse, before anything is made, what would make more new pairs than are allowed.

    Raises Invalid, with both numbers.
    """
    from custom_resources.engine.tree import all_accounts

    doing = f"making {len(subjects)} account pairs"
    there = {each.email.casefold() for each in all_accounts(estate.commercial, estate.short_deadline(doing))}
    new = [each.label for each in subjects if each.which.email and each.which.email.casefold() not in there]
    if len(new) > bound:
        raise Invalid(
            doing,
            f"{len(new)} of them are new, and {bound} may be made at once: {', '.join(new[: bound + 1])}… Nothing was "
            f"made. Accounts can't be deleted: look whether the file is the right one, then say --max-new-pairs "
            f"{len(new)}.",
        )
