"""One token bucket, in whole numbers: nothing is ever rounded, so nothing drifts."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

SECOND = 1_000_000
"""Time is counted in microseconds, the finest that the clock can tell of a present date."""


@dataclass(frozen=True)
class Rate:
    """So many calls per second, and as many at once as ``burst`` after a pause."""

    per_second: Fraction
    burst: int

    @classmethod
    def of(cls, per_second: float | str | Fraction, burst: int) -> Rate:
        """A rate from a number or its text; ValueError for what no bucket can have."""
        try:
            exact = Fraction(str(per_second))
        except (ValueError, ZeroDivisionError) as error:
            raise ValueError(f"a rate is a number of calls per second, not {per_second!r}") from error
        if exact <= 0 or exact > SECOND or exact.denominator > SECOND:
            raise ValueError(f"a rate is more than 0 and at most {SECOND} calls per second, not {per_second}")
        if type(burst) is not int or not 1 <= burst <= SECOND:
            raise ValueError(f"a burst is a whole number from 1 to {SECOND}, not {burst!r}")
        return cls(exact, burst)


class TokenBucket:
    """A bucket, full at first. Times are the virtual clock's, in whole microseconds, and never go back.

    A token is so many units that each microsecond adds a whole number of them.
    """

    def __init__(self, rate: Rate, now: int) -> None:
        self._at = now
        self._set(rate)
        self._units = self._full

    def _set(self, rate: Rate) -> None:
        self._gain = rate.per_second.numerator
        self._token = rate.per_second.denominator * SECOND
        self._full = rate.burst * self._token

    def has_token(self, now: int) -> bool:
        """Whether a call may go on."""
        if now > self._at:
            self._units = min(self._full, self._units + (now - self._at) * self._gain)
            self._at = now
        return self._units >= self._token

    def take(self) -> None:
        """Spend a token that :meth:`has_token` found."""
        self._units -= self._token

    def tokens(self, now: int) -> Fraction:
        """How full it is."""
        self.has_token(now)
        return Fraction(self._units, self._token)

    def change(self, rate: Rate, now: int) -> None:
        """Go on at another rate with the tokens there are, as many as the new burst holds."""
        tokens = self.tokens(now)
        self._set(rate)
        self._units = min(self._full, int(tokens * self._token))
