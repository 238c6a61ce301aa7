"""The optimum and the floors that the benchmarks are held against: small cases worked out by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest

from benchmarks.optimum import Bucket, floor_of_calls, optimum
from partition_simulator.rates.bucket import Rate
from partition_simulator.rates.table import Limit


def limits(creation: tuple[float, int], invitation: tuple[float, int], acceptance: tuple[float, int]) -> list[Limit]:
    def limit(operation: str, rate: tuple[float, int], per: str = "account") -> Limit:
        return Limit("organizations", frozenset([operation]), Rate.of(*rate), per)  # type: ignore[arg-type]

    return [
        limit("CreateGovCloudAccount", creation),
        limit("InviteAccountToOrganization", invitation),
        limit("AcceptHandshake", (1, 1)),
        limit("AcceptHandshake", acceptance, "organization"),
    ]


def test_a_bucket_gives_its_burst_at_once_then_one_at_a_time_and_fills_again() -> None:
    bucket = Bucket(Rate.of(0.5, 2))
    assert [bucket.take(Fraction(0)) for _ in range(4)] == [0, 0, 2, 4]
    assert [bucket.take(Fraction(100)) for _ in range(3)] == [100, 100, 102]


def test_under_awss_rates_five_slots_of_a_minute_make_fifty_pairs_in_ten_minutes_and_twenty_seconds() -> None:
    # Waves of five, a minute each; the fifth request of each has to wait 20 s for its token.
    assert optimum(50, creation_seconds=60, slots=5) == 620


def test_where_creations_are_quick_their_rate_sets_the_time() -> None:
    assert optimum(50, creation_seconds=1, slots=5) == (50 - 3) / 0.1 + 1


def test_where_nothing_else_is_limited_the_slots_set_the_time() -> None:
    assert optimum(11, 60, 5, limits=limits((1000, 1000), (1000, 1000), (1000, 1000))) == 3 * 60


def test_invitations_wait_for_their_own_rate() -> None:
    assert optimum(10, 60, 10, limits=limits((1000, 1000), (0.5, 2), (1000, 1000))) == 60 + (10 - 2) / 0.5


def test_acceptances_wait_for_the_organizations_rate_and_for_the_role() -> None:
    free = limits((1000, 1000), (1000, 1000), (0.5, 2))
    assert optimum(10, 60, 10, limits=free) == 60 + (10 - 2) / 0.5
    assert optimum(1, 60, 10, role_delay_seconds=30, limits=free) == 90


@pytest.mark.parametrize(("tags", "seconds"), [(15, 0), (100, 8.5), (1000, 98.5)])
def test_the_floor_of_many_calls_is_their_slowest_buckets(tags: int, seconds: float) -> None:
    assert floor_of_calls({"organizations.ListTagsForResource": tags, "organizations.ListAccounts": 12}) == seconds
