"""Surveys made by hand, for what is a pure function of one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from custom_resources.engine.survey_model import (
    PairLink,
    Survey,
    SurveyedAccount,
    SurveyedOrganization,
    TrailReading,
    TrailState,
    Unit,
)

MOMENT = datetime(2026, 1, 31, 9, 30, tzinfo=UTC)
UNITS = ("Security", "Workloads", "Workloads/Prod", "Workloads/Test")


def account_ids(number: int) -> tuple[str, str]:
    """The ids of the halves of the pair of that number."""
    return f"1{number:011}", f"2{number:011}"


def account(number: int, side: int = 0, **more: Any) -> SurveyedAccount:
    name = more.get("name", f"app-{number:04}")
    path = UNITS[number % len(UNITS)] if number else ""
    given: dict[str, Any] = {
        "id": account_ids(number)[side],
        "name": name,
        "email": f"aws+{number:04}@example.gov",
        "state": "ACTIVE",
        "parent_id": unit_id(path, side),
        "path": path,
        "tags": {"CostCenter": str(100 + number % 3)},
        "joined_method": "CREATED" if side == 0 else "INVITED",
        "joined_at": MOMENT,
    }
    return SurveyedAccount(**(given | more))


def unit_id(path: str, side: int) -> str:
    return f"ou-a{side}b{side}-{UNITS.index(path):08}" if path else f"r-a{side}b{side}"


def organization(side: int, accounts: tuple[SurveyedAccount, ...]) -> SurveyedOrganization:
    units = [
        Unit(unit_id(path, side), path.rsplit("/", 1)[-1], path, unit_id(path.rpartition("/")[0], side))
        for path in UNITS
    ]
    management = replace(account(0, side, name="payer", tags={}), is_management=True)
    return SurveyedOrganization(
        partition="aws-us-gov" if side else "aws",
        id=f"o-{'govcloud' if side else 'commercial'}1",
        root_id=unit_id("", side),
        management_account_id=management.id,
        feature_set="ALL",
        units=tuple(units),
        accounts=tuple(sorted((management, *accounts), key=lambda each: (each.name.casefold(), each.id))),
    )


def survey_of(pairs: int, **more: Any) -> Survey:
    """So many pairs that are as they should be, beside the payer's own."""
    numbers = range(1, pairs + 1)
    found = Survey(
        taken_at=MOMENT,
        commercial=organization(0, tuple(account(number) for number in numbers)),
        govcloud=(organization(1, tuple(account(number, 1) for number in numbers)),),
        pairs=tuple(PairLink(*account_ids(number), "ACTIVE") for number in (0, *numbers)),
    )
    return replace(found, **more)


def changed(found: Survey, number: int, side: int, **values: Any) -> Survey:
    """The survey with one account changed; `state` changes what Account Management tells, too."""

    def other(one: SurveyedOrganization) -> SurveyedOrganization:
        wanted = account_ids(number)[side]
        return replace(one, accounts=tuple(replace(a, **values) if a.id == wanted else a for a in one.accounts))

    if side == 0:
        return replace(found, commercial=other(found.commercial))
    pairs = found.pairs
    if "state" in values:
        pairs = tuple(
            replace(pair, govcloud_state=values["state"])
            if pair.govcloud_account_id == account_ids(number)[1]
            else pair
            for pair in pairs
        )
    return replace(found, govcloud=(other(found.govcloud[0]),), pairs=pairs)


def without(found: Survey, number: int, side: int) -> Survey:
    """The survey without that member."""
    wanted = account_ids(number)[side]
    one = found.govcloud[0] if side else found.commercial
    left = replace(one, accounts=tuple(each for each in one.accounts if each.id != wanted))
    return replace(found, govcloud=(left,)) if side else replace(found, commercial=left)


def trail(**more: Any) -> TrailState:
    given: dict[str, Any] = {
        "name": "audit",
        "arn": "arn:aws-us-gov:cloudtrail:us-gov-west-1:200000000001:trail/audit",
        "home_region": "us-gov-west-1",
        "is_multi_region_trail": True,
        "is_organization_trail": False,
        "s3_bucket_name": "logs",
        "logging": True,
    }
    return TrailState(**(given | more))


def with_trails(found: Survey, readings: Mapping[str, TrailReading] | None = None) -> Survey:
    """A trail that logs in every account, but for those given."""
    good = {account_id: TrailReading((trail(),)) for account_id in found.accounts}
    return replace(found, trails=good | dict(readings or {}))
