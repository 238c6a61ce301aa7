"""What an estate's next creations are expected to take, read from the simulator."""

from __future__ import annotations

import pytest

from custom_resources.engine.errors import Stopped
from custom_resources.engine.estate import Estate
from custom_resources.engine.foresight import Foresight, foresee
from tests.engine.conftest import Bench


def look(bench: Bench) -> Foresight:
    estate = bench.estate()
    return foresee(estate, estate.short_deadline("estimating"))


def test_durations_are_learnt_from_the_pairs_that_were_made(bench: Bench) -> None:
    assert (look(bench).creation, look(bench).learnt_from) == (None, 0)
    for number in range(3):
        bench.vend(f"pair-{number}")
    seen = look(bench)
    assert seen.learnt_from == 3
    assert seen.creation == bench.simulator.settings.creation_seconds
    assert seen.quotas.accounts == 4


def test_one_page_of_earlier_creations_is_read_and_no_more(bench: Bench) -> None:
    for number in range(21):
        bench.vend(f"pair-{number}")
    bench.simulator.reset_calls()
    assert look(bench).learnt_from == 20
    assert bench.calls("ListCreateAccountStatus") == 3  # those in progress, twice, and those that succeeded


def test_what_is_not_permitted_stays_unknown_and_the_rest_is_told(bench: Bench) -> None:
    for operation in ("ListAccounts", "ListCreateAccountStatus"):
        bench.fault(operation, code="AccessDeniedException", times=100)
    seen = look(bench)
    assert (seen.creation, seen.quotas.accounts, seen.quotas.account_quota) == (None, None, 1000)
    assert "AccessDenied" in seen.seen.unknown["members"]
    assert seen.estimate(3).fits is None


def test_a_stop_is_heard(bench: Bench, estate: Estate) -> None:
    bench.fault("ListAccounts", code="TooManyRequestsException", times=100)
    bench.pace.stop_when = lambda pace: True
    with pytest.raises(Stopped):
        look(bench)
