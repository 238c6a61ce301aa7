"""Whatever is sent to the simulator: AWS's answer or error, soon; no 5xx, no traceback, and it goes on."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import strategies as st

from partition_simulator import Simulator, SimulatorSettings
from tests.fuzz.fuzzing import Fuzz
from tests.fuzz.http_requests import as_bytes, exchange, requests, status_and_code
from tests.fuzz.typed_values import bent
from tests.simulator.conftest import Bench

Target = Callable[[Any], str]


@pytest.fixture
def bench() -> Iterator[Bench]:
    with Simulator(SimulatorSettings(clock_scale=0)) as simulator:
        bench = Bench(simulator, simulator.seed_management_pair())
        simulator.create_organization(bench.payer.commercial)
        bench.client("s3", "commercial").create_bucket(Bucket="bucket")
        yield bench


@pytest.fixture
def no_traceback(caplog: pytest.LogCaptureFixture) -> Iterator[Callable[[], None]]:
    """Call it after each answer."""

    def check() -> None:
        found = [record for record in caplog.records if record.exc_info is not None]
        caplog.clear()
        assert not found, [(record.getMessage(), str(record.exc_info)) for record in found]

    with caplog.at_level(logging.INFO):
        yield check


def _answered(answer: bytes, no_traceback: Callable[[], None]) -> tuple[int, str, bytes]:
    status, code, body = status_and_code(answer)
    no_traceback()
    assert not re.search(rb"(^|\}|>|\n)HTTP/1\.[01] 5", answer), answer[:400]
    assert status < 500, answer[:400]
    assert code != "SimulatorDefect", answer[:400]
    assert b"Traceback (most recent call last)" not in body
    return status, code, body


def test_any_request_is_answered_as_aws_does(fuzz: Fuzz, bench: Bench, no_traceback: Callable[[], None]) -> None:
    def target(case: Any) -> str:
        answer = exchange(bench.url(case["side"]), as_bytes(bench, case))
        status, code, body = _answered(answer, no_traceback)
        admin = case["path"].startswith("/_simulator/")
        if status >= 400 and body and case["method"] != "HEAD" and not admin:
            headers = answer.partition(b"\r\n\r\n")[0].lower()
            assert code or b"content-type: text/plain" in headers, answer[:400]
        return f"{status} {code}".strip()

    fuzz.run("simulator-requests", requests(), target, examples=200)
    assert bench.sts("commercial").get_caller_identity()["Account"]


def test_any_bytes_are_answered_or_hung_up_on(fuzz: Fuzz, bench: Bench, no_traceback: Callable[[], None]) -> None:
    def target(case: Any) -> str:
        answer = exchange(bench.url("commercial"), case["bytes"])
        if not answer:
            no_traceback()
            return "hung up"
        return str(_answered(answer, no_traceback)[0])

    valid = requests().map(lambda case: as_bytes(bench, {**case, "side": "commercial"}))
    cases = st.fixed_dictionaries({"bytes": bent(bent(valid)) | st.binary(max_size=80)})
    fuzz.run("simulator-bytes", cases, target, examples=100)
    assert bench.sts("commercial").get_caller_identity()["Account"]


_ADMIN = st.fixed_dictionaries(
    {
        "method": st.sampled_from(["GET", "POST", "PUT", "DELETE", "HEAD"]),
        "name": st.sampled_from(
            [
                *["state", "export", "reset", "save", "calls", "traffic", "rates", "agenda", "clock", "reopenings"],
                *["faults", "faults/x", "management-pairs", "snapshot", "page", "recent", "", "moon"],
            ]
        ),
        "body": st.recursive(
            st.none()
            | st.booleans()
            | st.integers(-(10**6), 10**6)
            | st.floats()
            | st.text(max_size=8)
            | st.sampled_from(["account", "strict", "off", "organizations", "*", 1e308, -1, 10**30]),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(
                    st.sampled_from(
                        [
                            *["scale", "advance", "next_event", "account", "mode", "operation", "per_second", "burst"],
                            *[
                                "limit",
                                "per",
                                "name",
                                "email",
                                "service",
                                "error",
                                "times",
                                "drop",
                                "delay",
                                "probability",
                            ],
                        ]
                    ),
                    inner,
                    max_size=4,
                )
            ),
            max_leaves=6,
        ).map(json.dumps)
        | st.text(max_size=10),
    }
)


def test_the_simulators_own_interface_says_what_is_wrong(
    fuzz: Fuzz, bench: Bench, no_traceback: Callable[[], None]
) -> None:
    def target(case: Any) -> str:
        body = case["body"].encode(errors="surrogatepass")
        line = f"{case['method']} /_simulator/{case['name']} HTTP/1.1"
        head = f"{line}\r\nHost: localhost\r\nContent-Length: {len(body)}\r\n\r\n".encode()
        try:
            status, _, said = _answered(exchange(bench.url("govcloud"), head + body), no_traceback)
            if case["method"] != "HEAD":
                assert status == 200 or json.loads(said)["error"], said
            # The clock can still be read, and moved, and there is a state.
            assert json.dumps(bench.sim.state(), allow_nan=False)
        finally:
            bench.sim.clear_faults()
        return f"{case['method']} {status}"

    fuzz.run("simulator-admin", _ADMIN, target, examples=100)
