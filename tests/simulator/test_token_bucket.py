"""The token bucket: never more than burst + rate * time, never less than the clock has filled, and no drift."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partition_simulator.rates.bucket import SECOND, Rate, TokenBucket
from partition_simulator.rates.table import AWS

RATES = st.sampled_from([limit.rate for limit in AWS]) | st.builds(
    Rate.of, st.fractions(Fraction(1, 1000), 50, max_denominator=1000), st.integers(1, 40)
)
# Gaps between calls, from none to minutes.
GAPS = st.lists(st.integers(0, 3 * SECOND) | st.integers(0, 200 * SECOND) | st.just(0), max_size=80)


def _admitted(rate: Rate, gaps: list[int], start: int) -> list[int]:
    """The times of the calls that were let through."""
    bucket, now, admitted = TokenBucket(rate, start), start, []
    for gap in gaps:
        now += gap
        if bucket.has_token(now):
            bucket.take()
            admitted.append(now)
    return admitted


@given(RATES, GAPS, st.integers(0, 10**16))
def test_no_stretch_of_time_sees_more_than_the_burst_and_what_was_filled_in_it(
    rate: Rate, gaps: list[int], start: int
) -> None:
    admitted = _admitted(rate, gaps, start)
    for first in range(len(admitted)):
        for last in range(first, len(admitted)):
            passed = Fraction(admitted[last] - admitted[first], SECOND)
            assert last - first + 1 <= rate.burst + rate.per_second * passed


@given(RATES, GAPS, st.integers(0, 10**16))
def test_a_call_is_refused_only_while_less_than_a_token_is_there(rate: Rate, gaps: list[int], start: int) -> None:
    bucket, now, tokens = TokenBucket(rate, start), start, Fraction(rate.burst)
    for gap in gaps:
        now += gap
        tokens = min(Fraction(rate.burst), tokens + rate.per_second * Fraction(gap, SECOND))
        assert bucket.has_token(now) == (tokens >= 1)
        assert bucket.tokens(now) == tokens
        if tokens >= 1:
            bucket.take()
            tokens -= 1


@pytest.mark.parametrize(("per_second", "burst"), sorted({(limit.rate.per_second, limit.rate.burst) for limit in AWS}))
def test_a_million_seconds_of_pressing_let_through_exactly_the_rate(per_second: Fraction, burst: int) -> None:
    rate = Rate(per_second, burst)
    # Looked at every 0.7 s, which no rate divides: any rounding would add up.
    bucket, start = TokenBucket(rate, 0), 0
    for _ in range(rate.burst):
        assert bucket.has_token(start)
        bucket.take()
    spent, step, looks = 0, 700_000, 20_000
    for look in range(1, looks + 1):
        while bucket.has_token(look * step):
            bucket.take()
            spent += 1
    filled = rate.per_second * Fraction(looks * step, SECOND)
    if rate.per_second * Fraction(step, SECOND) <= rate.burst - 1:
        assert spent == filled.numerator // filled.denominator
    assert spent <= filled


@given(RATES, RATES, GAPS, GAPS)
def test_a_changed_rate_holds_from_then_on_and_gives_nothing_away(
    before: Rate, after: Rate, early: list[int], late: list[int]
) -> None:
    bucket, now = TokenBucket(before, 0), 0
    for gap in early:
        now += gap
        if bucket.has_token(now):
            bucket.take()
    tokens = bucket.tokens(now)
    bucket.change(after, now)
    kept = min(tokens, Fraction(after.burst))
    assert kept - Fraction(1, SECOND) < bucket.tokens(now) <= kept
    changed, admitted = now, 0
    for gap in late:
        now += gap
        if bucket.has_token(now):
            bucket.take()
            admitted += 1
    assert admitted <= kept + after.per_second * Fraction(now - changed, SECOND)


@pytest.mark.parametrize(
    ("per_second", "burst"),
    [(0, 1), (-1, 1), ("x", 1), (float("nan"), 1), (float("inf"), 1), (1, 0), (1, 1.5), (1e9, 1)],
)
def test_what_no_bucket_can_have_is_refused(per_second: float, burst: int) -> None:
    with pytest.raises(ValueError, match=r"a (rate|burst) is"):
        Rate.of(per_second, burst)
