"""Waiting: the table, the stop, the time-out that says what was seen last."""

from __future__ import annotations

import threading

import pytest

from custom_resources.engine.errors import Refused, Stopped, TimedOut, Transient
from custom_resources.engine.pace import RealPace
from custom_resources.engine.polling import POLLS, QUEUE_LIMIT, Deadline, Poll


class FakePace:
    def __init__(self) -> None:
        self.time, self.stop_at = 0.0, float("inf")

    def now(self) -> float:
        return self.time

    def wait(self, seconds: float, wake: threading.Event | None = None) -> bool:
        self.time = min(self.time + seconds, self.stop_at)
        return self.time >= self.stop_at


def deadline(seconds: float = 100.0) -> tuple[Deadline, FakePace, list[str]]:
    pace, lines = FakePace(), list[str]()
    return Deadline(pace, lines.append, "doing it", seconds), pace, lines


def test_gaps_grow_by_the_factor_up_to_the_maximum() -> None:
    assert [Poll(2, 1.5, 5).delay(look) for look in range(4)] == [2, 3, 4.5, 5]


def test_a_very_long_wait_does_not_overflow() -> None:
    assert all(poll.delay(100_000) == poll.maximum for poll in POLLS.values())


def test_polling_ends_with_what_was_found() -> None:
    waiting, pace, _ = deadline()
    looks = iter([None, None, "found"])
    assert waiting.until("creation", lambda: (next(looks), "nothing")) == "found"
    assert pace.time == 5


def test_polling_with_a_bounded_number_of_looks_ends_with_none() -> None:
    waiting, _, lines = deadline(1000)
    assert waiting.until("look", lambda: (None, "nothing")) is None
    assert len(lines) == (POLLS["look"].looks or 0) - 1


def test_every_wait_reports_what_was_seen() -> None:
    waiting, _, lines = deadline()
    waiting.wait(1, "half of it")
    assert lines == ["doing it: half of it (0 s)"]


def test_a_quiet_wait_reports_nothing() -> None:
    waiting, pace, lines = deadline()
    waiting.wait(1, "half of it", quiet=True)
    assert (pace.time, lines) == (1, [])


def test_a_time_out_says_what_was_seen_last() -> None:
    waiting, pace, _ = deadline(30)
    with pytest.raises(TimedOut, match=r"Gave up after 30 s\. Last seen: half of it"):
        waiting.until("creation", lambda: (None, "half of it"))
    assert pace.time == 30


def test_a_stop_ends_the_wait_and_says_what_was_seen_last() -> None:
    waiting, pace, _ = deadline()
    pace.stop_at = 3.0
    with pytest.raises(Stopped, match="Last seen: half of it"):
        waiting.until("creation", lambda: (None, "half of it"))
    assert pace.time == 3.0


def test_a_stop_is_heeded_before_something_is_begun() -> None:
    waiting, pace, _ = deadline()
    waiting.heed_stop("nothing")
    pace.stop_at = 0.0
    with pytest.raises(Stopped):
        waiting.heed_stop("nothing")


def test_time_in_the_queue_does_not_count() -> None:
    waiting, pace, _ = deadline(10)
    waiting.wait(500, "queued", queue=True)
    assert (pace.time, waiting.elapsed) == (500, 0)
    waiting.wait(5, "working")


def test_the_queue_itself_has_an_end() -> None:
    waiting, _, _ = deadline(10)
    with pytest.raises(TimedOut, match="in the queue"):
        waiting.until("slot", lambda: (None, "full"), queue=True)
    assert QUEUE_LIMIT <= waiting.queued < QUEUE_LIMIT + POLLS["slot"].maximum


def test_an_error_that_passes_is_waited_out() -> None:
    waiting, _, _ = deadline()
    errors = iter([Transient("t", "d", reason="TooManyRequestsException")])

    def call() -> str:
        for error in errors:
            raise error
        return "done"

    assert waiting.patiently(call) == "done"


def test_an_error_that_does_not_pass_in_time_keeps_its_reason() -> None:
    waiting, _, _ = deadline()

    def call() -> None:
        raise Transient("t", "d", reason="FinalizingOrganizationException", code="FinalizingOrganizationException")

    with pytest.raises(TimedOut) as error:
        waiting.patiently(call)
    assert error.value.reason == "FinalizingOrganizationException"


def test_another_error_is_not_waited_for() -> None:
    waiting, pace, _ = deadline()

    def call() -> None:
        raise Refused("t", "d")

    with pytest.raises(Refused):
        waiting.patiently(call)
    assert pace.time == 0


class FakeTime:
    """Stands in for the module `time`: sleeping takes no time, it only moves the clock."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.seconds = 0.0
        monkeypatch.setattr("custom_resources.engine.pace.time", self)

    def monotonic(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.seconds += seconds


def test_real_time_hears_a_stop_within_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = FakeTime(monkeypatch)

    class StopAt100:
        def is_set(self) -> bool:
            return clock.seconds >= 100

    assert RealPace(StopAt100()).wait(3600)
    assert 100 <= clock.seconds < 101


def test_real_time_without_a_stop_waits_as_long_as_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = FakeTime(monkeypatch)
    assert not RealPace().wait(2.1)
    assert clock.seconds == pytest.approx(2.1)


def test_real_time_ends_a_wait_when_another_thread_has_news(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, wake = FakeTime(monkeypatch), threading.Event()
    wake.set()
    assert not RealPace().wait(3600, wake)
    assert clock.seconds == 0
