"""What is taken over from an estate, what is left out of the file and why, and what a first plan would change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from custom_resources.engine import rules
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
    """An organizational unit that is there on both sides."""

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
class Discovery:
    """What was found. would_change: sentences on what a first plan would change all the same.

    outside: pairs whose memberships the file can't say, so that it leaves them out; their resources can be had.
    """

    commercial: SurveyedOrganization
    govcloud: SurveyedOrganization
    settings: tuple[OrganizationSettings, OrganizationSettings]
    pairs: tuple[FoundPair, ...]
    units: tuple[FoundUnit, ...]
    left_out: tuple[LeftOut, ...]
    would_change: tuple[str, ...]
    outside: tuple[FoundPair, ...] = ()


class NotExpressible(Exception):
    """The estate is none of a company with one GovCloud organization; says what was seen, and the way out."""
