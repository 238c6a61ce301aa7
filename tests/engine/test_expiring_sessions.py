"""Credentials that expire in the middle of the work: at every call of vending and joining."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
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
from tests.engine.expiring import Expiring, Sets, expiring

EMAIL = "aws+log@example.gov"


@pytest.fixture
def ground(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Expiring]:
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, str(tmp_path / ("config" if name == "AWS_CONFIG_FILE" else "credentials")))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    with expiring(tmp_path) as made:
        yield made


def estate(ground: Expiring, sets: Sets) -> Estate:
    return Estate.open(sets["commercial"], sets["govcloud_paired"], owner="govpair", pace=ground.bench.pace)


def work(opened: Estate) -> str:
    """Vend a pair and let it join; the membership's state."""
    pair, _ = create_pair(opened, PairRequest(EMAIL, "log"))
    return join(opened, MembershipRequest(pair.govcloud_account_id)).state


def points(ground: Expiring, sets: Sets) -> dict[int, str]:
    """Where sessions may end: before the first and the last call of each operation, as an undisturbed run makes them.

    The world is then as it was before.
    """
    world = ground.simulator.snapshot()
    ground.simulator.received.clear()
    assert work(estate(ground, sets)) == "ACTIVE"
    calls = list(ground.simulator.received)
    ground.simulator.restore_snapshot(world)
    last = {call: number for number, call in enumerate(calls, 1)}
    first = {call: number for number, call in reversed([*enumerate(calls, 1)])}
    return {number: calls[number - 1] for number in sorted({*last.values(), *first.values()})}


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
    chosen = points(ground, way(ground))
    assert {"commercial organizations:CreateGovCloudAccount", "govcloud organizations:AcceptHandshake"} <= {
        *chosen.values()
    }
    world = ground.simulator.snapshot()
    for number, call in chosen.items():
        ground.simulator.restore_snapshot(world)
        sets = way(ground)
        ground.simulator.expire_before(number)
        assert work(estate(ground, sets)) == "ACTIVE", call
        assert ground.simulator.at == 0, call
        assert len(ground.bench.account_ids_with(EMAIL)) == 2, call


def test_what_ends_for_good_is_said_and_fresh_ones_go_on_without_a_double(ground: Expiring) -> None:
    chosen = points(ground, ground.static())
    world = ground.simulator.snapshot()
    for number, call in chosen.items():
        name: SetName = "commercial" if call.startswith("commercial") else "govcloud_paired"
        ground.simulator.restore_snapshot(world)
        sets = ground.static()
        ground.simulator.expire_before(number)
        with pytest.raises(WrongCredentials) as error:
            work(estate(ground, sets))
        said = str(error.value)
        key = rf"( \(access key {sets[name].access_key}\))?"  # not where its role's session was to be renewed
        assert re.search(rf"Credential set {name}{key}: the session token has expired\.", said), call
        assert "answered ExpiredToken" in said, call
        assert "Log in again, or give fresh ones, and run again" in said
        assert work(estate(ground, ground.static())) == "ACTIVE", call
        assert len(ground.bench.account_ids_with(EMAIL)) == 2, call
        assert not [each for each in ground.simulator.state()["handshakes"] if each["State"] == "OPEN"], call


def test_what_botocore_knows_the_end_of_is_renewed_before_aws_refuses_it(
    ground: Expiring, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its clock is the simulator's here. An hour passes between two calls, four times."""
    clock = ground.simulator.clock
    monkeypatch.setattr(
        RefreshableCredentials, "_seconds_remaining", lambda self: self._expiry_time.timestamp() - clock.unscaled()
    )
    ground.simulator.ended = lambda: None
    opened = estate(ground, ground.by_role())
    pair, _ = create_pair(opened, PairRequest(EMAIL, "log"))
    member = opened.govcloud_paired.assumed(ground.role_in(pair.govcloud_account_id))
    for _ in range(4):
        clock.advance(3000)  # an hour is the most that a chained role gets; botocore renews in its last quarter
        refused = ground.simulator.refused
        assert member.sts().get_caller_identity()["Account"] == pair.govcloud_account_id
        assert ground.simulator.refused == refused
    assert join(opened, MembershipRequest(pair.govcloud_account_id)).state == "ACTIVE"


def test_threads_that_are_refused_together_renew_once(ground: Expiring) -> None:
    opened = estate(ground, ground.by_role())
    opened.commercial.identity()
    ground.simulator.expire_sessions()
    ground.simulator.received.clear()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: opened.commercial.organizations().list_roots(), range(8)))
    assert ground.simulator.received.count("commercial sts:AssumeRole") == 1


def test_another_accounts_credentials_are_not_gone_on_with(ground: Expiring) -> None:
    ground.write_credentials()
    opened = estate(ground, ground.by_profile())
    first = opened.commercial.identity()
    other = ground.bench.simulator.seed_management_pair("other", "other@example.gov").commercial
    ground.write_credentials(other)
    ground.simulator.expire_sessions("commercial")
    with pytest.raises(WrongCredentials, match=f"of account {other.account_id} .*, not of {first.account_id} "):
        create_pair(opened, PairRequest(EMAIL, "log"))
    assert ground.bench.calls("CreateGovCloudAccount") == 0


def ask(ground: Expiring) -> str:
    """What is said when the commercial credentials are first asked for."""
    with pytest.raises(WrongCredentials) as error:
        estate(ground, {**ground.by_profile()}).commercial.identity()
    return str(error.value)


def test_a_process_that_is_not_there_or_says_nonsense_or_fails_is_told_of(ground: Expiring) -> None:
    for command, seen in {
        "no-such-program-of-ours": "No such file or directory",
        "echo nonsense": "Expecting value",
        "echo []": "has no attribute",
        "false": "custom-process",
    }.items():
        (ground.folder / "config").write_text(f"[profile commercial]\ncredential_process = {command}\n")
        said = ask(ground)
        assert "The credential set commercial could not get its credentials" in said
        assert seen in said
        assert "endpoints" not in said


def test_credentials_of_the_environment_whose_end_has_passed_are_told_of(
    ground: Expiring, monkeypatch: pytest.MonkeyPatch
) -> None:
    """AWS_CREDENTIAL_EXPIRATION, which `aws configure export-credentials --format env` sets, and botocore reads."""
    one = ground.session("commercial")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", one.access_key_id)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", one.secret_access_key)
    monkeypatch.setenv("AWS_SESSION_TOKEN", one.token)
    sets = {**ground.by_role(), "commercial": CredentialSet("commercial", endpoints=ground.endpoints("commercial"))}
    soon = datetime.now(UTC) + timedelta(minutes=5)
    monkeypatch.setenv("AWS_CREDENTIAL_EXPIRATION", soon.isoformat())
    opened = estate(ground, sets)
    assert opened.commercial.identity().account_id == one.account_id
    monkeypatch.setenv("AWS_CREDENTIAL_EXPIRATION", (soon - timedelta(hours=1)).isoformat())
    monkeypatch.setattr(
        RefreshableCredentials, "_seconds_remaining", lambda self: -1.0 if self.method == "env" else 3600.0
    )
    with pytest.raises(WrongCredentials) as error:
        create_pair(opened, PairRequest(EMAIL, "log"))
    said = str(error.value)
    assert "The credential set commercial could not get its credentials" in said and "still expired" in said
    assert "Log in again, or give fresh ones, and run again" in said
