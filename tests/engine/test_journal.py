"""What AWS's journal of creations tells where Account Management does not."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from custom_resources.engine.account_pairs import read_pair
from custom_resources.engine.creation_events import from_event
from custom_resources.engine.errors import Refused, Transient
from custom_resources.engine.estate import Estate
from custom_resources.engine.journal import Journal
from tests.engine.conftest import TRUSTED_ACCESS, Bench


def deny_requests(bench: Bench) -> None:
    bench.fault("ListCreateAccountStatus", code="AccessDeniedException", times=100)


def test_the_requests_tell_and_cloudtrail_is_not_asked(bench: Bench, estate: Estate) -> None:
    pair = bench.vend("logs", estate)
    bench.simulator.reset_calls()
    assert Journal(estate).govcloud_id(pair.commercial_account_id) == pair.govcloud_account_id
    assert bench.calls("LookupEvents") == 0


def test_where_requests_may_not_be_read_the_events_tell(bench: Bench, estate: Estate) -> None:
    pair = bench.vend("logs", estate)
    deny_requests(bench)
    bench.client("commercial").disable_aws_service_access(ServicePrincipal=TRUSTED_ACCESS)
    assert read_pair(estate, pair.commercial_account_id).govcloud_account_id == pair.govcloud_account_id


def test_one_journal_lists_once_for_many_accounts(bench_with: Callable[..., Bench]) -> None:
    bench = bench_with(creations_in_progress=100)
    for number in range(30):
        bench.simulator.vend(f"n{number}", f"n{number}@example.gov")
    journal = Journal(bench.estate())
    pairs = {pair["commercial"]: pair["govcloud"] for pair in bench.simulator.state()["pairs"][1:]}
    assert {account_id: journal.govcloud_id(account_id) for account_id in pairs} == pairs
    assert bench.calls("ListCreateAccountStatus") == 2
    assert journal.govcloud_id("999988887777") is None


def test_what_no_source_tells_is_not_known_and_the_refusals_are(bench: Bench, estate: Estate) -> None:
    pair = bench.vend("logs", estate)
    deny_requests(bench)
    bench.fault("LookupEvents", service="cloudtrail", code="AccessDeniedException", times=100)
    journal = Journal(estate)
    assert journal.govcloud_id(pair.commercial_account_id) is None
    requests, events = journal.refusals
    assert "organizations:ListCreateAccountStatus" in requests
    assert "cloudtrail:LookupEvents" in events
    bench.client("commercial").disable_aws_service_access(ServicePrincipal=TRUSTED_ACCESS)
    with pytest.raises(Refused, match=r"cloudtrail:LookupEvents.*COMMERCIAL_ID/GOVCLOUD_ID"):
        read_pair(estate, pair.commercial_account_id)


def test_a_rate_limit_is_no_answer_and_the_next_look_begins_anew(bench: Bench, estate: Estate) -> None:
    pair = bench.vend("logs", estate)
    bench.fault("ListCreateAccountStatus", code="TooManyRequestsException", times=3)
    journal = Journal(estate)
    with pytest.raises(Transient):
        journal.govcloud_id(pair.commercial_account_id)
    assert journal.govcloud_id(pair.commercial_account_id) == pair.govcloud_account_id


@pytest.mark.parametrize(
    "event",
    [
        {},
        {"CloudTrailEvent": "no JSON"},
        {"CloudTrailEvent": "[]"},
        {"CloudTrailEvent": json.dumps({"serviceEventDetails": None})},
        {"CloudTrailEvent": json.dumps({"serviceEventDetails": {"createAccountStatus": []}})},
    ],
)
def test_an_event_that_is_something_else_is_passed_over(event: dict[str, Any]) -> None:
    assert from_event(event) is None


def test_an_event_without_the_govcloud_account_leaves_it_open() -> None:
    record = {"serviceEventDetails": {"createAccountStatus": {"accountId": "111111111111", "state": "SUCCEEDED"}}}
    ended = from_event({"CloudTrailEvent": json.dumps(record)})
    assert ended is not None
    assert (ended.commercial_account_id, ended.govcloud_account_id) == ("111111111111", None)
