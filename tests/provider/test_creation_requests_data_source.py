"""The data source `govpair_creation_requests`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from custom_resources.engine.errors import Transient
from custom_resources.engine.model import CreationRequest
from custom_resources.plugin import Context
from custom_resources.provider.creation_requests_data_source import CreationRequestsDataSource
from tests.provider.conftest import make_settings
from tests.provider.pairs import no_check

SOURCE = CreationRequestsDataSource()
REQUESTS = [
    CreationRequest("car-aaaaaaaa", "old", "SUCCEEDED", "1" * 12, "2" * 12, None, datetime(2026, 1, 1, tzinfo=UTC)),
    CreationRequest(
        "car-bbbbbbbb", "bad", "FAILED", None, None, "EMAIL_ALREADY_EXISTS", datetime(2026, 1, 3, tzinfo=UTC)
    ),
    CreationRequest("car-cccccccc", "new", "IN_PROGRESS", None, None, None, datetime(2026, 1, 2, tzinfo=UTC)),
]


@pytest.fixture
def ctx(monkeypatch: pytest.MonkeyPatch) -> Context:
    no_check(monkeypatch)
    return Context(provider_data=make_settings())


def test_requests_come_newest_first_and_failures_are_explained(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("custom_resources.engine.account_pairs.creation_requests", lambda estate, states: REQUESTS)
    read = SOURCE.read({"states": None, "creation_requests": None}, ctx)
    assert [request["name"] for request in read["creation_requests"]] == ["bad", "new", "old"]
    failed, running, done = read["creation_requests"]
    assert "Another AWS account has this email" in failed["failure_detail"]
    assert (running["failure_reason"], running["failure_detail"], running["completed_timestamp"]) == (None, None, None)
    assert (done["commercial_account_id"], done["govcloud_account_id"]) == ("1" * 12, "2" * 12)
    assert done["requested_timestamp"] == "2026-01-01T00:00:00Z"


def test_a_reason_that_this_version_does_not_know_is_told_all_the_same(
    ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    strange = CreationRequest("car-dddddddd", "x", "FAILED", failure_reason="SOMETHING_NEW")
    monkeypatch.setattr("custom_resources.engine.account_pairs.creation_requests", lambda estate, states: [strange])
    (request,) = SOURCE.read({"states": None, "creation_requests": None}, ctx)["creation_requests"]
    assert request["failure_reason"] == "SOMETHING_NEW"
    assert request["failure_detail"]
    assert request["requested_timestamp"] is None


@pytest.mark.parametrize(
    ("states", "asked"), [(None, []), ([], []), (["FAILED", "IN_PROGRESS", "FAILED"], ["IN_PROGRESS", "FAILED"])]
)
def test_aws_is_asked_for_the_states_once_each(
    states: list[str] | None, asked: list[str], ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Sequence[str]] = []

    def answer(estate: object, wanted: Sequence[str]) -> list[CreationRequest]:
        seen.append(wanted)
        if len(seen) == 1:
            raise Transient("listing", "TooManyRequests")  # waited out
        return []

    monkeypatch.setattr("custom_resources.engine.account_pairs.creation_requests", answer)
    monkeypatch.setattr("custom_resources.engine.polling.Deadline.wait", lambda self, seconds, seen: None)
    assert SOURCE.read({"states": states, "creation_requests": None}, ctx)["creation_requests"] == []
    assert seen == [asked, asked]
