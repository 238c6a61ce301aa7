"""What an organization file says that commands need: who reaches AWS how, in whose name pairs are made, which pairs.

The file is read by `constructs_lib`, lazily; no secret has a place in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from constructs_lib.organization_file import CustomerPart, OrganizationFile, ResellerFile
    from constructs_lib.organization_file_parts import AccountPairPart, CredentialsPart


class WrongOrganizationFile(typer.BadParameter):
    """The organization file cannot be used. `lines`: every complaint, as `FILE:LINE:COLUMN: …`."""

    def __init__(self, path: Path, lines: list[str]) -> None:
        count = f"{len(lines)} things are wrong" if len(lines) > 1 else "one thing is wrong"
        super().__init__(f"{count} in {path}, see above.", param_hint="--organization")
        self.lines = lines


@dataclass(frozen=True)
class Settings:
    """What a file says about one credential set."""

    profile: str | None = None
    region: str | None = None
    account_id: str | None = None


@dataclass(frozen=True)
class ManagementPair:
    """The pair whose GovCloud account manages a customer's organization, reached through the role in it."""

    name: str
    email: str
    role_name: str


@dataclass(frozen=True)
class Declared:
    """An organization file as commands take it.

    sets: credential set to what is said about it; one that isn't there is not named. through: where the customer has
    no credentials of its own. customers: the reseller's, when none of them was chosen yet.
    """

    path: Path
    organization: OrganizationFile | ResellerFile
    owner: str
    sets: Mapping[str, Settings]
    customer: CustomerPart | None = None
    through: ManagementPair | None = None
    customers: tuple[str, ...] = ()

    @property
    def pairs(self) -> list[DeclaredPair]:
        """The pairs: of the company, of the chosen customer, or of all customers."""
        if self.organization.model == "single-company":
            return [DeclaredPair(each) for each in self.organization.account_pairs]
        chosen = [self.customer] if self.customer else self.organization.customers
        return [DeclaredPair(each, customer) for customer in chosen for each in customer.account_pairs]

    def choose_customer(self) -> None:
        """Refuse to go on where it must be known whose GovCloud organization is meant.

        Raises:
            typer.BadParameter: as wrong usage, naming the customers.
        """
        if self.customers:
            raise typer.BadParameter(
                f"{self.path} is a reseller's, and each customer has a GovCloud organization of its own. Say which: "
                f"{', '.join(self.customers)}.",
                param_hint="--customer",
            )


@dataclass(frozen=True)
class DeclaredPair:
    """A pair of the file, and whose it is."""

    part: AccountPairPart
    customer: CustomerPart | None = field(default=None, repr=False)


def read_declared(path: Path, customer: str | None) -> Declared:
    """Read an organization file, and choose the customer where one is named.

    Raises:
        typer.BadParameter: the file is wrong (`WrongOrganizationFile`), or has no such customer.
    """
    from constructs_lib.organization_yaml import OrganizationFileError, read_organization

    try:
        found = read_organization(path)
    except OrganizationFileError as error:
        raise WrongOrganizationFile(path, str(error).splitlines()) from None
    sets: dict[str, Settings] = {"commercial": _settings(found.commercial)}
    if found.model == "single-company":
        if customer is not None:
            raise typer.BadParameter(
                f"{path} is a company's organization file and has no customers. Leave it out.", param_hint="--customer"
            )
        return Declared(path, found, found.owner, {**sets, "govcloud_paired": _settings(found.govcloud)})
    sets["govcloud_paired"] = _settings(found.govcloud_paired)
    if customer is None:
        return Declared(path, found, found.owner, sets, customers=tuple(each.name for each in found.customers))
    chosen = _customer(path, found, customer)
    if chosen.credentials is not None:
        sets["govcloud_management"] = _settings(chosen.credentials)
        return Declared(path, found, found.owner, sets, chosen)
    return Declared(path, found, found.owner, sets, chosen, _management_pair(chosen))


def _settings(part: CredentialsPart) -> Settings:
    return Settings(part.profile, part.region, part.account_id)


def _customer(path: Path, found: ResellerFile, name: str) -> CustomerPart:
    names = [each.name for each in found.customers]
    if name not in names:
        near: Any = get_close_matches(name, names)
        meant = f" Did you mean {' or '.join(near)}?" if near else ""
        raise typer.BadParameter(
            f"{path} has no customer {name!r}; there are: {', '.join(names)}.{meant}", param_hint="--customer"
        )
    return next(each for each in found.customers if each.name == name)


def _management_pair(customer: CustomerPart) -> ManagementPair:
    from custom_resources.engine.model import DEFAULT_ROLE_NAME

    # The file's own checks have seen that it is one of the customer's pairs.
    pair = next(each for each in customer.account_pairs if each.name == customer.management_pair)
    return ManagementPair(pair.name, pair.email, pair.role_name or DEFAULT_ROLE_NAME)
