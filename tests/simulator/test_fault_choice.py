"""Which calls a fault strikes: the n-th, by chance, for a time, of an account; and what is told of it."""

from __future__ import annotations

import json
import urllib.error
from typing import Any

import pytest
from botocore.exceptions import ClientError

from partition_simulator import Fault, read_fault
from tests.simulator.conftest import Bench
from tests.simulator.test_admin import admin


def _outcomes(call: Any, times: int) -> str:
    """An x for each call that failed, a dot for each that didn't."""
    shown = ""
    for _ in range(times):
        try:
            call()
            shown += "."
        except ClientError:
            shown += "x"
    return shown


def test_the_nth_call_is_struck(organized: Bench) -> None:
    organized.sim.inject(Fault("sts", "GetCallerIdentity", code="Throttling", skip=3))
    assert _outcomes(organized.sts("govcloud").get_caller_identity, 6) == "...x.."


def test_a_chance_is_the_same_again_with_the_same_seed(organized: Bench) -> None:
    call = organized.sts("govcloud").get_caller_identity
    shown = []
    for seed in (5, 5, 6):
        fault_id = organized.sim.inject(
            Fault("sts", "GetCallerIdentity", code="Throttling", times=1000, probability=0.3, seed=seed)
        )
        shown.append(_outcomes(call, 40))
        organized.sim.remove_fault(fault_id)
    assert shown[0] == shown[1] != shown[2]
    assert 4 <= shown[0].count("x") <= 22


def test_a_fault_lasts_for_so_much_virtual_time_however_often_it_strikes(organized: Bench) -> None:
    organized.sim.inject(Fault("sts", "GetCallerIdentity", code="Throttling", for_seconds=1800))
    call = organized.sts("govcloud").get_caller_identity
    assert _outcomes(call, 3) == "xxx"
    organized.sim.clock.advance(1799)
    assert _outcomes(call, 2) == "xx"
    organized.sim.clock.advance(1)
    assert _outcomes(call, 2) == ".."


def test_with_both_it_is_over_by_whichever_comes_first(organized: Bench) -> None:
    organized.sim.inject(Fault("sts", "GetCallerIdentity", code="Throttling", for_seconds=1800, times=2))
    assert _outcomes(organized.sts("govcloud").get_caller_identity, 4) == "xx.."


def test_faults_are_listed_with_how_often_they_struck(organized: Bench) -> None:
    url = organized.url("commercial")
    once = {"service": "sts", "operation": "GetCallerIdentity", "code": "Throttling", "skip": 1}
    never = {"service": "organizations", "operation": "*", "drop": "after", "for_seconds": 60}
    ids = [admin(url, "POST", "faults", fault)["id"] for fault in (once, never)]
    assert _outcomes(organized.sts("govcloud").get_caller_identity, 4) == ".x.."
    listed = admin(url, "GET", "faults")["faults"]
    assert [(f["id"], f["matched"], f["struck"], f["over"]) for f in listed] == [
        (ids[0], 2, 1, True),
        (ids[1], 0, 0, False),
    ]
    assert once.items() <= listed[0].items()
    assert listed == organized.sim.state()["faults"]
    admin(url, "DELETE", f"faults/{ids[1]}")
    assert [fault["id"] for fault in organized.sim.faults()] == [ids[0]]
    with pytest.raises(urllib.error.HTTPError) as error:
        admin(url, "DELETE", f"faults/{ids[1]}")
    assert error.value.code == 404
    error.value.close()


def test_a_virtual_delay_ends_when_the_virtual_clock_gets_there(organized: Bench) -> None:
    organized.sim.clock.set_scale(3600)
    organized.sim.inject(Fault("sts", "GetCallerIdentity", virtual_delay_seconds=1800))
    before = organized.sim.clock.now()
    organized.sts("govcloud").get_caller_identity()
    assert organized.sim.clock.now() - before >= 1800


def test_a_described_fault_is_read_again(organized: Bench) -> None:
    fault = Fault(
        "organizations", "DescribeAccount", "govcloud", "123456789012", "ServiceException", status=500, times=3, skip=2,
        delay_seconds=0.5, reason="X", for_seconds=60, probability=0.5, seed=9,
    )  # fmt: skip
    assert read_fault(json.loads(json.dumps(fault.describe()))) == fault


@pytest.mark.parametrize(
    ("described", "text"),
    [
        ([], "JSON object"),
        ({"service": "sts"}, "needs operation"),
        ({"probability": 0}, "probability"),
        ({"probability": 1.5}, "probability"),
        ({"for_seconds": -1}, "for_seconds"),
        ({"stale_seconds": "x"}, "stale_seconds"),
        ({"stale_seconds": 5, "code": "X"}, "goes with no code"),
        ({"times": 1.5}, "times"),
        ({"virtual_delay_seconds": None}, "virtual_delay_seconds"),
        ({}, "does nothing"),
    ],
)
def test_a_fault_that_makes_no_sense_says_why(described: Any, text: str) -> None:
    if isinstance(described, dict) and "service" not in described:
        described = {"service": "organizations", "operation": "DescribeAccount", **described}
    with pytest.raises(ValueError, match=text):
        read_fault(described)
