"""The trails of every account of a survey, each read through the role in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from custom_resources.engine.errors import EngineError, Stopped, TimedOut
from custom_resources.engine.member_role import PARTITION_OF_SIDE, MemberRole, Side
from custom_resources.engine.member_session import member_session
from custom_resources.engine.survey_model import Survey, TrailReading, TrailState
from custom_resources.engine.trail_calls import TrailCalls
from custom_resources.engine.trail_model import default_region

if TYPE_CHECKING:
    from custom_resources.engine.estate import Estate
    from custom_resources.engine.polling import Deadline

_AT_ONCE = 8
"""Accounts read at the same time: each has rates of its own, so that only the way there and back takes time."""


def survey_trails(estate: Estate, found: Survey, deadline: Deadline, role_name: str) -> Mapping[str, TrailReading]:
    """Return the trails of every account seen, and of the GovCloud halves that are no members, by account id.

    An account that is not active, or does not let us in, has none and the reason. Raises Stopped and TimedOut.
    """
    accounts = list(_accounts(found))

    def read(one: tuple[Side, str, str]) -> TrailReading:
        side, account_id, state = one
        if state != "ACTIVE":
            return TrailReading(why=f"The account is {state}, and lets nobody in.")
        try:
            return _read(estate, MemberRole(side, account_id, role_name), deadline)
        except (Stopped, TimedOut):
            raise
        except EngineError as error:
            return TrailReading(why=error.detail)

    readings = {}
    with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="trails") as workers:
        for number, (one, reading) in enumerate(zip(accounts, workers.map(read, accounts), strict=True), 1):
            deadline.progress(f"{deadline.doing}: trails of account {number} of {len(accounts)}")
            readings[one[1]] = reading
    return readings


def _accounts(found: Survey) -> Iterator[tuple[Side, str, str]]:
    sides: dict[str, Side] = {partition: side for side, partition in PARTITION_OF_SIDE.items()}
    for organization in found.organizations:
        for account in organization.accounts:
            yield sides[organization.partition], account.id, account.state
    for pair in found.pairs:
        if pair.govcloud_account_id not in found.accounts:
            yield "govcloud", pair.govcloud_account_id, pair.govcloud_state


def _read(estate: Estate, role: MemberRole, deadline: Deadline) -> TrailReading:
    deadline.heed_stop(f"reading the trails of account {role.account_id}")
    calls = TrailCalls(member_session(estate, role, deadline), role.account_id, default_region(role))
    shown = deadline.patiently(calls.all)
    return TrailReading(tuple(_state(calls, trail, deadline) for trail in shown))


def _state(calls: TrailCalls, shown: Mapping[str, Any], deadline: Deadline) -> TrailState:
    home = shown.get("HomeRegion") or calls.region
    status: Mapping[str, Any] = {}
    why = ""
    try:
        status = deadline.patiently(lambda: calls.at(home).status(shown["TrailARN"]))
    except (Stopped, TimedOut):
        raise
    except EngineError as error:
        why = error.detail
    return TrailState(
        name=shown["Name"],
        arn=shown["TrailARN"],
        home_region=home,
        is_multi_region_trail=bool(shown.get("IsMultiRegionTrail")),
        is_organization_trail=bool(shown.get("IsOrganizationTrail")),
        s3_bucket_name=shown.get("S3BucketName", ""),
        logging=status.get("IsLogging"),
        delivery_error=status.get("LatestDeliveryError") or None,
        why=why,
    )
