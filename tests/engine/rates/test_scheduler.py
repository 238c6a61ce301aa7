"""Calls of the engine against a simulator that has AWS's rates: none is ever refused for its rate."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from custom_resources.engine.account_pairs import create_pair, read_pair
from custom_resources.engine.errors import Stopped
from custom_resources.engine.memberships import join
from custom_resources.engine.model import MembershipRequest, PairRequest
from custom_resources.engine.pace import RealPace
from custom_resources.engine.rates.table import ACTIONS, Rate, Rates
from partition_simulator import Simulator, SimulatorSettings
from tests.engine.conftest import Bench, make_bench


@pytest.fixture
def limited(bench_with: Callable[..., Bench]) -> Bench:
    bench = bench_with(rates="aws", creation_seconds=5, account_quota=200)
    bench.simulator.reset_calls()
    return bench


def throttles(bench: Bench) -> int:
    return sum(each["throttled"] for each in bench.simulator.traffic())


def test_thirty_pairs_read_one_by_one_meet_no_throttle(limited: Bench) -> None:
    ids = [limited.simulator.vend(f"p-{n}", f"p-{n}@example.gov").commercial.account_id for n in range(30)]
    estate, before = limited.estate(), limited.pace.now()
    for each in ids:
        read_pair(estate, each)
    assert throttles(limited) == 0
    assert limited.pace.now() - before == pytest.approx((30 - 3) / 3, abs=0.5)  # GetGovCloudAccountInformation's rate


def test_many_threads_by_a_running_clock_meet_no_throttle_either() -> None:
    """At thirty times AWS's rates on a clock that runs thirty times as fast, so that it takes a third of a second."""
    speed = 30
    with Simulator(SimulatorSettings(clock_scale=speed, rates="aws", account_quota=200)) as simulator:
        bench = make_bench(simulator)
        ids = [simulator.vend(f"p-{n}", f"p-{n}@example.gov").commercial.account_id for n in range(30)]
        quicker = {action: rate for action in ACTIONS if (rate := Rates().rate(action)) is not None}
        scaled = {action: Rate(rate.per_second * speed, rate.burst) for action, rate in quicker.items()}
        estate = replace(bench.estate(rates=Rates(scaled)), pace=RealPace())
        with ThreadPoolExecutor(10) as pool:
            assert len(list(pool.map(lambda each: read_pair(estate, each), ids))) == 30
        assert throttles(bench) == 0
        assert bench.calls("GetGovCloudAccountInformation") == 30


def test_pairs_made_and_joined_meet_no_throttle(limited: Bench) -> None:
    estate, started = limited.estate(), limited.pace.now()
    for number in range(8):
        pair, _ = create_pair(estate, PairRequest(f"n-{number}@example.gov", f"n-{number}", tags={"Stage": "test"}))
        join(estate, MembershipRequest(pair.govcloud_account_id, parent_id=limited.root("govcloud")))
    assert throttles(limited) == 0
    assert limited.pace.now() - started >= (8 - 3) / 0.1  # the creations' own rate


def test_waiting_for_a_turn_does_not_use_up_the_timeout_and_is_told(limited: Bench) -> None:
    estate = limited.estate()
    for number in range(8):
        create_pair(estate, PairRequest(f"n-{number}@example.gov", f"n-{number}"), timeout=9)
    told = [
        line for line in limited.lines if "organizations:CreateGovCloudAccount is allowed 0.1 times a second" in line
    ]
    assert told
    assert "place 1 of 1, about 10 s" in told[0]


def test_a_stop_is_heard_while_waiting_and_nothing_is_sent(limited: Bench) -> None:
    estate = limited.estate(rates=Rates({"organizations:CreateGovCloudAccount": Rate(0.001, 1)}))
    create_pair(estate, PairRequest("a@example.gov", "a"))
    sent = limited.calls("CreateGovCloudAccount")
    limited.pace.stop_when = lambda pace: bool(limited.lines) and "is allowed" in limited.lines[-1]
    with pytest.raises(Stopped):
        create_pair(estate, PairRequest("b@example.gov", "b"))
    assert limited.calls("CreateGovCloudAccount") == sent
    limited.pace.stop_when = lambda pace: False
    assert create_pair(limited.estate(), PairRequest("b@example.gov", "b"))[1] is False


def test_a_rate_that_aws_lowers_is_learnt_and_nothing_fails(limited: Bench) -> None:
    ids = [limited.simulator.vend(f"p-{n}", f"p-{n}@example.gov").commercial.account_id for n in range(60)]
    estate = limited.estate()
    for each in ids[:20]:
        read_pair(estate, each)
    limited.simulator.set_rate("organizations.ListTagsForResource", (1, 1))
    for each in ids[20:]:
        read_pair(estate, each)
    refused = throttles(limited)
    assert 1 <= refused <= 15  # of 40 calls at a tenth of the rate


def test_a_call_without_a_published_rate_learns_one(limited: Bench) -> None:
    estate = limited.estate()
    limited.fault("ListAWSServiceAccessForOrganization", code="TooManyRequestsException", times=3)
    from custom_resources.engine.readiness import check_readiness

    before = limited.pace.now()
    assert check_readiness(estate).ready
    assert limited.pace.now() > before


def test_rates_that_are_given_hold_in_place_of_awss(limited: Bench) -> None:
    ids = [limited.simulator.vend(f"p-{n}", f"p-{n}@example.gov").commercial.account_id for n in range(8)]
    quick = limited.estate(rates=Rates({"*": Rate(1000, 1000)}))
    for each in ids:
        read_pair(quick, each)
    assert throttles(limited) >= 1  # too quick for GetGovCloudAccountInformation, and waited out all the same


def test_a_call_outside_of_all_operations_hears_a_stop_too(bench: Bench) -> None:
    estate = bench.estate(rates=Rates({"*": Rate(0.001, 1)}))
    call = estate.commercial.organizations().describe_organization
    call()
    asked: list[bool] = []

    def stopped(_: object) -> bool:
        asked.append(True)
        assert len(asked) < 100, "it goes on asking whether to stop"
        return True

    bench.pace.stop_when = stopped
    with pytest.raises(Stopped):
        call()
    assert len(asked) == 1
