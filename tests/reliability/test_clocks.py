"""The machine's clock jumps: waits don't notice, AWS's refusals are explained, and the next apply converges."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import botocore.auth
import pytest

from custom_resources.engine import invitation_quota
from custom_resources.engine.calls import from_client_error
from custom_resources.engine.credentials import CredentialSet
from custom_resources.engine.model import Handshake
from custom_resources.engine.pace import RealPace
from custom_resources.engine.polling import Deadline
from custom_resources.engine.session import open_session
from custom_resources.plugin.tls import new_identity
from tests.reliability.clocks.case import JUMPS, Case, listing, run, sampled
from tests.reliability.clocks.wall_clock import WallClock
from tests.reliability.faults.stage import Stage
from tests.reliability.waits.case import waiting_stage

CREATE = "pair and membership: create"
#: IAM User Guide, "Troubleshoot Signature Version 4 signing for AWS API requests", but for the times.
EXPIRED = "Signature expired: 20261128T014514Z is now earlier than 20261128T014556Z (20261128T020056Z - 15 min.)"


@pytest.fixture(scope="module")
def there() -> Iterator[Stage]:
    with waiting_stage() as made:
        yield made


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> WallClock:
    return WallClock(monkeypatch)


def test_making_and_joining_a_pair_survives_every_jump(there: Stage) -> None:
    chosen = sampled(list(listing(there, (CREATE,))), each=2, seed=1)
    assert {case.jump for case in chosen} == set(JUMPS)
    verdicts = {case: run(there, case) for case in chosen}
    assert [f"{case}: {verdict.why}" for case, verdict in verdicts.items() if verdict.became == "failed"] == []
    refused = {case.jump for case, verdict in verdicts.items() if verdict.became == "explained"}
    assert refused == {jump for jump, by in JUMPS.items() if abs(by) > timedelta(minutes=5)}


def test_a_jump_after_the_last_call_is_not_noticed(there: Stage) -> None:
    assert run(there, Case(CREATE, "a day back", 10**6)).became == "converged"


def test_the_clock_that_is_patched_is_the_one_that_requests_are_signed_by(clock: WallClock) -> None:
    clock.jump(timedelta(days=1))
    auth: Any = botocore.auth
    signed = auth.get_current_datetime()
    ahead = signed - datetime.now(UTC).replace(tzinfo=signed.tzinfo)
    assert timedelta(hours=23) < ahead < timedelta(hours=25)


@pytest.mark.parametrize("by", JUMPS.values(), ids=JUMPS)
def test_waits_and_what_they_tell_go_by_no_clock_on_the_wall(by: timedelta, clock: WallClock) -> None:
    said: list[str] = []
    deadline = Deadline(RealPace(), said.append, "waiting", 60.0)
    began = time.monotonic()
    deadline.wait(0.01, "it runs")
    clock.jump(by)
    deadline.wait(0.01, "it runs")
    assert said == ["waiting: it runs (0 s)", "waiting: it runs (0 s)"]
    assert 0 < deadline.elapsed < time.monotonic() - began + 1


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("InvalidSignatureException", EXPIRED),
        ("SignatureDoesNotMatch", EXPIRED),
        ("SignatureDoesNotMatch", "Signature not yet current: 20261128T023000Z is still later than 20261128T022500Z"),
        ("RequestExpired", "Request has expired."),
    ],
)
def test_a_refusal_for_the_time_blames_the_clock_and_not_the_keys(code: str, message: str) -> None:
    from botocore.exceptions import ClientError

    session = open_session(CredentialSet("commercial", access_key="AKIAEXAMPLE", secret_key="example"))
    headers = {"date": "Sat, 28 Nov 2026 02:00:56 GMT"}
    answer = {"Error": {"Code": code, "Message": message}, "ResponseMetadata": {"HTTPHeaders": headers}}
    error = from_client_error("reading account 1", session, ClientError(answer, "DescribeAccount"))  # type: ignore[arg-type]
    assert error.code == code
    assert f"DescribeAccount answered {code}: {message.rstrip('.')}. This machine's clock says " in error.detail
    assert "AWS's answer is dated Sat, 28 Nov 2026 02:00:56 GMT" in error.detail
    assert "secret key does not belong" not in error.detail


@pytest.mark.parametrize("by", [timedelta(days=1), timedelta(days=-1)])
def test_the_providers_certificate_is_good_before_and_after_a_jump(by: timedelta) -> None:
    from cryptography import x509

    certificate = x509.load_pem_x509_certificate(new_identity().certificate_pem)
    then = datetime.now(UTC) + by
    assert certificate.not_valid_before_utc < then < certificate.not_valid_after_utc


def test_a_clock_that_was_set_back_hides_no_invitation_from_the_daily_quota(clock: WallClock) -> None:
    sent = [_invitation(hours) for hours in (1, 2, 30)]
    clock.jump(timedelta(days=-1))
    assert len(invitation_quota.counted(sent)) == 2


def test_a_clock_that_was_set_forward_leaves_the_daily_quota_to_aws(clock: WallClock) -> None:
    clock.jump(timedelta(days=1))
    assert invitation_quota.counted([_invitation(1)]) == []


def _invitation(hours_ago: float) -> Handshake:
    sent = datetime.now(UTC) - timedelta(hours=hours_ago)
    return Handshake("h-abcdefgh", "arn", "OPEN", "111111111111", "o-abcdefghij", requested_timestamp=sent)
