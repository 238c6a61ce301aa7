"""A token bucket with a queue, by a clock that the test moves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custom_resources.engine.rates.bucket import Bucket, Ticket
from custom_resources.engine.rates.table import Rate


def test_its_burst_at_once_and_then_one_at_a_time() -> None:
    bucket = Bucket(Rate(0.1, 3), 0)
    assert [bucket.ask(Ticket(), 0.2) for _ in range(2)] == [0, 0]
    waiting = Ticket()
    assert bucket.ask(waiting, 0.2) == pytest.approx(0.2)  # what arrives late, or early, is allowed for
    assert bucket.ask(waiting, 0.4) == 0
    assert bucket.ask(waiting, 0.4) == pytest.approx(10)
    assert bucket.ask(waiting, 9.4) == pytest.approx(1)
    assert bucket.ask(waiting, 10.4) == 0


def test_a_bucket_of_one_token_gives_it_at_once_and_then_never_early() -> None:
    bucket = Bucket(Rate(1, 1), 0)
    assert bucket.ask(Ticket(), 0) == 0
    waiting = Ticket()
    assert bucket.ask(waiting, 0) == pytest.approx(1.2)
    assert bucket.ask(waiting, 1.2) == 0
    assert bucket.ask(waiting, 100) == 0
    assert bucket.ask(waiting, 100) == pytest.approx(1.0)  # and it holds no second one, however long the pause


def test_who_asked_first_is_served_first() -> None:
    bucket = Bucket(Rate(1, 1), 0)
    bucket.ask(Ticket(), 0)
    first, second = Ticket(), Ticket()
    assert bucket.ask(first, 0) == pytest.approx(1.2)
    assert bucket.ask(second, 0) == pytest.approx(2.2)
    assert bucket.ask(second, 1.2) == pytest.approx(1)  # there is a token, and it is the other's
    assert bucket.place(second) == (2, 2)
    assert bucket.ask(first, 1.2) == 0
    assert bucket.ask(second, 2.2) == 0


def test_who_leaves_keeps_nobody_waiting() -> None:
    bucket = Bucket(Rate(1, 1), 0)
    bucket.ask(Ticket(), 0)
    first, second = Ticket(), Ticket()
    bucket.ask(first, 0)
    bucket.ask(second, 0)
    bucket.leave(first)
    bucket.leave(first)
    assert bucket.ask(second, 1.2) == 0


def test_a_throttle_makes_it_half_as_fast_once_a_second_and_time_makes_it_fast_again() -> None:
    bucket = Bucket(Rate(8, 8), 0)
    for _ in range(5):
        bucket.throttled(0)
    assert bucket.per_second == 4
    bucket.throttled(1)
    assert bucket.per_second == pytest.approx(2, rel=0.02)
    assert bucket.ask(Ticket(), 1) > 0
    for second in range(2, 60):
        bucket.throttled(second)
    assert bucket.per_second == pytest.approx(8 / 32, rel=0.1)
    bucket.ask(Ticket(), 1000)
    assert bucket.per_second == 8


@given(
    st.floats(0.05, 50),
    st.integers(1, 30),
    st.lists(st.tuples(st.floats(0, 5), st.sampled_from(["ask", "ask", "leave"])), max_size=120),
)
def test_no_time_sees_more_than_the_burst_and_what_was_filled_in_it(
    per_second: float, burst: int, steps: list[tuple[float, str]]
) -> None:
    bucket, now = Bucket(Rate(per_second, burst), 0), 0.0
    waiting: list[Ticket] = []
    granted: list[float] = []
    order: list[Ticket] = []
    for passed, step in steps:
        now += passed
        if step == "leave" and waiting:
            bucket.leave(waiting.pop())
        else:
            waiting.append(Ticket())
        for ticket in list(waiting):
            if bucket.ask(ticket, now) == 0:
                assert ticket is waiting.pop(0)  # nobody is overtaken
                granted.append(now)
                order.append(ticket)
    for first, begun in enumerate(granted):
        for last in range(first, len(granted)):
            assert last - first + 1 <= burst + (granted[last] - begun) * per_second + 1e-6
