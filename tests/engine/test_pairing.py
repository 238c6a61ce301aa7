"""Two credential sets that aren't of one pair, told before the first change."""

from __future__ import annotations

from typing import Any

import pytest

from custom_resources.engine.account_pairs import create_pair, tag_pair
from custom_resources.engine.credentials import CredentialSet
from custom_resources.engine.errors import WrongCredentials
from custom_resources.engine.estate import Estate
from custom_resources.engine.model import PairRequest
from custom_resources.engine.pairing import refuse_other_pair
from tests.engine.conftest import Bench

ASKED = "GetGovCloudAccountInformation"


@pytest.fixture
def other(bench: Bench) -> Estate:
    """Our commercial set, and the paired one of another company."""
    keys = bench.simulator.seed_management_pair(name="other", email="other@example.gov").govcloud
    return bench.estate(govcloud_paired=bench.keys("govcloud_paired", keys))


def look(estate: Estate) -> None:
    refuse_other_pair(estate, estate.short_deadline("looking"))


def test_it_names_who_was_expected_and_who_was_seen(bench: Bench, other: Estate) -> None:
    with pytest.raises(WrongCredentials, match="not of one pair") as error:
        look(other)
    assert error.value.title == "looking"
    for keys in (bench.payer.commercial, bench.payer.govcloud):
        assert keys.account_id in error.value.detail
    assert f"STS says account {other.govcloud_paired.identity().account_id}" in error.value.detail


def test_it_is_asked_once_for_all_operations_of_a_process(bench: Bench, estate: Estate) -> None:
    for _ in range(3):
        look(estate.with_pace(bench.pace))
    assert bench.calls(ASKED) == 1


def test_who_may_not_ask_is_not_kept_from_anything_and_asks_once(bench: Bench, other: Estate) -> None:
    bench.fault(ASKED, service="account", code="AccessDeniedException", status=403)
    look(other)
    look(other)
    assert bench.calls(ASKED) == 1


def test_after_a_passing_error_it_is_asked_again(bench: Bench, other: Estate) -> None:
    bench.fault(ASKED, service="account", code="TooManyRequestsException", status=429, times=10)
    look(other)
    bench.simulator.clear_faults()
    with pytest.raises(WrongCredentials):
        look(other)


@pytest.mark.parametrize("left_out", ["commercial", "govcloud_paired"])
def test_a_set_that_is_not_given_is_not_compared(left_out: Any, bench: Bench) -> None:
    look(bench.estate(**{left_out: CredentialSet(left_out)}))
    assert not bench.simulator.calls()


def test_no_pair_is_made_and_none_changed(bench: Bench, other: Estate) -> None:
    with pytest.raises(WrongCredentials, match="not of one pair"):
        create_pair(other, PairRequest("aws+log@example.gov", "log"))
    with pytest.raises(WrongCredentials, match="not of one pair"):
        tag_pair(other, "123456789012", {"a": "b"}, {})
    assert bench.calls("CreateGovCloudAccount") == bench.calls("TagResource") == 0
