"""Time-outs: every wait of the engine is known from its code, and what times out in one is explained and converges."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from custom_resources.engine.credentials import CredentialSet
from custom_resources.engine.errors import TimedOut
from custom_resources.engine.estate import Estate
from custom_resources.engine.model import Handshake
from custom_resources.engine.polling import Deadline
from tests.provider.walk import Said
from tests.reliability.faults.stage import Stage
from tests.reliability.waits.case import Case, Verdict, lacks, run, waiting_stage
from tests.reliability.waits.census import Site, beside, sites
from tests.reliability.waits.elsewhere import BESIDE, elsewhere
from tests.reliability.waits.matrix import Tour, runs

SEED, CALLS = 3, 2
#: Scenarios and weathers.
RUNS = list(runs())
CLOSING = Said("x", "error", "Closing the account pair of commercial account 111111111111", "", ())


@pytest.fixture(scope="module")
def there() -> Iterator[Stage]:
    with waiting_stage() as made:
        yield made


@pytest.fixture(scope="module")
def tour(there: Stage) -> Tour:
    return Tour(there, sparing=True)


@pytest.mark.parametrize(("scenario", "weather"), RUNS, ids=[f"{scenario}, {weather}" for scenario, weather in RUNS])
def test_what_times_out_is_explained_and_converges(there: Stage, tour: Tour, scenario: str, weather: str) -> None:
    cases = list(tour.cases(scenario, weather))
    waits = [case for case in cases if case.site.way != "patiently"]
    calls = [case for case in cases if case.site.way == "patiently"]
    chosen = waits + random.Random(f"{SEED} {scenario} {weather}").sample(calls, min(CALLS, len(calls)))
    verdicts = {case: run(there, case) for case in chosen}
    assert [f"{case}: {verdict.why}" for case, verdict in verdicts.items() if verdict.became == "failed"] == []
    assert [case for case, verdict in verdicts.items() if verdict.became == "not met"] == []
    # What an operation does without is got over; nothing that it waits for itself.
    assert [case for case in waits if verdicts[case].became != "explained"] == []


def test_every_wait_in_the_code_is_met_by_a_run_or_said_to_be_elsewhere(tour: Tour) -> None:
    for run_ in set(RUNS) - tour.been:  # where not all tests were asked for
        list(tour.cases(*run_))
    assert {str(site) for site in sites() if site not in tour.met} == elsewhere()
    assert len(sites()) > 100


def test_nothing_blocks_without_a_deadline_but_what_is_known() -> None:
    assert beside() == BESIDE


def test_a_wait_that_is_not_met_is_no_success(there: Stage) -> None:
    nowhere = Site("nowhere", "never", "wait", 1)
    assert run(there, Case(nowhere, 1, "alias: read", "slow")) == Verdict("not met")


@pytest.mark.parametrize(
    ("detail", "lack"),
    [
        ("Gave up after 60 s. Last seen: account 111111111111 is ACTIVE. Run again.", None),
        ("Last seen: account 111111111111 is ACTIVE. Run again.", "that it gave up"),
        ("Gave up after 60 s. Run again.", "what was seen"),
        ("Gave up after 60 s. Last seen: it is ACTIVE.", "a next step"),
    ],
)
def test_a_time_out_has_to_tell_what_was_seen_and_what_to_do(detail: str, lack: str | None) -> None:
    found = lacks(Said("x", "error", CLOSING.summary, detail, ()))
    assert [each.rpartition(" lacks ")[2] for each in found] == ([lack] if lack else [])


def test_a_time_out_has_to_name_the_object() -> None:
    found = lacks(Said("x", "error", "Waiting", "Gave up after 60 s. Last seen: it is ACTIVE. Run again.", ()))
    assert [each.rpartition(" lacks ")[2] for each in found] == ["the object"]


@pytest.fixture
def estate() -> Estate:
    sets = [
        CredentialSet(name, access_key="AKIAEXAMPLE", secret_key="example")
        for name in ("commercial", "govcloud_paired")
    ]
    return Estate.open(sets[0], sets[1])


@pytest.fixture
def used_up(estate: Estate) -> Deadline:
    """An operation with no time left."""
    return estate.deadline("reading account 111111111111", 0.0)


@contextmanager
def meanwhile(work: Callable[[threading.Event], None]) -> Iterator[None]:
    """Let another thread be at work; it sets the event when it is, and this block ends it by the barrier."""
    begun = threading.Event()
    thread = threading.Thread(target=work, args=(begun,))
    thread.start()
    assert begun.wait(30)
    try:
        yield
    finally:
        OVER.set()
        thread.join()
        OVER.clear()


OVER = threading.Event()


def test_who_waits_for_anothers_question_has_a_time_out_of_its_own(estate: Estate, used_up: Deadline) -> None:
    def asking(begun: threading.Event) -> None:
        with estate.one_at_a_time("asking"):
            begun.set()
            OVER.wait(30)

    with meanwhile(asking):
        in_vain = pytest.raises(TimedOut, match="Last seen: another operation is asking AWS for the same")
        with in_vain, estate.one_at_a_time("asking", used_up):
            pass
        with used_up.current(), pytest.raises(TimedOut), estate.one_at_a_time("asking"):
            pass


def test_who_waits_for_anothers_reading_has_a_time_out_of_its_own(
    estate: Estate, used_up: Deadline, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun_at, directory = list[threading.Event](), estate.directory(estate.commercial)

    def described(_: Any, account_id: str) -> None:
        begun_at[0].set()
        OVER.wait(30)

    monkeypatch.setattr("custom_resources.engine.directory.describe_account", described)

    def reading(begun: threading.Event) -> None:
        begun_at.append(begun)
        directory.account("111111111111", estate.deadline("reading it first", 60.0))

    with meanwhile(reading), pytest.raises(TimedOut, match="another operation is reading account 111111111111"):
        directory.account("111111111111", used_up)


def test_who_waits_for_anothers_listing_has_a_time_out_of_its_own(
    estate: Estate, used_up: Deadline, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun_at, book = list[threading.Event](), estate.invitations

    def sent(_: Any, deadline: Deadline) -> list[Handshake]:
        begun_at[0].set()
        OVER.wait(30)
        return []

    monkeypatch.setattr("custom_resources.engine.invitation_book.sent_by", sent)

    def listing_them(begun: threading.Event) -> None:
        begun_at.append(begun)
        book.listed(estate.govcloud_management, estate.deadline("listing them first", 60.0))

    with meanwhile(listing_them), pytest.raises(TimedOut, match="the organization's invitations are being listed"):
        book.listed(estate.govcloud_management, used_up)
