"""The organization's invitations: listed once, kept up to date, and listed anew after any doubt."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from custom_resources.engine import invitation_book
from custom_resources.engine.errors import Stopped, Unreachable
from custom_resources.engine.invitation_book import MAX_AGE, InvitationBook
from custom_resources.engine.model import Handshake
from custom_resources.engine.polling import Deadline

ONE = Handshake("h-11111111", "", "OPEN", "111111111111", "o-abcdefghij")
TWO = Handshake("h-22222222", "", "OPEN", "222222222222", "o-abcdefghij")
SESSION: Any = None


class Clock:
    """Time stands still unless it is moved."""

    def __init__(self) -> None:
        self.time, self.stop = 0.0, False

    def now(self) -> float:
        return self.time

    def wait(self, seconds: float, wake: threading.Event | None = None) -> bool:
        return self.stop


class Aws:
    """What a listing shows, and how often it was asked; `during` runs while one is on its way."""

    def __init__(self) -> None:
        self.shown: list[Handshake] = []
        self.listings = 0
        self.during: Callable[[], object] = lambda: None

    def sent_by(self, session: Any, deadline: Deadline) -> Iterator[Handshake]:
        self.listings += 1
        shown = list(self.shown)
        self.during()
        return iter(shown)


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Aws:
    made = Aws()
    monkeypatch.setattr(invitation_book, "sent_by", made.sent_by)
    return made


@pytest.fixture
def clock() -> Clock:
    return Clock()


def deadline(clock: Clock) -> Deadline:
    return Deadline(clock, lambda line: None, "joining", 600)


def ids(found: list[Handshake]) -> set[str]:
    return {handshake.id for handshake in found}


def test_it_is_listed_once_and_knows_what_was_sent_since(aws: Aws, clock: Clock) -> None:
    book, aws.shown = InvitationBook(), [ONE]
    assert ids(book.listed(SESSION, deadline(clock))) == {ONE.id}
    book.learn(TWO, deadline(clock))
    assert ids(book.listed(SESSION, deadline(clock))) == {ONE.id, TWO.id}
    assert aws.listings == 1


def test_a_doubt_lists_anew_once(aws: Aws, clock: Clock) -> None:
    book = InvitationBook()
    book.listed(SESSION, deadline(clock))
    aws.shown = [ONE]
    doubt = book.doubt()
    assert ids(book.listed(SESSION, deadline(clock), doubt)) == {ONE.id}
    assert ids(book.listed(SESSION, deadline(clock), doubt)) == {ONE.id}
    assert aws.listings == 2


def test_a_doubt_that_comes_while_a_listing_is_on_its_way_is_not_answered_by_it(aws: Aws, clock: Clock) -> None:
    book, doubts = InvitationBook(), list[int]()
    aws.during = lambda: doubts.append(book.doubt())
    book.listed(SESSION, deadline(clock))
    aws.during, aws.shown = (lambda: None), [ONE]
    assert ids(book.listed(SESSION, deadline(clock), doubts[0])) == {ONE.id}
    assert aws.listings == 2


def test_an_hour_later_it_is_listed_anew_and_what_aws_has_forgotten_is_dropped(aws: Aws, clock: Clock) -> None:
    book, aws.shown = InvitationBook(), [ONE]
    book.listed(SESSION, deadline(clock))
    clock.time, aws.shown = MAX_AGE + 1, []
    book.learn(TWO, deadline(clock))  # so new that the listing may not show it yet
    assert ids(book.listed(SESSION, deadline(clock))) == {TWO.id}
    assert aws.listings == 2


def test_what_has_ended_is_not_opened_again_by_a_listing_that_lags(aws: Aws, clock: Clock) -> None:
    book, aws.shown = InvitationBook(), [ONE]
    book.learn(replace(ONE, state="ACCEPTED"), deadline(clock))
    assert [each.state for each in book.listed(SESSION, deadline(clock))] == ["ACCEPTED"]


def test_twenty_at_once_list_once(aws: Aws, clock: Clock) -> None:
    book, asked = InvitationBook(), threading.Barrier(20)

    def ask(_: int) -> set[str]:
        asked.wait(10)
        return ids(book.listed(SESSION, deadline(clock)))

    aws.shown = [ONE]
    with ThreadPoolExecutor(20) as pool:
        assert list(pool.map(ask, range(20))) == [{ONE.id}] * 20
    assert aws.listings == 1


def test_when_the_one_that_lists_fails_the_next_one_lists(aws: Aws, clock: Clock) -> None:
    book, listing, fail = InvitationBook(), threading.Event(), threading.Event()

    def break_off() -> None:
        if aws.listings == 1:
            listing.set()
            fail.wait(10)
            raise Unreachable("listing", "no answer")

    aws.shown, aws.during = [ONE], break_off
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(book.listed, SESSION, deadline(clock))
        listing.wait(10)
        second = pool.submit(book.listed, SESSION, deadline(clock))
        fail.set()
        assert ids(second.result(10)) == {ONE.id}
        with pytest.raises(Unreachable):
            first.result(10)


def test_a_stop_is_heard_while_another_lists(aws: Aws, clock: Clock) -> None:
    book, listing, end, stopped = InvitationBook(), threading.Event(), threading.Event(), Clock()
    stopped.stop = True

    def hold() -> None:
        listing.set()
        end.wait(10)

    aws.during = hold
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(book.listed, SESSION, deadline(clock))
        listing.wait(10)
        with pytest.raises(Stopped):
            book.listed(SESSION, deadline(stopped))
        end.set()
        assert first.result(10) == []
