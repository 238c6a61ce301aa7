"""The estimate before the act: by hand for small cases, and against the benchmarks' own optimum."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from benchmarks.optimum import optimum
from custom_resources.engine.estimate import ROLE_SECONDS, Estimate, creation_seconds, duration, estimate
from custom_resources.engine.model import CreationRequest
from custom_resources.engine.quotas import Quotas
from custom_resources.engine.rates.table import Rate, Rates

ROOM = Quotas(creations_in_progress=0, accounts=10, account_quota=1000, invitations_left=1000)
UNLIMITED = Rates({"*": Rate(1000, 1000), "organizations:CreateGovCloudAccount": Rate(1000, 1000)})


def request(state: str, seconds: float | None) -> CreationRequest:
    begun = datetime(2026, 1, 1, tzinfo=UTC)
    ended = begun + timedelta(seconds=seconds) if seconds is not None else None
    return CreationRequest("car-1", "log", state, requested_timestamp=begun, completed_timestamp=ended)


@pytest.mark.parametrize("pairs", [1, 4, 50, 1000])
@pytest.mark.parametrize("creation", [1.0, 60.0, 400.0])
def test_it_is_what_an_event_simulation_of_awss_rates_and_slots_comes_to(pairs: int, creation: float) -> None:
    found = estimate(pairs, ROOM, creation=creation)
    best = optimum(pairs, creation, slots=5, role_delay_seconds=ROLE_SECONDS)
    assert found.joining_seconds == pytest.approx(best, abs=1)
    assert found.vending_seconds == pytest.approx(best - ROLE_SECONDS, abs=1)


def test_places_that_are_taken_come_free_half_a_creation_later() -> None:
    busy = Quotas(creations_in_progress=5, accounts=10, account_quota=1000)
    assert estimate(5, busy, UNLIMITED, creation=100).vending_seconds == 150
    assert estimate(5, ROOM, UNLIMITED, creation=100).vending_seconds == 100


def test_other_rates_make_it_another_duration() -> None:
    slow = Rates({"organizations:CreateGovCloudAccount": Rate(0.01, 1)})
    assert estimate(3, ROOM, slow, creation=10).vending_seconds == pytest.approx(210)


def test_nothing_takes_no_time() -> None:
    found = estimate(0, ROOM)
    assert (found.vending_seconds, found.joining_seconds, found.problems) == (0, 0, ())


def test_what_does_not_fit_is_told_with_the_way_to_mend_it() -> None:
    found = estimate(10, Quotas(accounts=7, account_quota=10, invitations_left=5))
    assert found.fits is False
    assert len(found.problems) == 1
    assert "7 of them won't fit: 7 of 10 accounts are used" in found.problems[0]
    assert "Service Quotas" in found.problems[0]
    assert "5 more invitations may be open today" in found.text


def test_a_day_without_invitations_left_is_a_problem() -> None:
    found = estimate(1, Quotas(accounts=7, account_quota=10, invitations_left=0))
    assert found.fits is False
    assert "None of them can be invited now" in found.problems[0]


def test_quotas_that_are_unknown_are_told_and_leave_it_open() -> None:
    found = estimate(1, Quotas())
    assert found.fits is None
    assert len(found.unknown) == 2
    assert all("unknown" in sentence for sentence in found.unknown)


def test_room_for_all_is_said_to_fit_and_the_arithmetic_is_in_the_text() -> None:
    found = estimate(50, ROOM, creation=60, learnt_from=20)
    assert found.fits is True
    assert found.text.startswith("50 account pairs: made in about 10 min 20 s, joined after about 11 min 20 s.")
    assert "the median of the last 20" in found.text
    assert "50 / 5 = 10 in a row, 10 min" in found.text
    assert "3 at once, then one every 10 s" in found.text


def test_a_guess_is_called_a_guess() -> None:
    assert "a guess" in estimate(1, ROOM).arithmetic[0]
    assert isinstance(estimate(1, ROOM), Estimate)


def test_durations_are_learnt_from_creations_that_succeeded() -> None:
    listed = [request("SUCCEEDED", 30), request("SUCCEEDED", 90), request("SUCCEEDED", 50), request("FAILED", 1)]
    assert creation_seconds([*listed, request("IN_PROGRESS", None)]) == (50, 3)
    assert creation_seconds([request("FAILED", 3)]) == (None, 0)


@pytest.mark.parametrize(
    ("seconds", "words"), [(0, "0 s"), (59.6, "1 min"), (75, "1 min 15 s"), (3600, "1 h"), (3900, "1 h 5 min")]
)
def test_seconds_in_words(seconds: float, words: str) -> None:
    assert duration(seconds) == words
