"""The line for the five places: first come, first served, others counted, one look for all."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from custom_resources.engine.account_pairs import create_pair
from custom_resources.engine.creation_queue import CreationQueue, Place
from custom_resources.engine.errors import CreationFailed, Stopped, Unreachable
from custom_resources.engine.estate import Estate
from custom_resources.engine.model import AccountPair, PairRequest
from custom_resources.engine.pace import RealPace
from custom_resources.engine.polling import Deadline
from custom_resources.engine.rates.table import Rate, Rates
from partition_simulator import Simulator, SimulatorSettings
from tests.engine.conftest import Bench, SimulatedPace, make_bench

FAST = Rates({"*": Rate(10000, 10000)})


@pytest.fixture
def running() -> Iterator[Bench]:
    """By a clock that runs a hundred times as fast: a creation of a minute takes 0.6 seconds."""
    with Simulator(SimulatorSettings(clock_scale=100, account_quota=200)) as simulator:
        yield make_bench(simulator)


def real(bench: Bench, stop: threading.Event | None = None) -> Estate:
    return replace(bench.estate(rates=FAST), pace=RealPace(stop))


def vend(estate: Estate, name: str) -> AccountPair:
    return create_pair(estate, PairRequest(f"{name}@example.gov", name), timeout=60)[0]


def together(estate: Estate, number: int) -> list[AccountPair]:
    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(lambda each: vend(estate, f"p-{each}"), range(number)))


def test_twelve_at_once_are_made_five_at_a_time_and_never_refused(running: Bench) -> None:
    pairs = together(real(running), 12)
    assert len({pair.commercial_account_id for pair in pairs}) == 12
    assert running.calls("CreateGovCloudAccount") == 12
    assert not any("ACCOUNT_CREATION_RATE_LIMIT_EXCEEDED" in line for line in running.lines)
    assert any("waiting for one of 5 creation slots: place" in line for line in running.lines)


def test_all_waits_share_their_looks_and_each_request_is_described_once(running: Bench) -> None:
    together(real(running), 12)
    assert running.calls("DescribeCreateAccountStatus") <= 12 + 3
    # One to look for a request of the same name before each, and about one each gap while they run.
    assert running.calls("ListCreateAccountStatus") <= 12 + 40


def test_others_creations_are_counted_and_not_met(bench: Bench) -> None:
    client = bench.client("commercial")
    for number in range(5):
        client.create_gov_cloud_account(Email=f"other-{number}@example.gov", AccountName=f"other-{number}")
    bench.simulator.reset_calls()
    create_pair(bench.estate(), PairRequest("a@example.gov", "a"), timeout=80)  # 60 s of queue, 60 s of creation
    assert bench.calls("CreateGovCloudAccount") == 1
    assert sum(bench.pace.waits) > 110
    assert any("waiting for one of 5 creation slots: place 1 of 1, about 1 min" in line for line in bench.lines)


def test_a_refusal_all_the_same_is_waited_out_first_in_the_line(bench: Bench, estate: Estate) -> None:
    bench.fault(
        "CreateGovCloudAccount",
        code="ConstraintViolationException",
        reason="ACCOUNT_CREATION_RATE_LIMIT_EXCEEDED",
        times=3,
    )
    bench.vend("a", estate)
    assert bench.calls("CreateGovCloudAccount") == 4
    assert len(bench.account_ids_with("a@example.gov")) == 2


def test_a_failed_creation_frees_its_place(bench: Bench, estate: Estate) -> None:
    for number in range(6):
        bench.fault("CreateGovCloudAccount", reason="INVALID_ADDRESS")
        with pytest.raises(CreationFailed):
            bench.vend(f"bad-{number}", estate)
    assert bench.vend("good", estate).govcloud_account_id


def test_a_creation_whose_sending_fails_frees_its_place(bench: Bench, estate: Estate) -> None:
    for number in range(6):
        bench.fault("CreateGovCloudAccount", code="AccessDeniedException")
        with pytest.raises(Exception, match="AccessDenied"):
            bench.vend(f"bad-{number}", estate)
    assert bench.vend("good", estate).govcloud_account_id


def test_a_stop_in_the_line_is_heard_and_nothing_is_sent_for_those_who_waited(running: Bench) -> None:
    stop = threading.Event()
    estate = real(running, stop)
    results: list[object] = []

    def make(number: int) -> None:
        try:
            results.append(vend(estate, f"p-{number}"))
        except Stopped as error:
            results.append(error)

    running.simulator.clock.set_scale(0)  # nothing ends: the others wait
    threads = [threading.Thread(target=make, args=(number,)) for number in range(12)]
    for each in threads:
        each.start()
    waited = threading.Event()
    while running.calls("CreateGovCloudAccount") < 5:
        waited.wait(0.01)
    stop.set()
    for each in threads:
        each.join(10)
    assert sum(isinstance(each, Stopped) for each in results) == 12
    assert running.calls("CreateGovCloudAccount") == 5


def test_a_request_taken_up_is_followed_without_a_place(bench_with: Callable[..., Bench]) -> None:
    bench = bench_with(creation_seconds=30)
    client = bench.client("commercial")
    client.create_gov_cloud_account(
        Email="a@example.gov", AccountName="a", Tags=[{"Key": "govpair:owner", "Value": "govpair"}]
    )
    pair, existed = create_pair(bench.estate(), PairRequest("a@example.gov", "a"))
    assert existed
    assert pair.email == "a@example.gov"
    assert bench.calls("CreateGovCloudAccount") == 1


def test_a_stop_after_a_refusal_gives_the_place_back_once(bench: Bench, estate: Estate) -> None:
    bench.fault(
        "CreateGovCloudAccount",
        code="ConstraintViolationException",
        reason="ACCOUNT_CREATION_RATE_LIMIT_EXCEEDED",
        times=1,
    )
    bench.pace.stop_when = lambda pace: any("RATE_LIMIT_EXCEEDED" in line for line in bench.lines)
    with pytest.raises(Stopped):
        bench.vend("a", estate)
    assert estate.creations._progress.sending == 0
    assert estate.creations._progress.free == 5


def test_a_lost_answer_is_looked_at_before_the_next_creation_begins(bench: Bench, estate: Estate) -> None:
    bench.fault("CreateGovCloudAccount", drop="after")
    bench.vend("a", estate)
    assert estate.creations._progress.sending == 0
    assert bench.vend("b", estate).govcloud_account_id
    assert bench.calls("CreateGovCloudAccount") == 2


def test_a_shared_look_without_an_answer_gives_no_creation_up(bench: Bench, estate: Estate) -> None:
    silent: list[SimulatedPace] = []

    def fall_silent(pace: SimulatedPace) -> None:
        if bench.calls("CreateGovCloudAccount") and not silent:
            silent.append(pace)
            bench.fault("ListCreateAccountStatus", drop="before", times=3)  # all of botocore's attempts at one look

    bench.pace.on_wait = fall_silent
    assert bench.vend("a", estate).govcloud_account_id
    assert silent
    assert any("no answer from AWS" in line for line in bench.lines)


def test_a_shared_look_that_never_has_an_answer_gives_up_before_the_timeout(bench: Bench, estate: Estate) -> None:
    def fall_silent(pace: SimulatedPace) -> None:
        if bench.calls("CreateGovCloudAccount"):
            bench.fault("ListCreateAccountStatus", drop="before", times=1000)
            bench.pace.on_wait = lambda pace: None

    bench.pace.on_wait = fall_silent
    with pytest.raises(Unreachable):
        bench.vend("a", estate)


class WakingPace:
    """A wait whose wake is set already takes no time."""

    def __init__(self) -> None:
        self.time, self.waits = 0.0, list[float]()

    def now(self) -> float:
        return self.time

    def wait(self, seconds: float, wake: threading.Event | None = None) -> bool:
        if seconds and not (wake is not None and wake.is_set()):
            self.waits.append(seconds)
            self.time += seconds
        return False


def test_a_place_that_comes_free_between_seeing_none_and_waiting_is_not_slept_through(
    estate: Estate, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue, pace, words = CreationQueue(), WakingPace(), CreationQueue._words
    for number in range(5):
        queue._progress.seen(f"car-{number}", 0.0)
    queue._progress.looked, queue._next_look = True, 15.0

    def one_ends(self: CreationQueue, place: Place) -> str:
        with self._lock:
            if not self._progress.free:
                self._progress.ended("car-0", 0.0)
                self._tell()
        return words(self, place)

    monkeypatch.setattr(CreationQueue, "_words", one_ends)
    queue.enter(estate, Deadline(pace, lambda line: None, "creating", 60))
    assert pace.waits == []
