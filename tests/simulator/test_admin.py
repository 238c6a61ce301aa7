"""The admin endpoint, and the profiles that lead SDKs to the simulator."""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import boto3
import pytest
from botocore.exceptions import ClientError

from partition_simulator import Keys
from tests.simulator.conftest import Bench, code_of


def admin(url: str, method: str, path: str, body: object = None) -> Any:
    """One admin request; the JSON answer."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"{url}/_simulator/{path}", data, method=method)
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)


@pytest.mark.parametrize("side", ["commercial", "govcloud"])
def test_both_ports_administer_the_one_world(organized: Bench, side: str) -> None:
    url = organized.url(side)  # type: ignore[arg-type]
    organized.organizations("commercial").create_gov_cloud_account(AccountName="x", Email="x@example.gov")
    state = admin(url, "GET", "state")
    assert [request["State"] for request in state["requests"]] == ["IN_PROGRESS"]
    before = state["now"]
    assert admin(url, "POST", "clock", {"advance": 60})["now"] == pytest.approx(before + 60)
    state = admin(url, "GET", "state")
    assert [request["State"] for request in state["requests"]] == ["SUCCEEDED"]
    assert len(state["pairs"]) == 2
    assert {o["partition"] for o in state["organizations"]} == {"aws", "aws-us-gov"}
    assert state["organizations"][0]["accounts"]


def test_calls_are_read_and_reset(organized: Bench) -> None:
    organized.sts("govcloud").get_caller_identity()
    url = organized.url("commercial")
    assert admin(url, "GET", "calls") == {"govcloud sts.GetCallerIdentity": 1}
    admin(url, "DELETE", "calls")
    assert admin(url, "GET", "calls") == {}


def test_faults_are_injected_and_cleared(organized: Bench) -> None:
    url = organized.url("govcloud")
    fault = {"service": "sts", "operation": "GetCallerIdentity", "code": "Throttling", "times": 9}
    admin(url, "POST", "faults", fault)
    with pytest.raises(ClientError) as error:
        organized.sts("commercial").get_caller_identity()
    assert code_of(error) == "Throttling"
    admin(url, "DELETE", "faults")
    assert organized.sts("commercial").get_caller_identity()


def test_a_closed_pair_is_reopened(organized: Bench) -> None:
    url, pair = organized.url("govcloud"), organized.sim.vend("x", "x@example.gov")
    account = pair.commercial.account_id
    organized.organizations("commercial").close_account(AccountId=account)
    organized.sim.clock.advance(60)
    admin(url, "POST", "reopenings", {"account": account})
    assert (pair.commercial.state, pair.govcloud.state) == ("ACTIVE", "ACTIVE")
    for wrong in ({"account": account}, {"account": "000000000000"}, {}):
        with pytest.raises(urllib.error.HTTPError) as error:
            admin(url, "POST", "reopenings", wrong)
        assert error.value.code == 400
        error.value.close()


def test_a_management_pair_is_seeded(bench: Bench) -> None:
    pair = admin(bench.url("commercial"), "POST", "management-pairs", {"name": "second", "email": "s@example.gov"})
    keys = Keys(**pair["govcloud"])
    assert bench.sts("govcloud", keys).get_caller_identity()["Account"] == keys.account_id


@pytest.mark.parametrize(
    ("path", "body", "status", "text"),
    [
        ("faults", {"servise": "sts"}, 400, "servise"),
        ("faults", {}, 400, "service"),
        ("faults", {"service": "*", "operation": "*", "code": "X", "times": "many"}, 400, "times"),
        ("faults", {"service": "*", "operation": "*", "code": "X", "status": 204}, 400, "status"),
        ("faults", {"service": "*", "operation": "*", "code": 5}, 400, "code"),
        ("faults", {"service": "*", "operation": "*", "code": "X", "message": None}, 400, "message"),
        ("faults", {"service": "nope", "operation": "*", "code": "X"}, 400, "service is"),
        ("faults", {"service": "sts", "operation": "ListRoots", "code": "X"}, 400, "ListRoots"),
        ("faults", {"service": "*", "operation": "ListRoot", "code": "X"}, 400, "ListRoot"),
        ("faults", {"service": "*", "operation": "*", "delay_seconds": "x"}, 400, "delay_seconds"),
        ("faults", {"service": "*", "operation": "*", "code": "X", "partition": "moon"}, 400, "partition"),
        ("clock", {"advance": -1}, 400, "backwards"),
        ("clock", {"advance": float("nan")}, 400, "at most"),
        ("clock", {"advance": 1e300}, 400, "at most"),
        ("clock", {"scale": float("inf")}, 400, "at most"),
        ("management-pairs", {"name": 5, "email": []}, 400, "text"),
        ("clock", [1], 400, "object"),
        ("management-pairs", {"name": "x"}, 400, "email"),
        ("management-pairs", {"name": "payer", "email": "payer@example.gov"}, 400, "exists already"),
        ("nothing", {}, 404, "nothing"),
    ],
)
def test_a_wrong_admin_request_says_what_is_wrong(
    bench: Bench, path: str, body: object, status: int, text: str
) -> None:
    with pytest.raises(urllib.error.HTTPError) as error:
        admin(bench.url("commercial"), "POST", path, body)
    assert error.value.code == status
    assert text in json.load(error.value)["error"]
    error.value.close()


def test_profiles_lead_boto3_to_the_simulator(bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in bench.sim.aws_config(tmp_path).items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    for side, keys in (("commercial", bench.payer.commercial), ("govcloud", bench.payer.govcloud)):
        client = boto3.session.Session(profile_name=side).client("sts")
        assert client.get_caller_identity()["Arn"] == keys.arn
    assert (tmp_path / "credentials").stat().st_mode & 0o077 == 0


def test_profiles_never_replace_somebody_s_own_but_do_replace_the_simulator_s(bench: Bench, tmp_path: Path) -> None:
    (tmp_path / "credentials").write_text("[default]\naws_access_key_id = AKIAREAL\n")
    with pytest.raises(FileExistsError, match="not written by the simulator"):
        bench.sim.aws_config(tmp_path)
    assert "AKIAREAL" in (tmp_path / "credentials").read_text()
    assert not (tmp_path / "config").exists()
    (tmp_path / "credentials").unlink()
    assert bench.sim.aws_config(tmp_path) == bench.sim.aws_config(tmp_path)


def test_profiles_need_a_pair(bench: Bench, tmp_path: Path) -> None:
    bench.sim._seeded.clear()
    with pytest.raises(RuntimeError, match="seed_management_pair"):
        bench.sim.aws_config(tmp_path)


def test_a_page_of_another_site_cannot_steer_it(bench: Bench) -> None:
    for origin, status in (("https://elsewhere.example", 403), (bench.sim.commercial.url, 200)):
        asked = urllib.request.Request(
            f"{bench.sim.commercial.url}/_simulator/faults", method="DELETE", headers={"Origin": origin}
        )
        try:
            with urllib.request.urlopen(asked, timeout=10) as answer:
                assert answer.status == status
        except urllib.error.HTTPError as error:
            assert error.code == status


@pytest.mark.parametrize(("host", "status"), [("evil.example", 403), ("localhost", 200), ("127.0.0.1", 200)])
def test_a_name_that_was_bent_to_this_machine_cannot_steer_it(bench: Bench, host: str, status: int) -> None:
    url = urlsplit(bench.url("commercial"))
    connection = http.client.HTTPConnection(url.netloc, timeout=10)
    connection.request("GET", "/_simulator/export", headers={"Host": f"{host}:{url.port}"})
    assert connection.getresponse().status == status
    connection.close()
