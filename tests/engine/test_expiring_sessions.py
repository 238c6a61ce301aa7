"""Credentials that expire in the middle of the work: at every call of vending and joining."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from botocore.credentials import RefreshableCredentials

from custom_resources.engine.account_pairs import create_pair
from custom_resources.engine.credentials import CredentialSet, SetName
from custom_resources.engine.errors import WrongCredentials
from custom_resources.engine.estate import Estate
from custom_resources.engine.joining import join
from custom_resources.engine.model import MembershipRequest, PairRequest
from tests.engine.expiring import SIDES, Expiring, expiring

EMAIL = "aws+log@example.gov"
Sets = Mapping[SetName, CredentialSet]


@pytest.fixture
def ground(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Expiring]:
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, str(tmp_path / ("config" if name == "AWS_CONFIG_FILE" else "credentials")))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    with expiring(tmp_path) as made:
        yield made


def estate(ground: Expiring, sets: Sets) -> Estate:
    return Estate.open(**sets, owner="govpair", pace=ground.bench.pace)


def work(opened: Estate) -> str:
    """Vend a pair and let it join; the membership's state."""
    pair, _ = create_pair(opened, PairRequest(EMAIL, "log"))
    return join(opened, MembershipRequest(pair.govcloud_account_id)).state


def refusals(ground: Expiring) -> int:
    """How many calls AWS refused for an expired session: each of them was sent again."""
    return sum("AssumeRole" in call for call in ground.simulator.received)


def calls_of(ground: Expiring, sets: Sets) -> list[str]:
    """The calls of a run that nothing disturbs; the world is then as it was before."""
    world = ground.simulator.snapshot()
    ground.simulator.received.clear()
    assert work(estate(ground, sets)) == "ACTIVE"
    calls = list(ground.simulator.received)
    ground.simulator.restore_snapshot(world)
    return calls


def by_role(ground: Expiring) -> Sets:
    return ground.by_role()


def by_rewritten_file(ground: Expiring) -> Sets:
    ground.write_credentials()
    ground.simulator.ended = ground.write_credentials
    return ground.by_profile()


def by_process(ground: Expiring) -> Sets:
    ground.write_processes()
    ground.simulator.ended = ground.write_processes
    return ground.by_profile()


@pytest.mark.parametrize("way", [by_role, by_rewritten_file, by_process])
def test_what_can_be_got_anew_is_at_every_call_and_the_work_goes_on(
    way: Callable[[Expiring], Sets], ground: Expiring
) -> None:
    sets = way(ground)
    calls = calls_of(ground, sets)
    world = ground.simulator.snapshot()
    for number in range(1, len(calls) + 1):
        ground.simulator.restore_snapshot(world)
        sets = way(ground)
        ground.simulator.received.clear()
        ground.simulator.at = number
        assert work(estate(ground, sets)) == "ACTIVE", calls[number - 1]
        assert len(ground.bench.account_ids_with(EMAIL)) == 2, calls[number - 1]


def test_what_ends_for_good_is_said_and_fresh_ones_go_on_without_a_double(ground: Expiring) -> None:
    calls = calls_of(ground, ground.static())
    world = ground.simulator.snapshot()
    for number, call in enumerate(calls, 1):
        ground.simulator.restore_snapshot(world)
        sets = ground.static()
        ground.simulator.received.clear()
        ground.simulator.at = number
        if call.endswith("AssumeRole") or number == len(calls):
            pass
        with pytest.raises(WrongCredentials) as error:
            work(estate(ground, sets))
        side = "commercial" if error.value.detail.count("Credential set commercial") else "govcloud_paired"
        assert f"Credential set {side} (access key {sets[side].access_key}): the session token has expired" in str(
            error.value
        )
        assert "answered ExpiredToken" in str(error.value)
        assert "Log in again, or give fresh ones, and run again" in str(error.value)
        ground.simulator.at = 0
        assert work(estate(ground, ground.static())) == "ACTIVE", call
        assert len(ground.bench.account_ids_with(EMAIL)) == 2, call
        assert not [each for each in ground.simulator.state()["handshakes"] if each["State"] == "OPEN"], call
