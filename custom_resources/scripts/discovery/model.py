"""What is taken over from an estate, what is left out of the file and why, and what a first plan would change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from custom_resources.engine import rules
from custom_resources.engine.credentials import CredentialSet
from custom_resources.engine.organization_settings import OrganizationSettings
from custom_resources.engine.survey_model import SurveyedOrganization


@dataclass(frozen=True)
class FoundPair:
    """A pair that the file can say just as it is. organizational_unit: "" is the root. govcloud_tags: None as `tags`.

    role_name, iam_user_access_to_billing: where somebody said them, and not the default; AWS never does.
    id_told: whether AWS tells the GovCloud account's id to a refresh, too; else the import id says it.
    """

    name: str
    email: str
    commercial_account_id: str
    govcloud_account_id: str
    organizational_unit: str
    tags: Mapping[str, str]
    govcloud_tags: Mapping[str, str] | None = None
    id_told: bool = True
    role_name: str | None = None
    iam_user_access_to_billing: str | None = None

    @property
    def adopt_existing(self) -> bool:
        """Whether the file must say so: a name that no new pair may have, such as one with spaces, needs it."""
        return rules.new_account_name(self.name) is not None


@dataclass(frozen=True)
class FoundUnit:
    """An organizational unit that is there on both sides; a customer's path begins below its own commercial one."""

    path: str
    commercial_id: str
    govcloud_id: str


@dataclass(frozen=True, order=True)
class LeftOut:
    """Something that is not in the file. kind: such as `suspended pair`. what: with its ids. why: one sentence."""

    kind: str
    what: str
    why: str


@dataclass(frozen=True)
class CustomersOwn:
    """What only a reseller's customer has.

    unit_id: its commercial organizational unit. management_pair: its name. credentials: those that reached its
    organization; with a role they are the paired account's.
    """

    unit_id: str
    management_pair: str
    credentials: CredentialSet


@dataclass(frozen=True)
class FoundOrganization:
    """A GovCloud organization and the pairs in it. name: in the file and its stacks. customer: None for a company's."""

    name: str
    govcloud: SurveyedOrganization
    settings: OrganizationSettings
    pairs: tuple[FoundPair, ...]
    units: tuple[FoundUnit, ...]
    customer: CustomersOwn | None = None

    @property
    def members(self) -> list[FoundPair]:
        """The pairs whose GovCloud accounts are members: all but a customer's management pair."""
        return [each for each in self.pairs if each.govcloud_account_id != self.govcloud.management_account_id]


@dataclass(frozen=True)
class Discovery:
    """What was found. settings: the commercial organization's. organizations: a company's one, or the customers'.

    would_change: sentences on what a first plan would change all the same. outside: pairs whose memberships the file
    can't say, so that it leaves them out; their resources can be had. differences: sentences on what differs between
    the sides, is not in the file, and stays.
    """

    commercial: SurveyedOrganization
    settings: OrganizationSettings
    organizations: tuple[FoundOrganization, ...]
    left_out: tuple[LeftOut, ...]
    would_change: tuple[str, ...]
    outside: tuple[FoundPair, ...] = ()
    differences: tuple[str, ...] = ()

    @property
    def reseller(self) -> bool:
        """Whether the organizations are a reseller's customers'."""
        return any(each.customer for each in self.organizations)

    @property
    def pairs(self) -> list[FoundPair]:
        """All pairs that are in the file."""
        return [pair for each in self.organizations for pair in each.pairs]


class NotExpressible(Exception):
    """No organization file can say the estate; says what was seen, and the way out."""
