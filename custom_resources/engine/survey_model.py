"""What a survey shows: both partitions as they were at one moment, in plain frozen records and AWS's own words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Literal

Partition = Literal["aws", "aws-us-gov"]


@dataclass(frozen=True)
class Unit:
    """An organizational unit. path: names from the root down, "Workloads/Prod". parent_id: a unit's, or the root's."""

    id: str
    name: str
    path: str
    parent_id: str


@dataclass(frozen=True)
class SurveyedAccount:
    """A member of an organization. path: its unit's, "" directly below the root.

    tags: without those that AWS sets (`aws:`), with govpair's own; None where they were not read.
    """

    id: str
    name: str
    email: str
    state: str
    parent_id: str
    path: str
    tags: Mapping[str, str] | None
    joined_method: str
    joined_at: datetime | None
    is_management: bool = False


@dataclass(frozen=True)
class SurveyedOrganization:
    """One organization. units are sorted by path, parents first; accounts by name, then id."""

    partition: Partition
    id: str
    root_id: str
    management_account_id: str
    feature_set: str
    units: tuple[Unit, ...]
    accounts: tuple[SurveyedAccount, ...]


@dataclass(frozen=True)
class PairLink:
    """A pair, as GetGovCloudAccountInformation tells it, or else AWS's journal of creations.

    govcloud_state: UNREADABLE where only the id is known; `why` then says why.
    """

    commercial_account_id: str
    govcloud_account_id: str
    govcloud_state: str
    why: str = ""


@dataclass(frozen=True)
class Untold:
    """A commercial account of which AWS does not tell whether it has a GovCloud half; why, in its words."""

    commercial_account_id: str
    why: str


@dataclass(frozen=True)
class Unread:
    """A part of the estate that was not read, and why: `organization` is the credential set that leads there."""

    organization: str
    why: str


@dataclass(frozen=True)
class TrailState:
    """A trail that logs an account. logging: None where AWS does not tell it; `why` then says why."""

    name: str
    arn: str
    home_region: str
    is_multi_region_trail: bool
    is_organization_trail: bool
    s3_bucket_name: str
    logging: bool | None
    delivery_error: str | None = None
    why: str = ""


@dataclass(frozen=True)
class TrailReading:
    """The trails of an account, through the role in it. why: why they could not be read; empty where they were."""

    trails: tuple[TrailState, ...] = ()
    why: str = ""


@dataclass(frozen=True)
class Survey:
    """Both partitions at one moment. A reseller has several GovCloud organizations; one that was not read is in unread.

    trails: by account id; None where they were not asked for.
    """

    taken_at: datetime
    commercial: SurveyedOrganization
    govcloud: tuple[SurveyedOrganization, ...] = ()
    pairs: tuple[PairLink, ...] = ()
    untold: tuple[Untold, ...] = ()
    unread: tuple[Unread, ...] = ()
    trails: Mapping[str, TrailReading] | None = field(default=None)

    @property
    def organizations(self) -> tuple[SurveyedOrganization, ...]:
        """Return all that were read, the commercial one first."""
        return (self.commercial, *self.govcloud)

    @cached_property
    def accounts(self) -> Mapping[str, SurveyedAccount]:
        """Every member that was seen, in either partition, by its id; ids are unique across them."""
        return {account.id: account for each in self.organizations for account in each.accounts}

    @cached_property
    def organization_of(self) -> Mapping[str, SurveyedOrganization]:
        """The organization of every member that was seen, by the account's id."""
        return {account.id: each for each in self.organizations for account in each.accounts}

    @cached_property
    def halves(self) -> Mapping[str, str]:
        """The other half of each account of a pair, by its id."""
        return dict(self._halves())

    def _halves(self) -> Iterator[tuple[str, str]]:
        for pair in self.pairs:
            yield pair.commercial_account_id, pair.govcloud_account_id
            yield pair.govcloud_account_id, pair.commercial_account_id
