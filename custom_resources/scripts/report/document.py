"""The report as a document: all that every format shows. Its JSON Schema is report.schema.json.

Plain values only, in AWS's words; keys may be added, and the version changes when one is taken away or means otherwise.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from custom_resources.engine.finding import SEVERITIES, Finding, Severity
from custom_resources.engine.survey_model import Partition, Survey, SurveyedAccount
from custom_resources.scripts.times import time_text


@dataclass(frozen=True)
class AccountPart:
    """A member of an organization. unit: path of its organizational unit, "" for the root. tags: null if not read."""

    id: str
    name: str
    email: str
    state: str
    parent_id: str
    unit: str
    tags: dict[str, str] | None
    joined_method: str
    joined: str | None
    is_management: bool


@dataclass(frozen=True)
class UnitPart:
    """An organizational unit."""

    id: str
    name: str
    path: str
    parent_id: str


@dataclass(frozen=True)
class OrganizationPart:
    """One organization, with its members sorted by name."""

    partition: Partition
    id: str
    root_id: str
    management_account_id: str
    feature_set: str
    units: list[UnitPart]
    accounts: list[AccountPart]


@dataclass(frozen=True)
class PairPart:
    """An account pair. govcloud_organization_id: null where the GovCloud account is in none that was read."""

    name: str
    email: str
    commercial_account_id: str
    commercial_state: str
    govcloud_account_id: str
    govcloud_state: str
    govcloud_organization_id: str | None


@dataclass(frozen=True)
class TrailPart:
    """A trail. logging: null where AWS does not tell."""

    name: str
    home_region: str
    is_multi_region_trail: bool
    is_organization_trail: bool
    s3_bucket_name: str
    logging: bool | None
    delivery_error: str | None


@dataclass(frozen=True)
class TrailsPart:
    """The trails of an account; why they could not be read, or ""."""

    trails: list[TrailPart]
    why: str


@dataclass(frozen=True)
class FindingPart:
    """Something that the operator should know."""

    kind: str
    severity: Severity
    account_ids: list[str]
    sentence: str
    next_step: str


@dataclass(frozen=True)
class NotRead:
    """What was not read, and why: the half of the commercial account `of`, or the organization of a credential set."""

    what: Literal["govcloud_half", "govcloud_organization"]
    of: str
    why: str


@dataclass(frozen=True)
class Counts:
    """How many of each. joined: pairs whose GovCloud account is in an organization that was read."""

    pairs: int
    joined: int
    commercial_accounts: int
    govcloud_accounts: int
    govcloud_organizations: int
    problems: int
    warnings: int
    notes: int


@dataclass(frozen=True)
class Report:
    """A report. organizations: the commercial one first. trails: by account id; null where they weren't asked for."""

    version: Literal[1]
    taken_at: str
    counts: Counts
    organizations: list[OrganizationPart]
    pairs: list[PairPart]
    findings: list[FindingPart]
    not_read: list[NotRead]
    trails: dict[str, TrailsPart] | None


def build_report(survey: Survey, findings: Sequence[Finding]) -> Report:
    """Put the report together; the same for the same survey and findings."""
    pairs = _pairs(survey)
    severities = Counter(finding.severity for finding in findings)
    govcloud = [each for each in survey.organizations if each.partition == "aws-us-gov"]
    return Report(
        version=1,
        taken_at=time_text(survey.taken_at),
        counts=Counts(
            len(pairs),
            sum(pair.govcloud_organization_id is not None for pair in pairs),
            len(survey.commercial.accounts),
            sum(len(each.accounts) for each in govcloud),
            len(govcloud),
            *(severities[severity] for severity in SEVERITIES),
        ),
        organizations=[
            OrganizationPart(
                each.partition,
                each.id,
                each.root_id,
                each.management_account_id,
                each.feature_set,
                [UnitPart(unit.id, unit.name, unit.path, unit.parent_id) for unit in each.units],
                [_account(account) for account in each.accounts],
            )
            for each in survey.organizations
        ],
        pairs=pairs,
        findings=[
            FindingPart(each.kind, each.severity, list(each.account_ids), each.sentence, each.next_step)
            for each in findings
        ],
        not_read=[
            *(NotRead("govcloud_half", each.commercial_account_id, each.why) for each in survey.untold),
            *(NotRead("govcloud_organization", each.organization, each.why) for each in survey.unread),
        ],
        trails=_trails(survey),
    )


def document_of_report(report: Report) -> dict[str, Any]:
    """Return the report as JSON values."""
    from dataclasses import asdict

    return asdict(report)


def report_schema() -> dict[str, Any]:
    """Return the JSON Schema of the document; it stands in report.schema.json."""
    from pydantic import TypeAdapter

    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **TypeAdapter(Report).json_schema()}


def _account(account: SurveyedAccount) -> AccountPart:
    return AccountPart(
        account.id,
        account.name,
        account.email,
        account.state,
        account.parent_id,
        account.path,
        _sorted(account.tags) if account.tags is not None else None,
        account.joined_method,
        time_text(account.joined_at) if account.joined_at else None,
        account.is_management,
    )


def _sorted(tags: Mapping[str, str]) -> dict[str, str]:
    return dict(sorted(tags.items()))


def _pairs(survey: Survey) -> list[PairPart]:
    found = []
    for pair in survey.pairs:
        commercial = survey.accounts.get(pair.commercial_account_id)
        govcloud = survey.accounts.get(pair.govcloud_account_id)
        organization = survey.organization_of.get(pair.govcloud_account_id)
        found.append(
            PairPart(
                commercial.name if commercial else "",
                commercial.email if commercial else "",
                pair.commercial_account_id,
                commercial.state if commercial else "",
                pair.govcloud_account_id,
                govcloud.state if govcloud else pair.govcloud_state,
                organization.id if organization else None,
            )
        )
    return sorted(found, key=lambda pair: (pair.name.casefold(), pair.commercial_account_id))


def _trails(survey: Survey) -> dict[str, TrailsPart] | None:
    if survey.trails is None:
        return None
    return {
        account_id: TrailsPart(
            [
                TrailPart(
                    trail.name,
                    trail.home_region,
                    trail.is_multi_region_trail,
                    trail.is_organization_trail,
                    trail.s3_bucket_name,
                    trail.logging,
                    trail.delivery_error,
                )
                for trail in reading.trails
            ],
            reading.why,
        )
        for account_id, reading in sorted(survey.trails.items())
    }
